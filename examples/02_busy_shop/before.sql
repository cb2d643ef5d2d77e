-- The shop as it is in production, before the migrations.
CREATE TABLE customer (
    customer_id bigint PRIMARY KEY,
    name text NOT NULL
);
CREATE TABLE purchase (
    purchase_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint NOT NULL,
    bought_at timestamptz NOT NULL DEFAULT now(),
    paid_at timestamptz,
    amount numeric(12,2) NOT NULL
);
INSERT INTO customer SELECT n, 'Customer ' || n FROM generate_series(1, 10000) AS n;
INSERT INTO purchase (customer_id, bought_at, paid_at, amount)
SELECT 1 + n % 10000, now() - n * interval '1 minute', CASE WHEN n % 3 > 0 THEN now() END, n % 977
FROM generate_series(1, 200000) AS n;
