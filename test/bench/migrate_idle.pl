#!/usr/bin/perl
# migrate_up() with nothing pending and 1,000 migrations applied against SELECT 1, in turn over one connection that has done both before.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Project;
use SideBySide;

my $work = new_folder();
write_project("$work/db", migration_files(1000), schema_files(1));
source_database('bench_applied', archive("$work/db", "$work/load.psql"));

# In the transaction that applies them the runner lock must show, or the same look would find nothing later either.
is(psql('bench_applied', '-c', 'BEGIN', '-c', 'SELECT count(*) FROM confiture.migrate_up()', '-c', locks(), '-c', 'COMMIT'),
	"1000\n1", 'migrations applied, and runner locks held');
is(psql('bench_applied', '-c', 'BEGIN', ('-c', 'SELECT count(*) FROM confiture.migrate_up()') x 2, '-c', locks(),
		'-c', "SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'relation' AND mode <> 'AccessShareLock'"),
	"0\n0\n0\n0", 'nothing pending: migrations applied, twice, runner locks held, relation locks above AccessShare');

my $pairs = 300;
my $turn = "SELECT 1;\nSELECT * FROM confiture.migrate_up();\n";
write_file("$work/turns.psql", $turn x $pairs . "\\timing on\n" . $turn x ($pairs * $SideBySide::rounds));
my @times = psql('bench_applied', '-f', "$work/turns.psql") =~ /^Time: ([\d.]+) ms/mg;
is(scalar @times, 2 * $pairs * $SideBySide::rounds, 'times');

# Each round is the median of its pairs, since one that the machine interrupts takes a hundred times as long.
my (@one, @idle);
while (my @round = splice @times, 0, 2 * $pairs)
{
	push @one, median(map { $round[ 2 * $_ ] } 0 .. $pairs - 1);
	push @idle, median(map { $round[ 2 * $_ + 1 ] } 0 .. $pairs - 1);
}
compare('migrate_up() with nothing pending', \@idle, 'SELECT 1', \@one, 10);
finish();

sub locks { return "SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'advisory'" }
