#!/usr/bin/perl
# What a step in a worker costs beyond its statement: 20 of them by CALL migrate() against psql, which runs the statements in one session.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use SideBySide;

my $steps = 20;
my $work  = new_folder();
my $file  = join '', map { $_ % 2 ? "VACUUM item_$_;\n" : "CREATE INDEX CONCURRENTLY item_${_}_id ON item_$_ (id);\n" } 1 .. $steps;
write_file("$work/tables.psql", join('', map { "CREATE TABLE item_$_ AS SELECT generate_series(1, 1000) AS id;\n" } 1 .. $steps) .
	"SELECT confiture.put('migrations/1_steps.up.sql', \$file\$$file\$file\$);\n");
write_file("$work/steps.sql", $file);
source_database('bench_steps', "$work/tables.psql");
is(psql('bench_steps', '-c', 'SELECT count(*) FROM confiture.migrate_plan() WHERE NOT transactional'), $steps, 'steps in workers');

my $times = in_turn('bench_steps', q{SELECT count(*) FROM pg_index WHERE indisvalid AND indexrelid::regclass::text LIKE 'item%'},
	migrate => sub { timed(@_, '-c', 'CALL confiture.migrate()') },
	psql => sub { timed(@_, '-f', "$work/steps.sql") });

my $cost = median(map { ($times->{migrate}[$_] - $times->{psql}[$_]) / $steps } 0 .. $#{ $times->{psql} });
verdict('a step in a worker', sprintf('%.1f ms more than the statement itself (%d steps: %.0f ms, by psql %.0f ms)',
		$cost, $steps, map { median(@$_) } @$times{qw(migrate psql)}), $cost, 30);
finish();
