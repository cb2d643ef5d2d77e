#!/usr/bin/env bash
# Shows the example in psql, on the server that PGHOST and PGPORT name, as a superuser; drops what it made.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

databases='club club_built club_branch'
. ../demo.bash

heading '1. The files have changed'
createdb club
show club <<'SQL'
CREATE EXTENSION confiture;
\set db `tar -C db -cz . | base64 -w0`
SELECT change, count(*) AS files FROM confiture.load_archive(decode(:'db', 'base64')) GROUP BY change;
SELECT path, statements FROM confiture.build();
INSERT INTO member (name, email) SELECT 'Member ' || i, 'm' || i || '@club.example' FROM generate_series(1, 1000) AS i;
INSERT INTO payment (member_id, cents, paid_on) SELECT i, 2500, '2024-01-31' FROM generate_series(1, 1000) AS i;

\set next `tar -C next -cz . | base64 -w0`
SELECT change, count(*) AS files FROM confiture.load_archive(decode(:'next', 'base64')) GROUP BY change;
SELECT statement, hazards FROM confiture.diff() ORDER BY step;
SQL

heading '2. To there, while the club goes on'
show club <<'SQL'
SELECT statement, transactional, hazards FROM confiture.diff(online => true) ORDER BY step;

-- These statements are the migration.
SELECT confiture.put('migrations/001_grow.up.sql', string_agg(statement || E';\n', '' ORDER BY step)) IS NOT NULL AS saved
FROM confiture.diff(online => true);

SELECT oid, pg_relation_filenode(oid) AS file INTO TEMPORARY was FROM pg_class WHERE relname IN ('member', 'payment');
CALL confiture.migrate();
SELECT count(*) AS written_again FROM was WHERE pg_relation_filenode(oid) <> file;
SELECT action, version, outcome, statements > 10 AS in_many_steps FROM confiture.history ORDER BY id;
SELECT count(*) AS still_to_do FROM confiture.diff() WHERE statement IS NOT NULL;
SELECT (SELECT count(*) FROM member) AS members, (SELECT count(*) FROM payment) AS payments;
SQL

heading '3. The same as if it had been built so'
createdb club_built
show club_built <<'SQL'
CREATE EXTENSION confiture;
\set next `tar -C next -cz . | base64 -w0`
SELECT count(*) AS files FROM confiture.load_archive(decode(:'next', 'base64'));
SELECT count(*) AS files FROM confiture.build();
SQL
[ "$(psql -XAtd club -c 'SELECT confiture.fingerprint()')" = "$(psql -XAtd club_built -c 'SELECT confiture.fingerprint()')" ]
echo 'Both have the same fingerprint.'

heading '4. A change as files, there and back'
show club <<'SQL'
SELECT confiture.put('schema/40_trophy.sql', 'CREATE TABLE trophy (trophy_id integer PRIMARY KEY, won_on date, member_id bigint REFERENCES member);') IS NOT NULL AS put;
SELECT path, content FROM confiture.generate('trophies', save => true);
SELECT version, name, statements FROM confiture.migrate_up();
SELECT version, name, statements FROM confiture.migrate_down();
SELECT to_regclass('trophy') IS NULL AS gone;
SQL

heading '5. At once, in a database of your own'
createdb club_branch
show_refusal ZF081 club_branch <<'SQL'
CREATE EXTENSION confiture;
\set next `tar -C next -cz . | base64 -w0`
SELECT count(*) AS files FROM confiture.load_archive(decode(:'next', 'base64'));
SELECT count(*) AS files FROM confiture.build();
SELECT confiture.put('schema/50_no_fax.sql', 'ALTER TABLE member DROP COLUMN fax;') IS NOT NULL AS put;
CALL confiture.sync_schema();
\echo SQLSTATE :LAST_ERROR_SQLSTATE

SELECT fingerprint FROM confiture.diff() LIMIT 1 \gset
CALL confiture.sync_schema(allow => '{deletes_data,breaks_clients,irreversible}', fingerprint => :'fingerprint');
SELECT count(*) AS fax FROM information_schema.columns WHERE table_name = 'member' AND column_name = 'fax';
SQL
