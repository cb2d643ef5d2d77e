CREATE TABLE purchase (
    purchase_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint NOT NULL,
    bought_at timestamptz NOT NULL DEFAULT now(),
    paid_at timestamptz,
    amount numeric(12,2) NOT NULL,
    state text DEFAULT 'open' NOT NULL,
    CONSTRAINT purchase_customer FOREIGN KEY (customer_id) REFERENCES customer
);

CREATE INDEX purchase_customer_id ON purchase (customer_id);
