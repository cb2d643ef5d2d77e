-- Archives that load_archive() refuses: in which words, and that nothing of them stays behind.
\pset format unaligned
\pset tuples_only on
\set folder `mktemp -d`
\cd :folder
\! mkdir -p db/schema db/migrations; echo 'CREATE TABLE a ()' > db/schema/a.sql; echo 'CREATE TABLE b ()' > db/schema/b.sql
\set archive `tar -C db -cz schema | base64 -w0`
SELECT * FROM confiture.load_archive(decode(:'archive', 'base64'));
CREATE TABLE before AS SELECT path, content, checksum, loaded_at FROM confiture.source;
\! echo 'CREATE TABLE new ()' > db/schema/a.sql

-- No archive, or not all of one.
SELECT * FROM confiture.load_archive('');
\echo :SQLSTATE
SELECT * FROM confiture.load_archive('CREATE TABLE a ();');
SELECT * FROM confiture.load_archive(NULL);
\set archive `echo 'CREATE TABLE a ()' | gzip -c | base64 -w0`
SELECT * FROM confiture.load_archive(decode(:'archive', 'base64'));
-- The archive of nothing, compressed by xz.
SELECT * FROM confiture.load_archive('\xfd377a585a000004e6d6b446000000001cdf442100000000');
\set archive `tar -C db -c schema | head -c 2560 | base64 -w0`
SELECT * FROM confiture.load_archive(decode(:'archive', 'base64'));
-- What is missing is found at any place; libarchive's own words are left out, since they change with its version.
\set VERBOSITY terse
\set archive `tar -C db -cz schema | head -c -10 | base64 -w0`
SELECT * FROM confiture.load_archive(decode(:'archive', 'base64'));
\set archive `tar -C db -c schema | head -c 1300 | base64 -w0`
SELECT * FROM confiture.load_archive(decode(:'archive', 'base64'));
\set archive `(tar -C db -c schema; echo more) | base64 -w0`
SELECT * FROM confiture.load_archive(decode(:'archive', 'base64'));
SELECT * FROM confiture.load_archive('\x1f8b0800000000000003ffffffff');
\set VERBOSITY default

-- An archive of something else, or of too much.
\set archive `tar -c db | base64 -w0`
SELECT * FROM confiture.load_archive(decode(:'archive', 'base64'));
\set archive `tar -C db/schema -c . | base64 -w0`
SELECT * FROM confiture.load_archive(decode(:'archive', 'base64'));
\set archive `tar -c -T /dev/null | base64 -w0`
SELECT * FROM confiture.load_archive(decode(:'archive', 'base64'));

-- Names that leave the folder, and entries that are no files.
\set archive `tar -C db/migrations -cP ../schema/a.sql | base64 -w0`
SELECT * FROM confiture.load_archive(decode(:'archive', 'base64'));
\echo :SQLSTATE
\set archive `tar -C db -c --transform='s,schema/b,schema/../../b,' schema | base64 -w0`
SELECT * FROM confiture.load_archive(decode(:'archive', 'base64'));
\set archive `tar -C db -cP --transform='s,^,/srv/,' schema | base64 -w0`
SELECT * FROM confiture.load_archive(decode(:'archive', 'base64'));
\! ln -s /etc/passwd db/schema/link.sql
\set archive `tar -C db -c . | base64 -w0`
SELECT * FROM confiture.load_archive(decode(:'archive', 'base64'));
\! rm db/schema/link.sql; ln db/schema/a.sql db/schema/link.sql
\set archive `tar -C db -c --sort=name . | base64 -w0`
SELECT * FROM confiture.load_archive(decode(:'archive', 'base64'));
\! rm db/schema/link.sql; mkfifo db/schema/fifo.sql
\set archive `tar -C db -c . | base64 -w0`
SELECT * FROM confiture.load_archive(decode(:'archive', 'base64'));
\! rm db/schema/fifo.sql
\set archive `tar -C db -c --hard-dereference schema schema/a.sql | base64 -w0`
SELECT * FROM confiture.load_archive(decode(:'archive', 'base64'));
\! touch db/schema/A.sql
\set archive `tar -C db -c . | base64 -w0`
SELECT * FROM confiture.load_archive(decode(:'archive', 'base64'));
\! rm db/schema/A.sql; touch "$(printf 'db/schema/\351.sql')"
\set archive `tar -C db -c . | base64 -w0`
SELECT * FROM confiture.load_archive(decode(:'archive', 'base64'));
\! rm "$(printf 'db/schema/\351.sql')"

-- Texts that are none.
\! printf 'SELECT 1;\n\n\000' > db/schema/b.sql
\set archive `tar -C db -c . | base64 -w0`
SELECT * FROM confiture.load_archive(decode(:'archive', 'base64'));
\echo :SQLSTATE
\! printf 'SELECT 1;\n-- caf\351' > db/schema/b.sql
\set archive `tar -C db -c . | base64 -w0`
SELECT * FROM confiture.load_archive(decode(:'archive', 'base64'));
\! printf '\377\376S\000E\000' > db/schema/b.sql
\set archive `tar -C db -c . | base64 -w0`
SELECT * FROM confiture.load_archive(decode(:'archive', 'base64'));
\! echo 'SELECT 1' > db/schema/b.sql; truncate -s 1M db/schema/b.sql
\set archive `tar -C db -cS . | base64 -w0`
SELECT * FROM confiture.load_archive(decode(:'archive', 'base64'));

-- More than the limits in some hundred kilobytes: 100,000 entries, and 600 MB of zeros.
\set archive `yes db/schema/a.sql | head -n 100000 | tar -c --hard-dereference -T - | gzip -1c | base64 -w0`
SELECT * FROM confiture.load_archive(decode(:'archive', 'base64'));
\echo :SQLSTATE
\! truncate -s 600M db/schema/b.sql
\set archive `tar -C db -c . | gzip -1c | base64 -w0`
SELECT * FROM confiture.load_archive(decode(:'archive', 'base64'));
\echo :SQLSTATE

-- The zeros may also stand beside the source, or behind the end.
SET confiture.archive_size = '8MB';
\! rm db/schema/b.sql; truncate -s 10M db/b
\set archive `tar -C db -cz . | base64 -w0`
SELECT * FROM confiture.load_archive(decode(:'archive', 'base64'));
\! rm db/b
\set archive `(tar -C db -c .; head -c 10M /dev/zero) | gzip -c | base64 -w0`
SELECT * FROM confiture.load_archive(decode(:'archive', 'base64'));
RESET confiture.archive_size;

-- The limits are settings of a superuser, and hold what stays just below.
\set archive `tar -C db -c schema/a.sql migrations | base64 -w0`
SET confiture.archive_files = 1;
SELECT * FROM confiture.load_archive(decode(:'archive', 'base64'));
RESET confiture.archive_files;
SET confiture.archive_size = '1kB';
SELECT * FROM confiture.load_archive(decode(:'archive', 'base64'));
RESET confiture.archive_size;
CREATE ROLE regress_plain;
SET ROLE regress_plain;
SET confiture.archive_size = '1TB';
SET confiture.archive_files = 1000000;
RESET ROLE;
DROP ROLE regress_plain;

-- Nothing has changed.
SELECT path, content, checksum, loaded_at FROM confiture.source EXCEPT TABLE before;
SELECT count(*) FROM confiture.source;

-- What does not exceed the limits comes in.
SET confiture.archive_files = 2;
SET confiture.archive_size = '10kB';
SELECT * FROM confiture.load_archive(decode(:'archive', 'base64'));

\cd /
\setenv FOLDER :folder
\! rm -r "$FOLDER"
