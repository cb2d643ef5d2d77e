-- batch_update and batch_delete: what they refuse, with which words, and that nothing of it stays behind
CREATE TABLE item (id integer PRIMARY KEY, n integer, remark text, twice integer NOT NULL GENERATED ALWAYS AS (id * 2) STORED);
INSERT INTO item VALUES (1, 0, 'a'), (2, 0, 'b');
-- what is no list of assignments
SELECT format('CALL confiture.batch_update(''item'', %L)', text) FROM unnest(ARRAY['', ' ', 'n', 'n == 1', 'n = 1,', 'n = 1 WHERE true', 'n = 1 FROM item AS b',
    'n = 1 RETURNING n', 'n = 1;', 'n = 1; DROP TABLE item', 'n = 1 /* open', 'n = ''open', 'n = 1) --', 'id = 3; --']) AS text \gexec
CALL confiture.batch_update('item', 'n = 1; --');
\echo :SQLSTATE
-- what is no condition
SELECT format('CALL confiture.batch_delete(''item'', %L)', text) FROM unnest(ARRAY['', 'true) OR (true', 'true)', '(true', 'true RETURNING n', 'true;', 'true; DROP TABLE item',
    'CURRENT OF c', 'true /* open', 'true ORDER BY id', 'id = ''é'' RETURNING 1']) AS text \gexec
CALL confiture.batch_delete('item', 'true;');
\echo :SQLSTATE
-- what the server does not understand in them
CALL confiture.batch_update('item', 'nowhere = 1');
CALL confiture.batch_update('item', 'n = 1, remark = nowhere');
\echo :LAST_ERROR_SQLSTATE
CALL confiture.batch_update('item', 'n = 1', 'remark = ''é'' AND nowhere');
CALL confiture.batch_update('item', 'n = 1', '1');
CALL confiture.batch_update('item', 'n = $1');
CALL confiture.batch_update('item', 'n = count(*)');
CALL confiture.batch_update('item', 'twice = 1');
-- what changes the key
CALL confiture.batch_update('item', 'n = 1, id = id + 1');
CALL confiture.batch_update('item', '(n, id) = (1, 2)');
\echo :LAST_ERROR_SQLSTATE
CREATE UNIQUE INDEX item_twice ON item (twice);
CALL confiture.batch_update('item', 'n = 1', key => 'item_twice');
CALL confiture.batch_delete('item', 'false', key => 'item_twice');
-- numbers and NULL
CALL confiture.batch_update('item', 'n = 1', batch_rows => 0);
CALL confiture.batch_update('item', 'n = 1', pause => '-1s');
CALL confiture.batch_update('item', 'n = 1', max_lag => '-1 month 1 day');
\echo :LAST_ERROR_SQLSTATE
CALL confiture.batch_update(NULL, 'n = 1');
CALL confiture.batch_update('item', NULL);
CALL confiture.batch_update('item', 'n = 1', NULL);
CALL confiture.batch_update('item', 'n = 1', batch_rows => NULL);
CALL confiture.batch_update('item', 'n = 1', pause => NULL);
CALL confiture.batch_delete('item', NULL);
\echo :LAST_ERROR_SQLSTATE
-- relations that are no tables, or not one's own
CREATE VIEW items AS SELECT * FROM item;
CREATE MATERIALIZED VIEW kept AS SELECT * FROM item;
CREATE FOREIGN DATA WRAPPER wrapper;
CREATE SERVER server FOREIGN DATA WRAPPER wrapper;
CREATE FOREIGN TABLE far (id integer) SERVER server;
CREATE SEQUENCE numbers;
SELECT format('CALL confiture.batch_delete(%L, ''true'')', name) FROM unnest(ARRAY['items', 'kept', 'far', 'numbers', 'item_pkey', 'pg_class', 'information_schema.sql_parts',
    'confiture.source', 'confiture.batch', 'nowhere']) AS name \gexec
CALL confiture.batch_delete(2147483000::regclass, 'true');
-- keys that are none
CREATE TABLE bare (id integer, n integer, made integer NOT NULL);
CALL confiture.batch_update('bare', 'n = 1');
\echo :LAST_ERROR_SQLSTATE
CREATE INDEX bare_plain ON bare (made);
CREATE UNIQUE INDEX bare_null ON bare (id);
CREATE UNIQUE INDEX bare_partial ON bare (made) WHERE n = 1;
CREATE UNIQUE INDEX bare_expression ON bare ((made + 1));
CREATE UNIQUE INDEX bare_included ON bare (id) INCLUDE (made);
ALTER TABLE bare ADD CONSTRAINT bare_deferrable UNIQUE (made) DEFERRABLE, ADD CONSTRAINT bare_excluded EXCLUDE (made WITH =);
CREATE TABLE two (a integer NOT NULL, b integer NOT NULL, n integer);
CREATE UNIQUE INDEX two_mixed ON two (a, b DESC);
SELECT format('CALL confiture.batch_update(%L, ''n = 1'', key => %L)', split_part(name, '_', 1), name)
  FROM unnest(ARRAY['bare_plain', 'bare_null', 'bare_partial', 'bare_expression', 'bare_included', 'bare_deferrable', 'bare_excluded', 'two_mixed', 'bare_nowhere']) AS name \gexec
CALL confiture.batch_update('bare', 'n = 1', key => 'item_pkey');
-- an index that a failed build has left
INSERT INTO two VALUES (1, 1), (1, 2);
CREATE UNIQUE INDEX CONCURRENTLY two_invalid ON two (a);
CALL confiture.batch_update('two', 'n = 1', key => 'two_invalid');
-- in a transaction block, a function, a procedure with settings of its own, a block that could roll back
BEGIN;
CALL confiture.batch_update('item', 'n = 1');
ROLLBACK;
\echo :LAST_ERROR_SQLSTATE
CREATE FUNCTION within() RETURNS void LANGUAGE plpgsql AS $$ BEGIN CALL confiture.batch_delete('item', 'true'); END $$;
SELECT within();
DO $$ BEGIN CALL confiture.batch_update('item', 'n = 1'); EXCEPTION WHEN division_by_zero THEN NULL; END $$;
SET default_transaction_read_only = on;
CALL confiture.batch_update('item', 'n = 1');
RESET default_transaction_read_only;
-- a file of migrate_up() runs in its caller's transaction
SELECT confiture.put('migrations/1_m.sql', 'CALL confiture.batch_update(''item'', ''n = 1'');') \g /dev/null
SELECT version FROM confiture.migrate_up();
-- rights: those of the caller, and row security binds him
CREATE ROLE regress_batch;
SET ROLE regress_batch;
CALL confiture.batch_update('item', 'n = 1');
RESET ROLE;
GRANT USAGE ON SCHEMA confiture TO regress_batch;
GRANT EXECUTE ON ALL PROCEDURES IN SCHEMA confiture TO regress_batch;
SET ROLE regress_batch;
CALL confiture.batch_update('item', 'n = 1');
\echo :LAST_ERROR_SQLSTATE
RESET ROLE;
GRANT SELECT ON item TO regress_batch;
SET ROLE regress_batch;
CALL confiture.batch_update('item', 'n = 1');
CALL confiture.batch_delete('item', 'true');
RESET ROLE;
GRANT UPDATE (n) ON item TO regress_batch;
SET ROLE regress_batch;
CALL confiture.batch_update('item', 'remark = ''x''');
CALL confiture.batch_update('item', 'n = 1', 'current_user = ''regress_batch''');
RESET ROLE;
ALTER TABLE item ENABLE ROW LEVEL SECURITY;
CREATE POLICY first ON item USING (id = 1);
SET ROLE regress_batch;
CALL confiture.batch_update('item', 'n = n + 1', batch_rows => 1);
RESET ROLE;
SELECT id, n FROM item ORDER BY id;
SELECT count(*) FROM confiture.batch;
DROP OWNED BY regress_batch;
DROP ROLE regress_batch;
