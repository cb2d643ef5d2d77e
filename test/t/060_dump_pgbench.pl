# A database of pgbench, dumped and built from its dump, dumps alike.
use strict;
use warnings;

use FindBin qw($RealBin);
use lib $RealBin;
use DumpRoundTrip;
use Test::More;

my $node = new_server('pgbench');

my %made_with = (
	plain       => [ '--fillfactor=80' ],
	unlogged    => [ '--unlogged-tables', '--init-steps=dtGvp' ],
	partitioned => [ '--partitions=3', '--partition-method=range', '--foreign-keys' ],
	hashed      => [ '--partitions=2', '--partition-method=hash', '--no-vacuum' ]);

for my $name (sort keys %made_with)
{
	run_psql($node, 'postgres', '-c', "CREATE DATABASE $name TEMPLATE template0");
	$node->command_ok([ 'pgbench', '--initialize', '--quiet', @{ $made_with{$name} }, $name ], "pgbench fills $name");
	$node->command_ok([ 'pgbench', '--transactions=20', '--no-vacuum', $name ], "pgbench runs in $name");

	round_trip($node, $name, \&restore_with_psql, "$name: psql restores it");
	round_trip($node, $name, \&restore_with_put, "$name: a build of its dump restores it");
}
round_trip($node, 'partitioned', \&restore_with_archive, 'a build of a dump that came in an archive restores it');
round_trip($node, 'partitioned', \&restore_with_put, 'a build of a dump loaded by way of the root restores it',
	'--load-via-partition-root');

done_testing();
