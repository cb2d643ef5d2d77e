-- batch_update and batch_delete: which rows they visit, in which transactions, and how they go on
CREATE TABLE item (id bigint PRIMARY KEY, n integer NOT NULL DEFAULT 0, remark text);
INSERT INTO item (id) SELECT generate_series(1, 25);
CALL confiture.batch_update('item', 'n = n + 1', batch_rows => 10);
SELECT n, count(*), count(DISTINCT xmin::text) AS transactions FROM item GROUP BY n ORDER BY n;
-- a condition, and comments that end where the texts end
CALL confiture.batch_update('item', 'n = n + 1, remark = ''even'' -- what is even', 'id % 2 = 0 -- is even', batch_rows => 7);
SELECT n, remark, count(*) FROM item GROUP BY n, remark ORDER BY n;
-- of two expressions the condition is the whole
CALL confiture.batch_update('item', 'remark = ''ends''', 'id < 3 OR id > 23', batch_rows => 2);
SELECT array_agg(id ORDER BY id) FROM item WHERE remark = 'ends';
-- columns by the table's name, several at once, a subquery; one row is a row
CALL confiture.batch_update('item', '(n, remark) = (SELECT 7, ''seven'' WHERE item.id = 7)', 'public.item.id = 7');
SELECT * FROM item WHERE id = 7;
CALL confiture.batch_update('item', 'n = DEFAULT', 'EXISTS (SELECT FROM item other WHERE other.id = item.id - 20)', batch_rows => 1);
SELECT array_agg(id ORDER BY id) FROM item WHERE n = 0;
CALL confiture.batch_delete('item', 'n = 2', batch_rows => 7);
SELECT count(*), count(*) FILTER (WHERE n = 2) AS deleted FROM item;
SELECT count(*) FROM confiture.batch;
-- an empty table
CREATE TABLE nothing (id integer PRIMARY KEY, n integer);
CALL confiture.batch_update('nothing', 'n = 1');
CALL confiture.batch_delete('nothing', 'true');
-- as many rows as fit into whole batches, and one more or less
TRUNCATE item;
INSERT INTO item (id) SELECT generate_series(1, 12);
SELECT format('CALL confiture.batch_update(''item'', ''n = n + 1'', batch_rows => %s)', size) FROM unnest(ARRAY[1, 6, 11, 12, 13, 2147483647]) AS size \gexec
SELECT n, count(*) FROM item GROUP BY n;

-- what stops half-way keeps the batches before, and goes on behind them
CREATE FUNCTION stop() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.id >= current_setting('test.stop')::bigint THEN RAISE EXCEPTION 'row % stops it', NEW.id; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stop BEFORE UPDATE ON item FOR EACH ROW EXECUTE FUNCTION stop();
TRUNCATE item;
INSERT INTO item (id) SELECT generate_series(1, 30);
ANALYZE item;
SET test.stop = 17;
CALL confiture.batch_update('item', 'n = n + 1', batch_rows => 5);
SELECT n, count(*) FROM item GROUP BY n ORDER BY n;
SELECT relation, name, kind, key, after, last, visited, changed, estimated, role = current_user AS mine, spent > '0' AS spent,
       remaining = spent AS half, started_at <= updated_at AS times FROM confiture.batch;
-- another call begins for itself: of another text, another kind, or another role
SET test.stop = 100;
CREATE ROLE regress_batch;
GRANT SELECT, UPDATE ON item TO regress_batch;
GRANT USAGE ON SCHEMA confiture TO regress_batch;
GRANT EXECUTE ON ALL PROCEDURES IN SCHEMA confiture TO regress_batch;
SET ROLE regress_batch;
CALL confiture.batch_update('item', 'n = n + 1', 'id = 1', batch_rows => 5);
CALL confiture.batch_update('item', 'n =  n + 1', batch_rows => 5);
RESET ROLE;
SELECT n, count(*) FROM item GROUP BY n ORDER BY n;
-- the same call goes on, with another size too, and up to the key that was the largest; what is inserted meanwhile is visited where it is ahead
INSERT INTO item (id) VALUES (0), (31);
DELETE FROM item WHERE id = 20;
INSERT INTO item (id, remark) VALUES (20, 'new');
ALTER TABLE item RENAME TO thing;
SET client_min_messages = warning;
CALL confiture.batch_update('thing', 'n = n + 1', batch_rows => 4);
RESET client_min_messages;
SELECT n, array_agg(id ORDER BY id) FROM thing GROUP BY n ORDER BY n;
SELECT count(*) FROM confiture.batch;
ALTER TABLE thing RENAME TO item;
-- then it begins anew
CALL confiture.batch_update('item', 'n = n + 1', batch_rows => 40);
-- a deadlock or a serialization failure is tried again, that batch alone; other errors are not
CREATE SEQUENCE tries;
CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.id = 12 AND nextval('tries') <= current_setting('test.failures')::integer THEN
        RAISE EXCEPTION 'attempt %', currval('tries') USING ERRCODE = current_setting('test.code');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER fail BEFORE UPDATE ON item FOR EACH ROW EXECUTE FUNCTION fail();
TRUNCATE item;
INSERT INTO item (id) SELECT generate_series(1, 20);
SET test.failures = 3;
SET test.code = '40P01';
CALL confiture.batch_update('item', 'n = n + 1', batch_rows => 5);
SELECT last_value FROM tries;
SET test.failures = 100;
SET test.code = '40001';
SET confiture.lock_retries = 3;
CALL confiture.batch_update('item', 'n = n + 1', 'id < 15', batch_rows => 5);
\echo :SQLSTATE
SELECT last_value FROM tries;
SET test.code = '23505';
SET client_min_messages = warning;
CALL confiture.batch_update('item', 'n = n + 1', 'id < 15', batch_rows => 5);
\echo :SQLSTATE
SELECT last_value FROM tries;
SET test.failures = 0;
CALL confiture.batch_update('item', 'n = n + 1', 'id < 15', batch_rows => 5);
RESET client_min_messages;
SELECT n, count(*) FROM item GROUP BY n ORDER BY n;
DROP TRIGGER fail ON item;
-- an error of the commit is the batch's, too
CREATE FUNCTION later() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'too late'; END $$;
CREATE CONSTRAINT TRIGGER later AFTER UPDATE ON item DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.id = 12) EXECUTE FUNCTION later();
CALL confiture.batch_update('item', 'n = n + 1', batch_rows => 5);
SELECT n, count(*) FROM item GROUP BY n ORDER BY n;
SELECT after, visited FROM confiture.batch;
DROP TRIGGER later ON item;
SET client_min_messages = warning;
CALL confiture.batch_update('item', 'n = n + 1', batch_rows => 5);
RESET client_min_messages;
SELECT n, count(*) FROM item GROUP BY n ORDER BY n;
-- in a block of PL/pgSQL that may commit, under another isolation, and with a timeout of the whole call
DO $$ BEGIN CALL confiture.batch_update('item', 'n = 0', batch_rows => 5); END $$;
SET default_transaction_isolation = 'repeatable read';
CALL confiture.batch_update('item', 'n = n + 1', batch_rows => 5);
RESET default_transaction_isolation;
SET statement_timeout = '1h';
CALL confiture.batch_update('item', 'n = n + 1', batch_rows => 5, pause => '1ms', max_lag => '1s');
RESET statement_timeout;
SELECT n, count(*) FROM item GROUP BY n ORDER BY n;
DROP OWNED BY regress_batch;
DROP ROLE regress_batch;
