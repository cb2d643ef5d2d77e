-- A procedure that has committed, and fails then: nobody can know what of it happened, so it does not run again by itself.
CREATE TABLE account (paid int); INSERT INTO account VALUES (0);
CREATE PROCEDURE pay() LANGUAGE plpgsql AS 'BEGIN UPDATE account SET paid = paid + 1; COMMIT; RAISE ''no receipt''; END';
SELECT confiture.put('migrations/1_pay.up.sql', 'CALL pay()'), confiture.put('migrations/1_pay.down.sql', 'VACUUM account') \g /dev/null
\set state 'SELECT paid, (SELECT state FROM confiture.status) FROM account;'
CALL confiture.migrate();
CALL confiture.migrate();
:state
SELECT step, outcome FROM confiture.repair('1', 'paid', step => 1, settle => 'done');
CALL confiture.migrate();
:state
SELECT action, outcome, sqlstate, message FROM confiture.history ORDER BY id;

-- Target 0 undoes all, unless a migration is called so.
CALL confiture.migrate('0');
CALL confiture.migrate('0', down => true);
CALL confiture.migrate('0', down => true);
SELECT count(*) FROM confiture.applied;

-- Maintenance of the whole database comes by the extension's own tables, too.
SELECT confiture.put('migrations/1_pay.up.sql', 'VACUUM FULL; REINDEX SCHEMA CONCURRENTLY confiture;') \g /dev/null
CALL confiture.migrate();
SELECT count(*) FROM pg_index WHERE NOT indisvalid;

-- What a statement's library brings along is nothing that the file has set.
CREATE ROLE regress_plain LOGIN;
GRANT USAGE, CREATE ON SCHEMA public TO regress_plain;
GRANT USAGE ON SCHEMA confiture TO regress_plain;
GRANT EXECUTE ON ALL ROUTINES IN SCHEMA confiture TO regress_plain;
SELECT confiture.put('migrations/2_do.up.sql', 'CREATE TABLE t (i int); DO $$BEGIN END$$; CREATE INDEX CONCURRENTLY ti ON t (i);') \g /dev/null
\c
SET SESSION AUTHORIZATION regress_plain;
CALL confiture.migrate('2');
SELECT indisvalid FROM pg_index WHERE indexrelid = 'ti'::regclass;
RESET SESSION AUTHORIZATION;
DROP OWNED BY regress_plain;
DROP ROLE regress_plain;
