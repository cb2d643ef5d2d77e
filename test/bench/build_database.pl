#!/usr/bin/perl
# build_database() from a warm template against plain CREATE DATABASE ... TEMPLATE of the same template, call by call, by psql's clock.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Project;
use SideBySide;

my $work = new_folder();
write_project("$work/db", schema_files(100));
source_database('bench_source', archive("$work/db", "$work/load.psql"));
psql('bench_source', '-c', "CALL confiture.build_database('bench_fresh')");
my $template = psql('bench_source', '-c', 'SELECT name FROM confiture.database WHERE is_template');
my $tables = 'SELECT count(*) FROM pg_class WHERE relkind = $$r$$ AND relnamespace = $$public$$::regnamespace';

# Milliseconds of one statement that makes database bench_fresh, without those of psql's own start and of connecting.
sub making
{
	my ($statement) = @_;
	psql('postgres', '-c', 'DROP DATABASE IF EXISTS bench_fresh', '-c', 'CHECKPOINT');
	my ($took) = psql('bench_source', '-c', 'SELECT confiture.schema_checksum()', '-c', '\timing on', '-c', $statement) =~ /^Time: ([\d.]+) ms/m;
	is(psql('bench_fresh', '-c', $tables), 100, "tables after $statement");
	return $took;
}

my %statement = (call => "CALL confiture.build_database('bench_fresh')", plain => "CREATE DATABASE bench_fresh TEMPLATE $template");
my %times;
for my $round (1 .. $SideBySide::rounds)
{
	push @{ $times{$_} }, making($statement{$_}) for $round % 2 ? qw(call plain) : qw(plain call);
}
psql('bench_source', '-c', 'DROP DATABASE bench_fresh', '-c', "CALL confiture.drop_databases('0')");

compare('build_database from a warm template', $times{call}, 'CREATE DATABASE ... TEMPLATE', $times{plain}, 1.5);
finish();
