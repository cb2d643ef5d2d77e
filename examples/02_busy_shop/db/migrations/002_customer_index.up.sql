CREATE INDEX CONCURRENTLY purchase_customer_id ON purchase (customer_id);
