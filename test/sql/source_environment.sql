-- Environments choose the files of a build; what they may be, and what is refused.
\pset format unaligned
\pset tuples_only on
CREATE ROLE regress_owner;
CREATE FUNCTION files(environment text) RETURNS SETOF text LANGUAGE sql AS
	'SELECT path FROM confiture.build($1, dry_run => true)';
DO $$ BEGIN
	PERFORM confiture.put(path, 'SELECT 1') FROM unnest('{schema/a.sql,schema/10/b.sql,schema/9/b.sql,schema/9/test/c.sql,seeds/2.sql,
		seeds/10.sql,seeds/test/a.sql}'::text[]) path;
END $$;

-- The one that is always there, and others; schema before seeds, in the order of paths.
SELECT files('default');
SELECT length(confiture.environment_set('all', seed => true));
SELECT files('all');
SELECT length(confiture.environment_set('live', exclude => '{**/test/**,seeds/2.sql}', seed => true));
SELECT files('live');
SELECT length(confiture.environment_set('nine', include => '{schema/9/**,schema/?.sql}'));
SELECT files('nine');
SELECT length(confiture.environment_set(name => 'whole', include => '{**}', exclude => '{}', search_path => '"My App", pg_temp',
	owner => 'regress_owner', seed => true));
SELECT name, include, exclude, search_path, owner, seed, loaded_by = current_user, approved_by FROM confiture.environment ORDER BY name;

-- Each field counts in the checksum, also where one ends and the next begins.
SELECT count(DISTINCT checksum) FROM confiture.environment;
SELECT confiture.environment_set('x', include => '{a,b}') = confiture.environment_set('x', include => '{"a,b"}');
SELECT confiture.environment_set('x', include => '{a,b}') = confiture.environment_set('x', include => '{a}', exclude => '{b}');
SELECT confiture.environment_set('x', search_path => '') = confiture.environment_set('x', search_path => 'pg_temp');
SELECT confiture.environment_set('x', owner => 'regress_owner') = confiture.environment_set('x');
SELECT confiture.environment_set('x', seed => true) = confiture.environment_set('x');
SELECT confiture.environment_set('x') = confiture.environment_set('y');

-- The same again changes nothing; something else takes the approval away.
SELECT confiture.approve('environment:x', checksum) FROM confiture.environment WHERE name = 'x';
SELECT value AS before FROM confiture.generation WHERE name = 'source' \gset
SELECT length(confiture.environment_set('x'));
SELECT value - :before FROM confiture.generation WHERE name = 'source';
SELECT approved_by = current_user FROM confiture.environment WHERE name = 'x';
SELECT length(confiture.environment_set('x', seed => true));
SELECT value > :before FROM confiture.generation WHERE name = 'source';
SELECT approved_by FROM confiture.environment WHERE name = 'x';

-- The one that is always there can be set, and is as it was once its row is gone.
SELECT confiture.schema_checksum() AS before \gset
SELECT length(confiture.environment_set('default', seed => true));
SELECT files('default');
SELECT confiture.schema_checksum() = :'before';
SELECT length(confiture.environment_set('default'));
SELECT confiture.schema_checksum() = :'before';
SELECT confiture.environment_remove('default'), confiture.environment_remove('default'), confiture.environment_remove('y');
SELECT confiture.schema_checksum() = :'before';

-- Refused.
CREATE TABLE before AS TABLE confiture.environment;
SELECT files('lives');
\echo :SQLSTATE
SELECT confiture.schema_checksum('');
SELECT confiture.environment_set('');
\echo :SQLSTATE
SELECT confiture.environment_set(NULL);
SELECT confiture.environment_set('x', include => '{}');
SELECT confiture.environment_set('x', include => NULL);
SELECT confiture.environment_set('x', include => '{a,""}');
SELECT confiture.environment_set('x', exclude => '{NULL}');
SELECT confiture.environment_set('x', search_path => '"$user", public');
SELECT confiture.environment_set('x', search_path => 'a b');
SELECT confiture.environment_set('x', search_path => NULL);
SELECT confiture.environment_set('x', seed => NULL);
SELECT confiture.environment_set('x', owner => 'regress_nobody');
\echo :SQLSTATE
SELECT confiture.environment_remove(NULL);
SELECT confiture.approve('environment:z', '');
\echo :SQLSTATE
SELECT confiture.approve('environment:live', '');
\echo :SQLSTATE
SELECT confiture.approve('schema/z.sql', '');
SELECT confiture.approve('schema/a.sql', 'f');
SELECT confiture.approve('schema/a.sql', NULL);
CREATE ROLE regress_plain;
GRANT USAGE ON SCHEMA confiture TO regress_plain;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA confiture TO regress_plain;
SET ROLE regress_plain;
SELECT confiture.environment_set('y', owner => 'regress_owner');
\echo :SQLSTATE
SELECT confiture.environment_set('x');
SELECT confiture.environment_set('default', seed => true);
SELECT confiture.environment_remove('x');
\echo :SQLSTATE
RESET ROLE;
TABLE confiture.environment EXCEPT TABLE before;
SELECT count(*) FROM confiture.source WHERE approved_by IS NOT NULL;

DROP OWNED BY regress_plain;
DROP ROLE regress_owner, regress_plain;
