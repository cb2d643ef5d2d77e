#!/usr/bin/perl
# 500 migrations that bring no downs, over a schema of 1,000 tables, against psql with the same statements and one snapshot.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Project;
use SideBySide;

# Each makes a table with two indexes, and alters one that was there.
sub change
{
	my ($number) = @_;
	return sprintf(<<'SQL', ($number) x 7);
CREATE TABLE added_%04d (id bigint PRIMARY KEY, item_id bigint REFERENCES item_0001, name text NOT NULL);
CREATE INDEX added_%04d_name_idx ON added_%04d (name);
CREATE INDEX added_%04d_item_id_idx ON added_%04d (item_id);
ALTER TABLE item_%04d ADD COLUMN added_%04d text;
SQL
}

my $work = new_folder();
my %schema = schema_files(1000);
my %files = map { sprintf('migrations/%04d_change.up.sql', $_) => change($_) } 1 .. 500;
write_project("$work/db", %files);
source_database('bench_followed', archive("$work/db", "$work/load.psql"));
write_file("$work/$_->[0].sql", $_->[1])
  for [ schema => join "\n", map { $schema{$_} } sort keys %schema ], [ ups => join "\n", map { $files{$_} } sort keys %files ];
psql('bench_followed', '-1', '-f', "$work/schema.sql", '-c', 'ANALYZE');

my @snapshot;
my $times = in_turn('bench_followed', 'SELECT relkind, count(*) FROM pg_class GROUP BY relkind ORDER BY relkind',
	migrate => sub { timed(@_, '-c', 'SELECT count(*) FROM confiture.migrate_up()') },
	psql => sub { push @snapshot, timed(@_, '-c', 'SELECT length(confiture.snapshot()::text)'); timed(@_, '-1', '-f', "$work/ups.sql") });
my @bound = map { 1.3 * $times->{psql}[$_] + $snapshot[$_] } 0 .. $#snapshot;

compare('500 migrations, each with its down derived', $times->{migrate}, '1.3 times psql -1 -f of their statements and a snapshot()', \@bound, 1);
compare('the same', $times->{migrate}, 'psql -1 -f of their statements', $times->{psql});
finish();
