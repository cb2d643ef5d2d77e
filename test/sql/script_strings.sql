-- A file that turns standard_conforming_strings off is read as psql reads it; up to version 18, since later servers have no such strings.
SELECT current_setting('server_version_num')::int < 190000 AS has_them \gset
\if :has_them
SET escape_string_warning = off;
SELECT confiture.put('schema/a.sql', $file$
SET escape_string_warning = off;
CREATE TABLE t (n int, a text);
INSERT INTO t VALUES (1, 'on\'); SET standard_conforming_strings = off; INSERT INTO t VALUES (2, 'it\'s; off'), (3, '\\');
SET standard_conforming_strings = on; INSERT INTO t VALUES (4, 'on\');
SET standard_conforming_strings = off;
$file$), confiture.put('schema/b.sql', $file$INSERT INTO t VALUES (5, 'on\');
$file$) \g /dev/null
BEGIN;
SELECT path, statements FROM confiture.build();
SELECT * FROM t ORDER BY n;
SHOW standard_conforming_strings;
ROLLBACK;
-- build_script() reads it alike
SELECT regexp_replace(confiture.build_script(), '\nDO \$confiture\$.*?END \$confiture\$;', '', 'g') AS script \gset
\echo :script
\endif
