CREATE TABLE customer (
    customer_id bigint PRIMARY KEY,
    name text NOT NULL
);
