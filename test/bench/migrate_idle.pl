#!/usr/bin/perl
# migrate_up() with nothing pending and 1,000 migrations applied against SELECT 1, in random turns over one connection.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Project;
use SideBySide;

my $work = new_folder();
write_project("$work/db", migration_files(1000), schema_files(1));
source_database('bench_applied', archive("$work/db", "$work/load.psql"));
write_file("$work/0.sql", "SELECT 1;\n");
write_file("$work/1.sql", "SELECT * FROM confiture.migrate_up();\n");

# In the transaction that applies them the runner lock must show, or the same look would find nothing later either.
is(psql('bench_applied', '-c', 'BEGIN', '-c', 'SELECT count(*) FROM confiture.migrate_up()', '-c', locks(), '-c', 'COMMIT'),
	"1000\n1", 'migrations applied, and runner locks held');
is(psql('bench_applied', '-c', 'BEGIN', '-c', 'SELECT count(*) FROM confiture.migrate_up()', '-c', locks(),
		'-c', "SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'relation' AND mode <> 'AccessShareLock'"),
	"0\n0\n0", 'nothing pending: migrations applied, runner locks held, relation locks above AccessShare');

for my $protocol (qw(simple prepared))
{
	my (@one, @idle);
	for my $round (1 .. $SideBySide::rounds)
	{
		my ($one, $idle) = medians($protocol);
		push @one, $one;
		push @idle, $idle;
	}
	compare("migrate_up() with nothing pending, protocol $protocol", \@idle, 'SELECT 1', \@one, 10);
}
finish();

sub locks { return "SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'advisory'" }

# Median milliseconds of each of the two over a connection that has called both before.
sub medians
{
	my ($protocol) = @_;
	unlink glob "$work/log.*";
	system("pgbench -n -M $protocol -c 1 -t 3000 -l --log-prefix=$work/log -f $work/0.sql -f $work/1.sql bench_applied >$work/out 2>&1") == 0
	  or die "pgbench failed, see $work/out";
	my @times;
	open(my $log, '-|', 'cat', glob "$work/log.*") or die $!;
	while (<$log>)
	{
		my (undef, $number, $microseconds, $script) = split;
		push @{ $times[$script] }, $microseconds / 1000 if $number > 300;
	}
	return map { median(@$_) } @times;
}
