#!/usr/bin/env bash
# Shows the example in psql, on the server that PGHOST and PGPORT name, as a superuser; drops what it made.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

databases='library_built library_migrated'
roles='deployer library_desk library_web'
. ../demo.bash

# Prints a command line, then runs it.
shell() {
  printf '$ %s\n' "$1"
  work=$work bash -o pipefail -c "$1"
}

heading '1. Build a database from its DDL files'
shell 'createdb library_built'
show library_built <<'SQL'
CREATE EXTENSION confiture;

-- The folder travels from the client as a tar archive.
\set db `tar -C db -cz . | base64 -w0`
SELECT change, count(*) AS files FROM confiture.load_archive(decode(:'db', 'base64')) GROUP BY change;

SELECT confiture.environment_set('training', seed => true) AS checksum;

SELECT regexp_replace(path, '/[^/]*$', '') AS folder, count(*) AS files,
       sum(statements) AS statements, sum(duration) AS duration
FROM confiture.build('training') GROUP BY folder ORDER BY folder;

SELECT title, barcode, card, due_on FROM report.open_loan ORDER BY due_on;

-- A reader at the web site sees himself, and nobody else.
SET ROLE library_web;
SET library.reader = '3';
SELECT card, name, kind FROM readers.reader;
SQL

heading '2. Migrate a database that was there before'
shell 'createdb library_migrated'
shell 'psql -Xq1 -v ON_ERROR_STOP=1 -o /dev/null -f older.sql library_migrated'
show library_migrated <<'SQL'
CREATE EXTENSION confiture;
\set db `tar -C db -cz . | base64 -w0`
SELECT change, count(*) AS files FROM confiture.load_archive(decode(:'db', 'base64')) GROUP BY change;

-- It already has what migrations 001 and 002 do.
SELECT confiture.baseline(through => '002', reason => 'done by hand');
SELECT version, name, state, reversible FROM confiture.status ORDER BY version;

SELECT * FROM confiture.migrate_up();

-- Migration 006 has filled the new column.
SELECT name, sort_name FROM catalogue.title ORDER BY sort_name LIMIT 3;
SQL

heading '3. Both have the same schema'
# Newer pg_dump fences its output with a random word, the same on no two runs.
shell "pg_dump -s -N confiture library_built | grep -vE '^.(un)?restrict ' > \$work/built.sql"
shell "pg_dump -s -N confiture library_migrated | grep -vE '^.(un)?restrict ' > \$work/migrated.sql"
shell 'diff $work/built.sql $work/migrated.sql && wc -l < $work/built.sql'
echo 'No difference in that many lines.'

heading '4. One down and up again'
show library_migrated <<'SQL'
SELECT version, name, statements FROM confiture.migrate_down();
SELECT version, name, state, reversible FROM confiture.status WHERE version >= '005' ORDER BY version;

SELECT version, name, statements FROM confiture.migrate_up();
SELECT version, name, state, reversible FROM confiture.status WHERE version >= '005' ORDER BY version;

SELECT action, version, outcome, statements, reason FROM confiture.history ORDER BY id;

-- No row: no file has changed since it was applied, and no row of the history either.
SELECT * FROM confiture.verify();
SELECT * FROM confiture.verify_history();
SQL

heading '5. A migration with a mistake'
show_refusal 42P01 library_migrated <<'SQL'
SELECT confiture.put('migrations/007_shelf_mark.up.sql',
$file$ALTER TABLE catalogue.copy ADD COLUMN shelf_mark text;

UPDATE catalogue.copy AS c
SET shelf_mark = upper(left(t.sort_name, 3))
FROM catalogue.titel AS t
WHERE t.title_id = c.title_id;
$file$) AS checksum;

SELECT * FROM confiture.migrate_up();
\echo SQLSTATE :LAST_ERROR_SQLSTATE

-- Its first statement had worked, and is gone as well.
SELECT count(*) AS columns FROM information_schema.columns
WHERE (table_schema, table_name, column_name) = ('catalogue', 'copy', 'shelf_mark');
SELECT version, state FROM confiture.status WHERE version >= '006' ORDER BY version;

SELECT confiture.remove('migrations/007_shelf_mark.up.sql') AS removed;
SQL

heading '6. A file of somebody with fewer rights'
show library_migrated <<'SQL'
CREATE ROLE deployer LOGIN;
GRANT USAGE ON SCHEMA confiture TO deployer;
GRANT EXECUTE ON FUNCTION confiture.put(text, text) TO deployer;
SQL
echo
show library_migrated -U deployer <<'SQL'
SELECT confiture.put('migrations/007_notices.up.sql',
$file$CREATE TABLE catalogue.notice (branch_id integer REFERENCES catalogue.branch, words text NOT NULL);
$file$) AS checksum;
SQL
echo
show_refusal 42501 library_migrated <<'SQL'
SELECT version, name, statements FROM confiture.migrate_up();
\echo SQLSTATE :LAST_ERROR_SQLSTATE

-- Read it, then approve exactly what was read.
SELECT loaded_by, checksum, content FROM confiture.source WHERE path = 'migrations/007_notices.up.sql' \gx
SELECT confiture.approve('migrations/007_notices.up.sql',
  '2d8fba5fd83fb7eab5f5814e2841176d5107cf933410b1e2c59c92c438430dd3');
SELECT version, name, statements FROM confiture.migrate_up();
SQL
