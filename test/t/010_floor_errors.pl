# Errors cross between the server and C++, both ways, with nothing lost; exceptions of every kind become proper errors.
use strict;
use warnings;

use GroundFloor;
use Test::More;

my $node = new_floor('errors');

$node->safe_psql('postgres', <<'SQL');
CREATE SCHEMA shop;
CREATE TABLE shop.article (id integer PRIMARY KEY, name text NOT NULL, price numeric CONSTRAINT not_free CHECK (price > 0));
CREATE TABLE shop.sold (article integer CONSTRAINT of_article REFERENCES shop.article);
CREATE DOMAIN shop.size AS integer CONSTRAINT small CHECK (value < 10);
INSERT INTO shop.article VALUES (1, 'one', 1);
CREATE FUNCTION shop.all_fields() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'ZZ123', MESSAGE = '50% of "é"', DETAIL = E'Detail of\ntwo lines.', HINT = 'Its hint.',
        SCHEMA = 'a schema', TABLE = 'a table', COLUMN = 'a column', DATATYPE = 'a type', CONSTRAINT = 'a constraint';
END $$;
CREATE FUNCTION shop.inner_query() RETURNS void LANGUAGE plpgsql AS 'BEGIN PERFORM nothing FROM shop.article; END';
CREATE FUNCTION shop.outer_query() RETURNS void LANGUAGE sql AS 'SELECT shop.inner_query()';
CREATE ROLE guest;
SQL

# Each of these says through C++ what it says through PL/pgSQL, but for the line of PL/pgSQL itself.
my %failing = (
	'a unique constraint'         => q{INSERT INTO shop.article VALUES (1, 'two', 2)},
	'a null'                      => q{INSERT INTO shop.article VALUES (2, NULL, 2)},
	'a check'                     => q{INSERT INTO shop.article VALUES (2, 'two', -2)},
	'a foreign key'               => q{INSERT INTO shop.sold VALUES (7)},
	'a domain'                    => q{SELECT 11::shop.size},
	'a syntax error'              => q{SELECT 'é', FROM},
	'a name that does not exist'  => q{SELECT 'é', nothing FROM shop.article},
	'an error with all fields'    => q{SELECT shop.all_fields()},
	'a query of a function'       => q{SELECT shop.outer_query()},
	'a conversion'                => q{SELECT 'x'::integer},
	'a cast inside JSON'          => q{SELECT '{"a": x}'::json},
	'a right that is missing'     => q{SET LOCAL ROLE guest; SELECT * FROM shop.article},
	'an internal error'           => q{SELECT * FROM pg_catalog.pg_read_file('/nowhere')},
	'an error without a message'  => q{DO $do$ BEGIN RAISE EXCEPTION USING MESSAGE = ''; END $do$});

for my $what (sort keys %failing)
{
	my $expected = located_complaint($node, "DO \$test\$ BEGIN EXECUTE \$sql\$$failing{$what}\$sql\$; END \$test\$;");
	$expected =~ s/^(?:CONTEXT:  )?PL\/pgSQL function inline_code_block line 1 at EXECUTE\n(?=LOCATION|\w+ NAME)//m
	  or fail("PL/pgSQL reports $what");
	like($expected, qr/^ERROR:  \w{5}: /, "the server reports $what");
	is(located_complaint($node, "SELECT ground_pass(\$sql\$$failing{$what}\$sql\$);"), $expected, "through C++ it reports $what alike");
}

is(located_complaint($node, q{SELECT ground_pass_late('SELECT shop.all_fields()')}),
	located_complaint($node, q{SELECT ground_pass('SELECT shop.all_fields()')}), 'other errors caught meanwhile change nothing of it');

# The deeper it comes from, the more lines the context has; the rest stays.
my $twice = complaint($node, q{SELECT ground_pass($$SELECT ground_pass('SELECT shop.all_fields()')$$);});
is($twice, <<'END', 'an error crosses twice with nothing lost');
ERROR:  ZZ123: 50% of "é"
DETAIL:  Detail of
two lines.
HINT:  Its hint.
CONTEXT:  PL/pgSQL function shop.all_fields() line 3 at RAISE
SQL statement "SELECT shop.all_fields()"
SQL statement "SELECT ground_pass('SELECT shop.all_fields()')"
SCHEMA NAME:  a schema
TABLE NAME:  a table
COLUMN NAME:  a column
DATATYPE NAME:  a type
CONSTRAINT NAME:  a constraint
END

# psql shows neither of these; a difference between the two would be a field that the way back forgets.
my $fields = ask($node, 'SELECT * FROM ground_fields()');
is($fields =~ s/^((?:context_)?domain)\|.+$/$1|(a domain)/mgr, <<'END' =~ s/\n\z//r, 'C++ sees every field of a server error');
sqlstate|23514
message|message, 100% of it
detail|Its detail.
detail_log|Its detail for the log.
hint|Its hint.
context|its context
backtrace|some
schema_name|its schema
table_name|its table
column_name|its column
datatype_name|its type
constraint_name|its constraint
internal_query|its query
cursor_position|5
internal_position|3
saved_errno|2
output_to_server|1
output_to_client|1
hide_statement|1
hide_context|1
line|some
function|raise_with_every_field
domain|(a domain)
context_domain|(a domain)
END
is(ask($node, 'SELECT * FROM ground_fields_again()'), $fields, 'and gives every one of them back');

is(complaint($node, q{SELECT ground_annotate('SELECT 1 +')}), <<'END', 'an error can be given context on its way');
ERROR:  42601: syntax error at end of input
LINE 1: SELECT 1 +
                  ^
QUERY:  SELECT 1 +
CONTEXT:  a line of context
END

# What C++ throws.
my %thrown = (
	'problem' => <<'END',
ERROR:  ZF030: message of the problem
LINE 1: SELECT 'é', x
                    ^
DETAIL:  Its detail.
HINT:  Its hint.
QUERY:  SELECT 'é', x
CONTEXT:  its context
END
	'bare problem'   => "ERROR:  22023: nothing but a message\n",
	'bad_alloc'      => "ERROR:  53200: out of memory\n",
	'too large'      => "ERROR:  53200: out of memory\n",
	'length_error'   => qr/^ERROR:  ZF000: basic_string::\w+\n$/,
	'out_of_range'   => qr/^ERROR:  ZF000: basic_string::at.*\n$/,
	'logic_error'    => qq{ERROR:  ZF000: 100% of "this" is kept\n},
	'empty message'  => "ERROR:  ZF000: \n",
	'number'         => "ERROR:  ZF000: an exception of an unknown type was thrown\n",
	'text'           => "ERROR:  ZF000: an exception of an unknown type was thrown\n",
	'type of nobody' => "ERROR:  ZF000: an exception of an unknown type was thrown\n");

for my $kind (sort keys %thrown)
{
	my $said = complaint($node, "SELECT ground_throw('$kind')");
	if (ref $thrown{$kind}) { like($said, $thrown{$kind}, "exception \"$kind\" is a proper error") }
	else                    { is($said, $thrown{$kind}, "exception \"$kind\" is a proper error") }
}
like(complaint($node, q{DO $$ BEGIN PERFORM ground_throw('problem'); END $$}),
	qr/^CONTEXT:  its context\nSQL statement "SELECT ground_throw\('problem'\)"\nPL\/pgSQL function inline_code_block line 1 at PERFORM$/m,
	'the context of the caller follows that of the exception');

# An error is a value, too.
is(ask($node, q{SELECT string_agg(field || '=' || value, ' ' ORDER BY field) FROM ground_attempt('INSERT INTO shop.article VALUES (1, $$x$$, 1)')
	WHERE value <> '' AND field IN ('sqlstate', 'constraint_name', 'table_name', 'detail')}),
	'constraint_name=article_pkey detail=Key (id)=(1) already exists. sqlstate=23505 table_name=article', 'attempt() gives the error to its caller');
is(ask($node, q{SELECT count(*) FROM ground_attempt('SELECT 1')}), '0', 'attempt() gives none where none was');

# The session goes on after each, and a subtransaction of SQL can catch each.
is(ask($node, <<'SQL'), 'ZF030 22023 53200 ZF000', 'SQL catches what C++ throws');
DO $$
DECLARE kind text; states text = '';
BEGIN
    FOREACH kind IN ARRAY ARRAY['problem', 'bare problem', 'bad_alloc', 'number'] LOOP
        BEGIN
            PERFORM ground_throw(kind);
        EXCEPTION WHEN OTHERS THEN states = concat_ws(' ', NULLIF(states, ''), SQLSTATE);
        END;
    END LOOP;
    PERFORM set_config('test.states', states, false);
END $$;
SELECT current_setting('test.states');
SQL

log_is_clean($node);
done_testing();
