-- What a shopper does, for pgbench: buys, pays something older, looks at what he has bought.
\set customer random(1, 10000)
\set purchase random(1, 200000)
BEGIN;
INSERT INTO purchase (customer_id, amount) VALUES (:customer, 12.50);
UPDATE purchase SET paid_at = now() WHERE purchase_id = :purchase AND paid_at IS NULL;
SELECT sum(amount) FROM purchase WHERE purchase_id BETWEEN :purchase AND :purchase + 10;
COMMIT;
