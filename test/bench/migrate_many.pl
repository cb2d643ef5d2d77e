#!/usr/bin/perl
# 500 pending migrations in one migrate_up() against psql with the same statements.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Project;
use SideBySide;

my $work = new_folder();
my %files = migration_files(500);
write_project("$work/db", %files);
source_database('bench_pending', archive("$work/db", "$work/load.psql"));
write_file("$work/ups.sql", join "\n", map { $files{$_} } sort grep { /up\.sql$/ } keys %files);

my $times = in_turn('bench_pending', 'SELECT relkind, count(*) FROM pg_class GROUP BY relkind ORDER BY relkind',
	migrate => sub { timed(@_, '-c', 'SELECT count(*) FROM confiture.migrate_up()') },
	psql => sub { timed(@_, '-1', '-f', "$work/ups.sql") });

compare('500 pending migrations', $times->{migrate}, 'psql -1 -f of their statements', $times->{psql}, 1.3);
finish();
