-- Each statement commits: VALIDATE scans the table, which it must not do under the lock of the statement before it.
-- confiture: transaction=off
ALTER TABLE purchase ADD CONSTRAINT purchase_customer FOREIGN KEY (customer_id) REFERENCES customer NOT VALID;
ALTER TABLE purchase VALIDATE CONSTRAINT purchase_customer;

-- SET NOT NULL believes a valid CHECK, and does not scan.
ALTER TABLE purchase ADD CONSTRAINT purchase_state_known CHECK (state IS NOT NULL) NOT VALID;
ALTER TABLE purchase VALIDATE CONSTRAINT purchase_state_known;
ALTER TABLE purchase ALTER COLUMN state SET NOT NULL;
ALTER TABLE purchase DROP CONSTRAINT purchase_state_known;
