-- A transaction that creates the extension anew counts its changes from the same number: what the session remembers of the old one is void.
BEGIN;
DROP EXTENSION confiture;
CREATE EXTENSION confiture;
SELECT confiture.put('schema/a.sql', 'CREATE TABLE a (i int);') \g /dev/null
SELECT version FROM confiture.migrate_up();
DROP EXTENSION confiture;
CREATE EXTENSION confiture;
SELECT confiture.put('migrations/1_b.sql', 'CREATE TABLE b (i int);') \g /dev/null
SELECT version FROM confiture.migrate_up();
ROLLBACK;
