-- CALL migrate() from a DO block and from procedures that may commit; temporary tables; each statement by itself.
CREATE TABLE goods (id int, name text);
INSERT INTO goods SELECT n, 'goods ' || n FROM generate_series(1, 10) AS n;
SELECT confiture.put('migrations/1_index.up.sql', $$ALTER TABLE goods ADD COLUMN price int;
CREATE INDEX CONCURRENTLY goods_price ON goods (price);
UPDATE goods SET price = id;
$$), confiture.put('migrations/1_index.down.sql', $$DROP INDEX CONCURRENTLY goods_price;
ALTER TABLE goods DROP COLUMN price;
$$) \g /dev/null

-- a DO block, which goes on with what it has
DO $$
DECLARE number int := 7;
BEGIN
    INSERT INTO goods VALUES (11, 'before');
    CALL confiture.migrate();
    INSERT INTO goods VALUES (12, 'behind ' || number);
END $$;
SELECT indexrelid::regclass, indisvalid FROM pg_index WHERE indrelid = 'goods'::regclass;
SELECT id, name, price FROM goods WHERE id > 9 ORDER BY id;

-- a procedure, by a procedure, with commits around
CREATE PROCEDURE inner_call(target text, down boolean) LANGUAGE plpgsql AS $$
BEGIN
    COMMIT;
    CALL confiture.migrate(target, down);
    ROLLBACK;
END $$;
CREATE PROCEDURE outer_call() LANGUAGE plpgsql AS $$
BEGIN
    FOR i IN 1..3 LOOP
        CALL inner_call('0', true);
        CALL inner_call(NULL, false);
    END LOOP;
END $$;
SELECT confiture.put('migrations/0_none.up.sql', '-- nothing') \g /dev/null
SET confiture.out_of_order = allow;
CALL confiture.migrate();
CALL outer_call();
SELECT action, version, outcome, count(*) FROM confiture.history GROUP BY 1, 2, 3 ORDER BY action COLLATE "C", version COLLATE "C";
-- an error of it can be caught by nobody: a block with a handler is a subtransaction
CREATE PROCEDURE caught() LANGUAGE plpgsql AS $$
BEGIN
    CALL confiture.migrate('0', true);
EXCEPTION WHEN active_sql_transaction THEN
    RAISE NOTICE 'caught: %', SQLERRM;
END $$;
CALL caught();
-- while a cursor of the block is open
DO $$
DECLARE row record;
BEGIN
    FOR row IN SELECT id FROM goods ORDER BY id LIMIT 2 LOOP
        CALL confiture.migrate('0', true);
        RAISE NOTICE 'row %', row.id;
    END LOOP;
END $$;
SELECT version, state FROM confiture.status ORDER BY version COLLATE "C";
SELECT * FROM confiture.runner;

-- temporary tables live over the transactions of a file; workers do not see them
SELECT confiture.put('migrations/2_temporary.up.sql', $$CREATE TEMP TABLE noted AS SELECT id FROM goods WHERE id < 3;
CREATE TEMP TABLE emptied (id int) ON COMMIT DELETE ROWS;
INSERT INTO emptied VALUES (1);
VACUUM goods;
UPDATE goods SET name = 'noted' WHERE id IN (SELECT id FROM noted);
INSERT INTO goods SELECT 100 + count(*), 'emptied' FROM emptied;
DROP TABLE noted, emptied;
$$) \g /dev/null
CALL confiture.migrate();
SELECT id, name FROM goods WHERE name IN ('noted', 'emptied') ORDER BY id;
SELECT confiture.put('migrations/3_worker.up.sql', $$CREATE TEMP TABLE noted (id int);
VACUUM noted;
$$) \g /dev/null
CALL confiture.migrate();
SELECT number, state, sqlstate FROM confiture.step ORDER BY number;
SELECT confiture.abandon('3', 'a worker does not see it') \g /dev/null
SELECT confiture.remove('migrations/3_worker.up.sql') \g /dev/null
DROP TABLE noted;

-- transaction=off: each statement commits, so that what ran before an error stays; a wrapped file is whole
SELECT confiture.put('migrations/4_off.up.sql', $$-- confiture: transaction=off
INSERT INTO goods VALUES (201, 'first');
INSERT INTO goods VALUES (202, 'second');
INSERT INTO goods VALUES (203, 1 / 0);
INSERT INTO goods VALUES (204, 'fourth');
$$) \g /dev/null
CALL confiture.migrate();
SELECT number, kind, state FROM confiture.step ORDER BY number;
SELECT confiture.put('migrations/4_off.up.sql', replace(content, '1 / 0', '''third''')) FROM confiture.source WHERE path = 'migrations/4_off.up.sql' \g /dev/null
CALL confiture.migrate();
\echo :LAST_ERROR_SQLSTATE
SELECT step, outcome FROM confiture.repair('4', 'no division');
CALL confiture.migrate();
SELECT id, name FROM goods WHERE id > 200 ORDER BY id;
SELECT confiture.put('migrations/5_whole.up.sql', $$BEGIN;
INSERT INTO goods VALUES (301, 'whole');
COMMIT;
$$) \g /dev/null
CALL confiture.migrate();
SELECT version, state FROM confiture.status ORDER BY version COLLATE "C";
SELECT * FROM confiture.verify_history();
