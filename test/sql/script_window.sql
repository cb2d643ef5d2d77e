-- The scanner reads a script through windows of 64 kB. Statements that are longer, and statements that lie across the border at every
-- offset, are split as short ones are: the property is that the same tables with the same comments come out.
SET client_min_messages = warning;
-- a statement of every construct that could be cut in two
\set tail 'CREATE TABLE "wi""n;dow" (a int DEFAULT $x$3;$x$::text::char::int, /* ; /* */ ; */ b text DEFAULT E''\\''ü;''\n''y'', CHECK (a <> 0)); -- ;\nCOMMENT ON TABLE "wi""n;dow" IS U&''\\00fc;''; COPY "wi""n;dow" (b) FROM stdin;\nü;\n\\.\nCREATE FUNCTION one() RETURNS int BEGIN ATOMIC SELECT CASE WHEN 1 = 1 THEN 1 END; END; INSERT INTO "wi""n;dow" VALUES (one());\n'
SELECT octet_length(:'tail') AS bytes \gset
-- builds it behind so many blanks, and tells what came of it
CREATE FUNCTION pg_temp.outcome(padding int, tail text, OUT statements bigint, OUT made text) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM confiture.put('schema/a.sql', repeat(' ', padding) || tail);
    SELECT b.statements INTO statements FROM confiture.build() b;
    EXECUTE $q$SELECT string_agg(concat(a, b), '|' ORDER BY b) || obj_description('"wi""n;dow"'::regclass) || pg_get_expr(adbin, adrelid)
                 FROM "wi""n;dow", pg_attrdef WHERE adrelid = '"wi""n;dow"'::regclass AND adnum = 2 GROUP BY adbin, adrelid$q$ INTO made;
    RAISE 'done';
EXCEPTION WHEN raise_exception THEN
    RETURN;
END $$;
SELECT o.*, count(*) = :bytes + 20 AS every_offset
  FROM generate_series(65536 - :bytes - 10, 65536 + 9) AS padding, pg_temp.outcome(padding, :'tail') o GROUP BY 1, 2;
-- the border of a window that begins in the middle of the file
SELECT o.*, count(*)
  FROM generate_series(65536 - :bytes - 10, 65536 + 9, 7) AS padding,
       pg_temp.outcome(0, 'SELECT 1;' || repeat(' ', padding) || :'tail') o GROUP BY 1, 2;
-- longer than a window, than two, than sixteen, with the error at its end
SELECT o.* FROM unnest(ARRAY[65536, 131072, 1048576]) AS length,
       pg_temp.outcome(0, 'SELECT ' || quote_literal(repeat('ü;', length / 3)) || '; SELECT $$' || repeat(E'\n;', length / 2) || '$$;' || :'tail') o;
SELECT confiture.put('schema/a.sql', 'SELECT 1;' || E'\n' || 'SELECT ' || repeat(E'1,\n', 100000) || 'oops;') AS ok \gset
SELECT path, statements FROM confiture.build();
SELECT confiture.put('schema/a.sql', 'SELECT 1;' || E'\n' || 'SELECT ' || repeat(E'1,\n', 100000) || '''oops;') AS ok \gset
SELECT path, statements FROM confiture.build();
SELECT confiture.put('schema/a.sql', 'SELECT 1;' || E'\n' || 'SELECT ' || repeat('''ü'', ', 100000) || 'oops;') AS ok \gset
SELECT path, statements FROM confiture.build();
