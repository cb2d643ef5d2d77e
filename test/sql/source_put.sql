-- put() and remove() change one file; what is kept, and what is refused with nothing left of it.
\pset format unaligned
\pset tuples_only on

-- The checksum is that of the text in UTF-8.
SELECT confiture.put('schema/a.sql', 'CREATE TABLE a ();') = encode(sha256('CREATE TABLE a ();'), 'hex');
SELECT path, content, origin, loaded_at = now(), loaded_by = current_user, approved_by FROM confiture.source;
SELECT confiture.put(path => './schema//é.sql', content => '-- é') = encode(sha256(convert_to('-- é', 'UTF8')), 'hex');
SELECT length(confiture.put('schema/empty.sql', ''));
SELECT path, content FROM confiture.source ORDER BY path;
SELECT confiture.remove('./schema/empty.sql'), confiture.remove('schema/empty.sql');

-- A byte-order mark goes; line ends stay, since literals may hold them, and count for nothing in the checksum.
SELECT confiture.put('schema/mark.sql', U&'\FEFFSELECT 1;') = confiture.put('schema/none.sql', 'SELECT 1;');
SELECT confiture.put('schema/crlf.sql', E'SELECT\r\n1;\r\n') = confiture.put('schema/lf.sql', E'SELECT\n1;\n');
SELECT path, to_json(content) FROM confiture.source WHERE content LIKE 'SELECT%' ORDER BY path;
SELECT confiture.put('schema/cr.sql', E'SELECT\r1;\r') = confiture.put('schema/lf.sql', E'SELECT\n1;\n');

-- A client's encoding changes nothing: é is one byte there.
SET client_encoding = 'LATIN1';
SELECT confiture.put(U&'schema/\00e9.sql', U&'-- \00e9\00e9') = encode(sha256(convert_to(U&'-- \00e9\00e9', 'UTF8')), 'hex');
RESET client_encoding;
SELECT path, content FROM confiture.source WHERE path LIKE '%é%';

-- Unchanged text keeps who loaded and approved it, changed text does not; either way the numbers that tell sessions of it grow with changes only.
CREATE ROLE regress_writer SUPERUSER;
SELECT confiture.approve('schema/a.sql', checksum) FROM confiture.source WHERE path = 'schema/a.sql';
SELECT value AS before FROM confiture.generation WHERE name = 'source' \gset
SET ROLE regress_writer;
SELECT length(confiture.put('schema/a.sql', 'CREATE TABLE a ();'));
RESET ROLE;
SELECT value - :before FROM confiture.generation WHERE name = 'source';
SELECT loaded_by = current_user, approved_by = current_user FROM confiture.source WHERE path = 'schema/a.sql';
SET ROLE regress_writer;
SELECT length(confiture.put('schema/a.sql', 'CREATE TABLE a (b int);'));
RESET ROLE;
SELECT value > :before FROM confiture.generation WHERE name = 'source';
SELECT loaded_by, approved_by IS NULL FROM confiture.source WHERE path = 'schema/a.sql';

-- A text of megabytes comes back as it was.
SELECT length(confiture.put('seeds/large.sql', repeat(E'-- \\ é\t\n', 400000)));
SELECT content = repeat(E'-- \\ é\t\n', 400000), checksum = encode(sha256(convert_to(content, 'UTF8')), 'hex')
  FROM confiture.source WHERE path = 'seeds/large.sql';
SELECT length(confiture.put('seeds/large.sql', repeat('-- larger', 400000)));
SELECT content = repeat('-- larger', 400000) FROM confiture.source WHERE path = 'seeds/large.sql';

-- Refused: what belongs to no area of a project, and what is no path in it.
SELECT count(*) AS before FROM confiture.source \gset
SELECT confiture.put('a.sql', '');
SELECT confiture.put('schema/a.txt', '');
SELECT confiture.put('migrations/old/1_a.sql', '');
SELECT confiture.put('', '');
SELECT confiture.put('/schema/a.sql', '');
SELECT confiture.put('schema/../a.sql', '');
SELECT confiture.put('schema\a.sql', '');
SELECT confiture.put(E'schema/a\n.sql', '');
SELECT confiture.put('schema/A.sql', '');
SELECT confiture.put(NULL, '');
SELECT confiture.put('schema/b.sql', NULL);
SELECT confiture.remove(NULL);
SELECT confiture.remove('../a.sql');
\echo :SQLSTATE
SELECT count(*) = :before FROM confiture.source;

-- Refused where nothing may be written.
BEGIN READ ONLY;
SELECT confiture.put('schema/b.sql', '');
ROLLBACK;
BEGIN READ ONLY;
SELECT confiture.remove('schema/a.sql');
ROLLBACK;
BEGIN READ ONLY;
SELECT confiture.approve('schema/a.sql', '');
ROLLBACK;
BEGIN READ ONLY;
SELECT * FROM confiture.load('/nowhere');
ROLLBACK;
BEGIN READ ONLY;
SELECT * FROM confiture.load_archive('');
ROLLBACK;
BEGIN READ ONLY;
SELECT confiture.environment_set('test');
ROLLBACK;
BEGIN READ ONLY;
SELECT confiture.environment_remove('test');
ROLLBACK;

-- A transaction that is rolled back leaves nothing.
BEGIN;
SELECT length(confiture.put('schema/b.sql', ''));
SELECT confiture.remove('schema/a.sql');
ROLLBACK;
SELECT count(*) = :before FROM confiture.source;

-- Statements that carry a password draw a warning, once: unchanged text says nothing. Text that can't be parsed may be kept.
\set secrets 'CREATE TABLE account (password text);\n\nCREATE ROLE a PASSWORD \'x\';\n\n  ALTER ROLE b\nPassword \'y\';'
SELECT length(confiture.put('schema/secret.sql', :'secrets'));
SELECT length(confiture.put('schema/secret.sql', :'secrets'));
SELECT length(confiture.put('schema/secret.sql', 'CREATE USER MAPPING FOR a SERVER b OPTIONS (user ''c'', password ''d'')'));
SELECT length(confiture.put('schema/secret.sql', 'CREATE SUBSCRIPTION a CONNECTION ''host=b password=c'' PUBLICATION d'));
SELECT length(confiture.put('schema/secret.sql', 'CREATE TABLE account (password text); SELECT '' password'));
SELECT length(confiture.put('schema/secret.sql', E'COPY account (password) FROM stdin;\nCREATE ROLE a PASSWORD x\n'));
SELECT origin, content FROM confiture.source WHERE path = 'schema/secret.sql';

DROP ROLE regress_writer;
