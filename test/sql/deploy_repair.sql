-- repair() of a migration that stopped before anything of it was done takes a text without statements, too.
\set state 'SELECT version, state, (SELECT count(*) FROM confiture.step) AS steps FROM confiture.status;'
CREATE TABLE goods (id int);
INSERT INTO goods VALUES (1), (1);
SELECT confiture.put('migrations/1_goods.up.sql', 'CREATE UNIQUE INDEX CONCURRENTLY goods_id ON goods (id);
CREATE TABLE more ();
'), confiture.put('migrations/1_goods.down.sql', 'DROP INDEX CONCURRENTLY missing;
') \g /dev/null
CALL confiture.migrate();
:state

-- the way up: pending again, and nothing in the way of the next call
SELECT confiture.put('migrations/1_goods.up.sql', '-- Not needed any more.
') \g /dev/null
SELECT * FROM confiture.repair('1', 'not needed any more');
:state
DROP INDEX goods_id;
CALL confiture.migrate();
:state
SELECT to_regclass('more') AS more;

-- the way down: applied still, with the new text
CALL confiture.migrate('0', down => true);
:state
SELECT confiture.put('migrations/1_goods.down.sql', '') \g /dev/null
SELECT * FROM confiture.repair('1', 'nothing to undo');
:state
CALL confiture.migrate('0', down => true);
:state
SELECT action, version, outcome, statements, reason FROM confiture.history ORDER BY id;
SELECT * FROM confiture.verify_history();

-- nor is anything left to run where all that is done is all of the new text
SELECT confiture.put('migrations/1_goods.up.sql', 'CREATE TABLE more ();
DROP INDEX CONCURRENTLY missing;
') \g /dev/null
CALL confiture.migrate();
SELECT confiture.put('migrations/1_goods.up.sql', 'CREATE TABLE more ();
') \g /dev/null
SELECT step, outcome FROM confiture.repair('1', 'no such index');
CALL confiture.migrate();
:state
SELECT to_regclass('more') AS more;
