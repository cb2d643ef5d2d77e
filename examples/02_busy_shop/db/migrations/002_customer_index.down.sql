DROP INDEX CONCURRENTLY purchase_customer_id;
