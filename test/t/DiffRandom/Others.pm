# Random edits of what stands outside of tables: schemas, extensions, foreign servers, text search, operators, casts and their like.
package DiffRandom::Others;

use strict;
use warnings;

use DiffRandom::Words;

our %edits = (
	'schema|add'     => sub { return 'CREATE SCHEMA ' . name('h') },
	'schema|drop'    => sub { return 'DROP SCHEMA ' . one('schema', sub { $_[0]{name} ne 'public' })->{name} . any_of('', ' CASCADE') },
	'extension|add'  => sub { return 'CREATE EXTENSION ' . any_of(qw(lo citext hstore tcn intagg)) . ' SCHEMA ' . schema() },
	'extension|schema' => sub { return 'ALTER EXTENSION ' . one('extension', sub { $_[0]{name} ne 'confiture' })->{name} . ' SET SCHEMA ' . schema() },

	'default acl|add' => sub { return 'ALTER DEFAULT PRIVILEGES ' . for_whom() . 'GRANT' . any_of(' SELECT ON TABLES', ' ALL ON TABLES', ' EXECUTE ON FUNCTIONS', ' USAGE ON SEQUENCES', ' USAGE ON TYPES') . ' TO ' . role() },
	'default acl|drop' => sub { my $one = one('default acl'); my $in = defined $one->{plain} && $one->{plain} ne '-' ? "IN SCHEMA $one->{plain} " : ''; my %of = (r => 'TABLES', f => 'FUNCTIONS', S => 'SEQUENCES', T => 'TYPES', n => 'SCHEMAS');
		return join '; ', map { "ALTER DEFAULT PRIVILEGES FOR ROLE $one->{relation} ${in}REVOKE ALL ON $of{ $one->{detail} } FROM $_" } qw(regress_diff_owner regress_diff_reader regress_diff_writer) },
	'default acl|revoked' => sub { return 'ALTER DEFAULT PRIVILEGES ' . any_of('', 'FOR ROLE ' . role() . ' ') . 'REVOKE ' . any_of('EXECUTE ON FUNCTIONS', 'USAGE ON TYPES') . ' FROM PUBLIC' },

	'foreign data wrapper|add'     => sub { return 'CREATE FOREIGN DATA WRAPPER ' . name('w') . any_of('', " OPTIONS (a '1')") },
	'foreign data wrapper|options' => sub { return 'ALTER FOREIGN DATA WRAPPER ' . one('foreign data wrapper')->{name} . options() },
	'server|add'      => sub { return 'CREATE SERVER ' . name('z') . any_of('', " TYPE 'kind'", " VERSION '1'") . ' FOREIGN DATA WRAPPER ' . one('foreign data wrapper')->{name} . any_of('', " OPTIONS (host 'far.example.org')") },
	'server|options'  => sub { return 'ALTER SERVER ' . one('server')->{name} . options() },
	'server|version'  => sub { return 'ALTER SERVER ' . one('server')->{name} . " VERSION '" . number(30) . "'" },
	'user mapping|add'     => sub { return 'CREATE USER MAPPING FOR ' . any_of('PUBLIC', role()) . ' SERVER ' . one('server')->{name} . any_of('', " OPTIONS (a 'one')") },
	'user mapping|options' => sub { my $one = one('user mapping'); return "ALTER USER MAPPING FOR $one->{plain} SERVER $one->{relation}" . options() },
	'user mapping|drop'    => sub { my $one = one('user mapping'); return "DROP USER MAPPING FOR $one->{plain} SERVER $one->{relation}" },
	'foreign table|add'      => sub { return 'CREATE FOREIGN TABLE ' . new_name('e') . ' (a ' . type_name() . any_of('', ' NOT NULL', ' DEFAULT NULL', " OPTIONS (n 'x')") . ', b text) SERVER ' . one('server')->{name} . any_of('', " OPTIONS (a 'far')") },
	'foreign table|options'  => sub { return 'ALTER FOREIGN TABLE ' . one('foreign table')->{name} . options() },
	'foreign table|server'   => sub { my $one = one('foreign table'); return "DROP FOREIGN TABLE $one->{name} CASCADE; CREATE FOREIGN TABLE $one->{name} (a integer, c text) SERVER " . one('server')->{name} },
	'foreign table|partition_of' => sub { my $parent = table_like('p', sub { $_[0]{strategy} eq 'l' }); return 'CREATE FOREIGN TABLE ' . new_name('e') . " PARTITION OF $parent->{name} FOR VALUES IN (" . (300 + number(50)) . ') SERVER ' . one('server')->{name} },
	'foreign table|check'    => sub { return 'ALTER FOREIGN TABLE ' . one('foreign table')->{name} . ' ADD CHECK (' . number(9) . ' > 0)' },
	'foreign table column|add'  => sub { return 'ALTER FOREIGN TABLE ' . one('foreign table')->{name} . ' ADD COLUMN ' . name('c') . ' ' . type_name() },
	'foreign table column|drop' => sub { my $column = far_column(); return "ALTER FOREIGN TABLE $column->{relation} DROP COLUMN $column->{name} CASCADE" },
	'foreign table column|type' => sub { my $column = far_column(); return "ALTER FOREIGN TABLE $column->{relation} ALTER COLUMN $column->{name} TYPE " . type_name() },
	'foreign table column|foreign_options' => sub { my $column = far_column(); return "ALTER FOREIGN TABLE $column->{relation} ALTER COLUMN $column->{name}" . options() },
	'foreign table column|not_null' => sub { my $column = far_column(); return "ALTER FOREIGN TABLE $column->{relation} ALTER COLUMN $column->{name} " . (is_on($column->{not_null}) ? 'DROP' : 'SET') . ' NOT NULL' },

	'text search dictionary|add'     => sub { return 'CREATE TEXT SEARCH DICTIONARY ' . new_name('d') . ' (TEMPLATE = ' . any_of('pg_catalog.simple', 'pg_catalog.simple', map { $_->{name} } all('text search template')) . any_of('', ', STOPWORDS = english') . ')' },
	'text search dictionary|options' => sub { return 'ALTER TEXT SEARCH DICTIONARY ' . one('text search dictionary')->{name} . any_of(' (Accept = false)', ' (StopWords = english)', ' (Accept)', ' (StopWords)') },
	'text search configuration|add'  => sub { return 'CREATE TEXT SEARCH CONFIGURATION ' . new_name('n') . any_of(' (COPY = pg_catalog.english)', ' (PARSER = pg_catalog."default")', map { " (COPY = $_->{name})" } all('text search configuration')) },
	'text search configuration|mappings' => sub { return 'ALTER TEXT SEARCH CONFIGURATION ' . one('text search configuration')->{name} . any_of(' ADD', ' ALTER', ' ALTER') . ' MAPPING FOR ' . any_of(qw(word asciiword email url)) . ' WITH ' . one('text search dictionary')->{name} . any_of('', ', pg_catalog.simple') },
	'text search configuration|mapping dropped' => sub { return 'ALTER TEXT SEARCH CONFIGURATION ' . one('text search configuration')->{name} . ' DROP MAPPING IF EXISTS FOR ' . any_of(qw(word asciiword email url int)) },
	'text search parser|add'    => sub { return 'CREATE TEXT SEARCH PARSER ' . new_name('r') . ' (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype' . any_of('', ', HEADLINE = prsd_headline') . ')' },
	'text search template|add'  => sub { return 'CREATE TEXT SEARCH TEMPLATE ' . new_name('l') . ' (INIT = dsimple_init, LEXIZE = dsimple_lexize)' },

	'collation|add'        => sub { return 'CREATE COLLATION ' . new_name('l') . collation() },
	'collation|definition' => sub { my $one = one('collation'); return "DROP COLLATION $one->{name} CASCADE; CREATE COLLATION $one->{name}" . collation() },
	'conversion|add'       => sub { return 'CREATE CONVERSION ' . new_name('n') . any_of(" FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8", " FOR 'UTF8' TO 'LATIN1' FROM utf8_to_iso8859_1", " FOR 'LATIN2' TO 'UTF8' FROM iso8859_to_utf8") },
	'language|add'         => sub { return 'CREATE ' . any_of('', 'TRUSTED ') . 'LANGUAGE ' . name('l') . ' HANDLER plpgsql_call_handler' . any_of('', ' INLINE plpgsql_inline_handler VALIDATOR plpgsql_validator') },
	'transform|add'        => sub { return 'CREATE TRANSFORM FOR ' . any_of(qw(integer)) . ' LANGUAGE ' . any_of('sql', 'plpgsql', map { $_->{name} } all('language')) . any_of(' (TO SQL WITH FUNCTION int4recv(internal))', ' (FROM SQL WITH FUNCTION prsd_lextype(internal), TO SQL WITH FUNCTION int4recv(internal))') },
	'access method|add'    => sub { return 'CREATE ACCESS METHOD ' . name('m') . any_of(' TYPE TABLE HANDLER heap_tableam_handler', ' TYPE INDEX HANDLER bthandler') },

	'cast|add'             => sub { my ($from, $to) = (one(any_of('enum', 'composite', 'domain'))->{name}, any_of('text', 'integer', 'jsonb', map { $_->{name} } all('composite'))); return "CREATE CAST ($from AS $to) WITH INOUT" . any_of('', ' AS ASSIGNMENT', ' AS IMPLICIT') },
	'cast|context'         => sub { my $one = one('cast'); return "DROP CAST $one->{name}; CREATE CAST $one->{name} WITH INOUT" . any_of('', ' AS ASSIGNMENT') },
	'operator|add'         => sub { return 'CREATE OPERATOR ' . schema() . '.' . any_of('+++', '<#>', '@@@@', '==>') . ' (' . any_of('LEFTARG = integer, RIGHTARG = integer, FUNCTION = int4pl', 'LEFTARG = text, RIGHTARG = text, FUNCTION = textcat', 'LEFTARG = integer, RIGHTARG = integer, FUNCTION = int4eq, RESTRICT = eqsel, JOIN = eqjoinsel', map { "RIGHTARG = " . $_->{arguments} =~ s/^\w+ (?=\w)//r . ", FUNCTION = $_->{called}" } all('function', sub { $_[0]{count} == 1 && $_[0]{arguments} =~ /^(integer|text)$/ })) . ')' },
	'operator|restrict'    => sub { my $one = one('operator', sub { $_[0]{name} =~ /integer,integer/ }); return "ALTER OPERATOR $one->{name} SET (RESTRICT = " . any_of('NONE', 'eqsel', 'neqsel') . ', JOIN = ' . any_of('NONE', 'eqjoinsel') . ')' },
	'operator class|add'   => sub { return 'CREATE OPERATOR CLASS ' . new_name('o') . ' FOR TYPE ' . any_of('integer USING btree AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(integer, integer)', 'text USING hash AS OPERATOR 1 =, FUNCTION 1 hashtext(text)') },
	'operator family|add'  => sub { return 'CREATE OPERATOR FAMILY ' . new_name('f') . ' USING ' . any_of(qw(btree hash)) },
	'operator family|members' => sub { my $one = one('operator family', sub { $_[0]{name} =~ /USING btree/ }); return "ALTER OPERATOR FAMILY $one->{name} " . any_of('ADD OPERATOR 1 < (integer, bigint)', 'ADD OPERATOR 3 = (integer, bigint), FUNCTION 1 (integer, bigint) btint48cmp(integer, bigint)', 'DROP OPERATOR 1 (integer, bigint)', 'DROP OPERATOR 3 (integer, bigint)') },

	'event trigger|add'     => sub { return 'CREATE EVENT TRIGGER ' . name('v') . ' ON ' . any_of("ddl_command_end WHEN TAG IN ('CREATE TABLE', 'ALTER TABLE')", 'sql_drop', 'ddl_command_start') . ' EXECUTE FUNCTION ' . event_function() . '()' },
	'function|add for event triggers' => sub { return 'CREATE FUNCTION ' . new_name('f') . "() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN NULL; END'" },
	'event trigger|enabled' => sub { return 'ALTER EVENT TRIGGER ' . one('event trigger')->{name} . ' ' . any_of('DISABLE', 'ENABLE', 'ENABLE REPLICA', 'ENABLE ALWAYS') },
	'event trigger|tags'    => sub { my $one = one('event trigger'); return "DROP EVENT TRIGGER $one->{name}; CREATE EVENT TRIGGER $one->{name} ON ddl_command_end" . any_of('', " WHEN TAG IN ('DROP TABLE')") . ' EXECUTE FUNCTION ' . event_function() . '()' },

	'subscription|add'          => sub { return 'CREATE SUBSCRIPTION ' . name('u') . " CONNECTION 'host=far.example.org' PUBLICATION one WITH (connect = false, slot_name = NONE" . any_of('', ', binary = true', ', streaming = true') . ')' },
	'subscription|connection'   => sub { return 'ALTER SUBSCRIPTION ' . one('subscription')->{name} . " CONNECTION 'host=far.example.org port=" . (5000 + number(900)) . "'" },
	'subscription|publications' => sub { return 'ALTER SUBSCRIPTION ' . one('subscription')->{name} . ' SET PUBLICATION ' . any_of('two', 'one, two', 'three') . ' WITH (refresh = false)' },
	'subscription|options'      => sub { return 'ALTER SUBSCRIPTION ' . one('subscription')->{name} . ' SET (' . any_of('binary = true', 'binary = false', "synchronous_commit = 'local'", 'disable_on_error = true') . ')' },
);

sub for_whom { return (chance(0.5) ? 'FOR ROLE ' . role() . ' ' : '') . (chance(0.5) ? 'IN SCHEMA ' . schema() . ' ' : '') }

sub options { return ' OPTIONS (' . any_of("ADD a '" . number(9) . "'", "SET a '" . number(99) . "'", 'DROP a', "ADD \"B b\" 'it''s'", "ADD c 'x', ADD d 'y'") . ')' }

sub collation { return any_of(q{ (LOCALE = 'C')}, q{ (LOCALE = 'POSIX')}, q{ (LC_COLLATE = 'C', LC_CTYPE = 'POSIX')}, ' FROM "C"') }

sub event_function
{
	my @functions = all('function', sub { $_[0]{result} eq 'event_trigger' });
	return @functions ? any_of(@functions)->{called} : nothing('function|add for event triggers');
}

sub far_column { return one('foreign table column', sub { is_on($_[0]{own}) }) }

1;
