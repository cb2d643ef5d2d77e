-- load_archive() makes the source equal to a tar archive, as a client packs it.
\pset format unaligned
\pset tuples_only on
\set folder `mktemp -d`
\cd :folder

-- Plain or compressed, with or without ./ before the names, in each of tar's formats; other files are left out.
\! mkdir -p db/schema/10_types db/migrations/old db/seeds db/docs
\! echo 'CREATE TYPE é' > db/schema/10_types/é.sql; echo 'CREATE TABLE a ()' > db/schema/2.sql; echo 'CREATE TABLE b ()' > db/schema/10.sql
\! echo 'SELECT 1' | tee db/migrations/1_a.up.sql db/migrations/old/0_a.sql db/seeds/a.sql db/docs/a.md > db/README.sql
\set archive `tar -C db -cz . | base64 -w0`
SELECT * FROM confiture.load_archive(decode(:'archive', 'base64'));
SELECT path, origin, loaded_by = current_user, checksum = encode(sha256(convert_to(content, 'UTF8')), 'hex')
  FROM confiture.source ORDER BY path;
SET client_min_messages = error;
\set archive `tar -C db -c --format=gnu schema migrations seeds | base64 -w0`
SELECT count(*) FROM confiture.load_archive(decode(:'archive', 'base64'));
\set archive `tar -C db -c --format=v7 schema migrations seeds | base64 -w0`
SELECT count(*) FROM confiture.load_archive(decode(:'archive', 'base64'));
\set archive `tar -C db -c --format=ustar schema migrations seeds | base64 -w0`
SELECT count(*) FROM confiture.load_archive(decode(:'archive', 'base64'));
\set archive `tar -C db -cz --format=posix --pax-option=globexthdr.name=x,comment=y schema migrations seeds | base64 -w0`
SELECT count(*) FROM confiture.load_archive(decode(:'archive', 'base64'));
SET client_encoding = 'LATIN1';
SELECT count(*) FROM confiture.load_archive(decode(:'archive', 'base64'));
RESET client_encoding;
RESET client_min_messages;

-- The same archive again is compared with what it brought, and with nothing else: each change since is found.
SET client_min_messages = error;
SELECT change, path FROM confiture.load_archive(decode(:'archive', 'base64'));
BEGIN;
SELECT confiture.remove('seeds/a.sql');
SELECT change, path FROM confiture.load_archive(decode(:'archive', 'base64'));
ROLLBACK;
SELECT length(confiture.put('seeds/a.sql', 'SELECT 2'));
SELECT change, path FROM confiture.load_archive(decode(:'archive', 'base64'));
SELECT change, path FROM confiture.load_archive(decode(:'archive', 'base64'));
\set other `tar -C db -cz schema | base64 -w0`
SELECT change, path FROM confiture.load_archive(decode(:'other', 'base64'), prune => false);
SELECT change, path FROM confiture.load_archive(decode(:'other', 'base64'));
SELECT change, path FROM confiture.load_archive(decode(:'archive', 'base64'));
RESET client_min_messages;

-- Changes are listed in the order of paths. What put() brought stays until a load has brought it too; unpruned, all stays.
SELECT length(confiture.put('schema/own.sql', '')), length(confiture.put('schema/3.sql', ''));
\! cd db; rm schema/2.sql migrations/old/0_a.sql; touch schema/3.sql schema/1.sql; echo 'CREATE TABLE c ()' > schema/10.sql
\set archive `tar -C db -cz . | base64 -w0`
SELECT * FROM confiture.load_archive(decode(:'archive', 'base64'), prune => false);
SELECT path, origin FROM confiture.source ORDER BY path;
SELECT * FROM confiture.load_archive(decode(:'archive', 'base64'));
\! rm db/schema/1.sql db/schema/3.sql
\set archive `tar -C db -cz . | base64 -w0`
SELECT * FROM confiture.load_archive(decode(:'archive', 'base64'));
SELECT path, origin, content FROM confiture.source ORDER BY path;

-- As read under another client encoding: the same texts, the same checksums.
SELECT length(confiture.put('schema/Ω.sql', '-- Ω')), confiture.remove('schema/10_types/é.sql');
SET client_encoding = 'LATIN1';
SELECT count(*) FROM confiture.load_archive(decode(:'archive', 'base64'));
RESET client_encoding;
SELECT path, content, checksum = encode(sha256(convert_to(content, 'UTF8')), 'hex') FROM confiture.source WHERE path ~ '[^ -~]' ORDER BY path;

-- A rename that changes letters only is one.
\! mv db/schema/10_types db/schema/10_Types
\set archive `tar -C db -c . | base64 -w0`
SELECT * FROM confiture.load_archive(decode(:'archive', 'base64'));

-- A byte-order mark and CRLF make no other checksum.
\! printf '\357\273\277CREATE TABLE c ()\r\n' > db/schema/10.sql
\set archive `tar -C db -c . | base64 -w0`
SELECT * FROM confiture.load_archive(decode(:'archive', 'base64'));

-- More than a batch: 1,100 files with all that COPY escapes, and one larger than a batch.
\! mkdir -p many/schema; cd many/schema; for i in $(seq 1100); do printf '%s\t\\\\ \\. \\N\r\n\\.\n\013' $i > $i.sql; done; seq 200000 > large.sql
\set archive `tar -C many -cz . | base64 -w0`
SELECT change, count(*) FROM confiture.load_archive(decode(:'archive', 'base64')) GROUP BY change ORDER BY change;
SELECT count(*), bool_and(content = regexp_replace(path, '\D', '', 'g') || E'\t\\\\ \\. \\N\r\n\\.\n\x0b')
  FROM confiture.source WHERE path ~ '\d\.sql$';
SELECT content = (SELECT string_agg(n || E'\n', '' ORDER BY n) FROM generate_series(1, 200000) n)
  FROM confiture.source WHERE path = 'schema/large.sql';
SELECT count(*) FROM confiture.load_archive(decode(:'archive', 'base64'));
\! cd many/schema; for i in $(seq 1100); do echo $i > $i.sql; done; seq 200001 > large.sql
\set archive `tar -C many -cz . | base64 -w0`
SELECT change, count(*) FROM confiture.load_archive(decode(:'archive', 'base64')) GROUP BY change ORDER BY change;
SELECT count(*) FROM confiture.source WHERE content = regexp_replace(path, '\D', '', 'g') || E'\n';
SELECT length(content) FROM confiture.source WHERE path = 'schema/large.sql';

\cd /
\setenv FOLDER :folder
\! rm -r "$FOLDER"
