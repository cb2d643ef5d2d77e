#!/usr/bin/perl
# snapshot() against pg_dump, compare() against snapshot(), and diff() against what it does, done by hand; then a snapshot of three times as many tables.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Project;
use SideBySide;
use Time::HiRes qw(time);

my $read = 'SELECT length(confiture.snapshot()::text)';
my $same = 'SELECT count(*) FROM pg_class';

# Milliseconds of a command that is not psql, with the server at rest before.
sub timed_command
{
	psql('postgres', '-c', 'CHECKPOINT');
	my $start = time;
	system(@_) == 0 or die "failed: @_\n";
	return (time - $start) * 1000;
}

# A database with so many tables, each made in a transaction of its own, since a single one would lock them all.
sub tables_database
{
	my ($name, $count, $folder) = @_;
	my %files = schema_files($count);
	write_file("$folder/$name.sql", join "\n", map { $files{$_} } sort keys %files);
	source_database($name);
	psql($name, '-c', 'SET synchronous_commit = off', '-f', "$folder/$name.sql");
	psql($name, '-c', 'ANALYZE');
	return %files;
}

# Megabytes that the session which reads a snapshot needs at its peak.
sub peak_memory
{
	my ($database, $query) = @_;
	my @lines = split /\n/, psql($database, '-c', $query, '-c', "SELECT substring(pg_read_file('/proc/' || pg_backend_pid() || '/status') FROM 'VmHWM:\\s+(\\d+)')::integer / 1024");
	return $lines[-1];
}

my $work = new_folder();
my %files = tables_database('bench_tables', 1000, $work);
write_project("$work/db", %files);
psql('bench_tables', '-f', archive("$work/db", "$work/load.psql"));

my $times = in_turn('bench_tables', $same,
	snapshot => sub { timed(@_, '-c', $read) },
	pg_dump => sub { timed_command('pg_dump', '-s', '-f', '/dev/null', @_) });
compare('snapshot of 1,000 tables', $times->{snapshot}, 'pg_dump -s', $times->{pg_dump}, 1.0);

$SideBySide::rounds = 5;
$times = in_turn('bench_tables', $same,
	diff => sub { timed(@_, '-c', 'SELECT count(*) FROM confiture.diff()') },
	by_hand => sub {
		my ($database) = @_;
		psql($database, '-o', "$work/script.sql", '-c', 'SELECT confiture.build_script()');
		my $spent = timed('postgres', '-c', 'CREATE DATABASE bench_shadow TEMPLATE template0');
		$spent += timed('bench_shadow', '-1', '-f', "$work/script.sql");
		psql('bench_shadow', '-c', 'CREATE EXTENSION confiture');
		$spent += timed('bench_shadow', '-c', $read);
		return $spent + timed('postgres', '-c', 'DROP DATABASE bench_shadow');
	});
compare('diff without differences', $times->{diff}, 'create, build, read and drop of its shadow', $times->{by_hand}, 1.3);

$SideBySide::rounds = 11;
psql('bench_tables', '-c', 'CREATE SCHEMA kept', '-c', 'CREATE TABLE kept.snapshots AS SELECT confiture.snapshot() AS before, NULL::jsonb AS after',
	'-c', 'BEGIN', (map { ('-c', sprintf('ALTER TABLE item_%04d ADD COLUMN more text', $_ * 17)) } 1 .. 50),
	'-c', 'UPDATE kept.snapshots SET after = confiture.snapshot()', '-c', 'CREATE TABLE kept.both AS TABLE kept.snapshots', '-c', 'COMMIT');
$times = in_turn('bench_tables', $same,
	compare => sub { timed(@_, '-c', 'SELECT count(*) FROM kept.both, confiture.compare(before, after) WHERE statement IS NOT NULL') },
	snapshot => sub { timed(@_, '-c', $read) });
is(psql('bench_tables', '-c', 'SELECT count(*) FROM kept.both, confiture.compare(before, after) WHERE statement IS NOT NULL'), 50, 'differences');
compare('comparison of two of them with 50 differences', $times->{compare}, 'snapshot()', $times->{snapshot}, 0.5);

tables_database('bench_more_tables', 3000, $work);
my (@few, @many);
for (1 .. $SideBySide::rounds)
{
	push @few, timed('bench_tables', '-c', $read);
	push @many, timed('bench_more_tables', '-c', $read);
}
compare('snapshot of 3,000 tables', \@many, 'that of 1,000', \@few, 3.3);
my ($start, $small, $large) = (peak_memory('bench_tables', 'SELECT 1'), map { peak_memory($_, $read) } qw(bench_tables bench_more_tables));
verdict('its memory', sprintf('%.2f of that (%d MB, %d MB above a session that runs SELECT 1)', ($large - $start) / ($small - $start), $large - $start, $small - $start),
	($large - $start) / ($small - $start), 3.3);
finish();
