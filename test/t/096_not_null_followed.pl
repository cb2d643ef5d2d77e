# What migrations do to NOT NULL constraints, which have a life of their own from server 18 on, is followed, and derived downs undo it.
use strict;
use warnings;

use FindBin qw($RealBin);
use lib $RealBin;
use PostgreSQL::Test::Utils;
use Rights;
use Test::More;

my @migrations = (
	'ALTER TABLE t RENAME CONSTRAINT one TO two',
	q{COMMENT ON CONSTRAINT two ON t IS 'hm'},
	'ALTER TABLE t ALTER CONSTRAINT two NO INHERIT',
	'ALTER TABLE t ADD CONSTRAINT three NOT NULL b NOT VALID',
	'ALTER TABLE t VALIDATE CONSTRAINT three',
	'ALTER TABLE t ADD COLUMN c integer CONSTRAINT four NOT NULL; ALTER TABLE p ADD COLUMN b integer NOT NULL',
	q{ALTER DOMAIN d RENAME CONSTRAINT one TO two; COMMENT ON CONSTRAINT two ON DOMAIN d IS 'hm'},
	'ALTER TABLE t ALTER a DROP NOT NULL; ALTER TABLE p RENAME CONSTRAINT p_a_not_null TO two',
	q{COMMENT ON CONSTRAINT three ON t IS 'hm'});

my $node = new_server('not_null');
my $major = answer($node, 'postgres', 'postgres', q{SELECT current_setting('server_version_num')::integer / 10000});
plan skip_all => 'NOT NULL is a flag of its column' if $major < 18;

sub ask { return answer($node, 'postgres', 'shop', @_) }
sub is_followed { return ask('SELECT fingerprint_after = confiture.fingerprint() FROM confiture.history ORDER BY id DESC LIMIT 1') }

new_database($node, 'shop');
ask(q{CREATE TABLE t (a integer CONSTRAINT one NOT NULL, b integer); CREATE TABLE p (a integer NOT NULL) PARTITION BY LIST (a);
	CREATE TABLE p1 PARTITION OF p DEFAULT; CREATE DOMAIN d AS integer CONSTRAINT one NOT NULL});
for my $number (1 .. @migrations)
{
	ask("SELECT FROM confiture.put('migrations/0${number}_one.up.sql', \$sql\$$migrations[$number - 1];\$sql\$)");
}
ask('SELECT FROM confiture.migrate_up()');
is(is_followed(), 't', 'what they lead to is what is there');
ask('SELECT FROM confiture.migrate_down(steps => 9)');
is(is_followed(), 't', 'so is what their ways back lead to');
for my $number (1 .. @migrations)
{
	is(ask("SELECT count(*) FROM confiture.history u JOIN confiture.history d USING (version)
		WHERE u.action = 'up' AND d.action = 'down' AND u.fingerprint_before = d.fingerprint_after AND version = '0$number'"), '1', "back again: $migrations[$number - 1]");
}
done_testing();
