# On a standby nothing is changed and everything can be read.
use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $primary = PostgreSQL::Test::Cluster->new('primary');
$primary->init(allows_streaming => 1, extra => [ '--encoding=UTF8', '--locale=C' ]);
$primary->start;
$primary->safe_psql('postgres', q{
	CREATE EXTENSION confiture;
	SELECT confiture.put('schema/a.sql', 'CREATE TABLE built (a int);'), confiture.put('migrations/1_m.up.sql', 'CREATE TABLE one (a int);'), confiture.put('migrations/1_m.down.sql', 'DROP TABLE one;');
	SELECT confiture.migrate_up();
	SELECT confiture.put('migrations/2_m.sql', 'CREATE TABLE two (a int);')});
$primary->backup('backup');
my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($primary, 'backup', has_streaming => 1);
$standby->start;
$primary->wait_for_catchup($standby);

my %refused = (
	'confiture.build()'           => [ 'SELECT confiture.build()', 'SELECT confiture.build(dry_run => true)' ],
	'confiture.migrate_up()'      => [ 'SELECT confiture.migrate_up()', 'SELECT confiture.migrate_up(dry_run => true)' ],
	'confiture.migrate_down()'    => [ 'SELECT confiture.migrate_down()' ],
	'confiture.baseline()'        => [ q{SELECT confiture.baseline('2')} ],
	'confiture.repair()'          => [ q{SELECT confiture.repair('1', 'test')} ],
	'confiture.put()'             => [ q{SELECT confiture.put('schema/b.sql', '')} ],
	'confiture.remove()'          => [ q{SELECT confiture.remove('schema/a.sql')} ],
	'confiture.load()'            => [ q{SELECT confiture.load('/tmp')} ],
	'confiture.environment_set()' => [ q{SELECT confiture.environment_set('x')} ]);
for my $call (sort keys %refused)
{
	for my $statement (@{ $refused{$call} })
	{
		my ($status, $output, $errors) = $standby->psql('postgres', "\\set VERBOSITY verbose\n$statement");
		like($errors, qr/ERROR:  25006: cannot execute \Q$call\E during recovery/, "$statement is refused");
	}
}

my %answers = (
	'SELECT version, state FROM confiture.status'                    => "1|applied\n2|pending",
	'SELECT version, pending FROM confiture.version'                 => '1|1',
	'SELECT * FROM confiture.verify()'                               => '',
	'SELECT * FROM confiture.verify_history()'                       => '',
	'SELECT * FROM confiture.runner'                                 => '',
	'SELECT action, version FROM confiture.history'                  => 'up|1',
	q{SELECT confiture.build_script() ~ 'CREATE TABLE built'}        => 't',
	q{SELECT length(confiture.schema_checksum())}                    => '64');
is($standby->safe_psql('postgres', $_), $answers{$_}, "$_ is answered") for sort keys %answers;

$standby->promote;
is($standby->safe_psql('postgres', 'SELECT version FROM confiture.migrate_up()'), '2', 'behind its promotion it migrates');
is($standby->safe_psql('postgres', 'SELECT * FROM confiture.verify_history()'), '', 'and its history goes on');
done_testing();
