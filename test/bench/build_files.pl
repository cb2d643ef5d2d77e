#!/usr/bin/perl
# build() of 1,000 files against psql with the script of the same build, and, to inform, with nothing but the files' own statements.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Project;
use SideBySide;

my $work = new_folder();
my @files = schema_files(1000);
write_project("$work/db", @files);
source_database('bench_source', archive("$work/db", "$work/load.psql"));
write_file("$work/script.sql", psql('bench_source', '-c', 'SELECT confiture.build_script()'));
write_file("$work/files.sql", join "\n", map { $files[ 2 * $_ + 1 ] } 0 .. $#files / 2);

my $times = in_turn('bench_source', 'SELECT relkind, count(*) FROM pg_class GROUP BY relkind ORDER BY relkind',
	build  => sub { timed(@_, '-c', 'SELECT count(*) FROM confiture.build()') },
	script => sub { timed(@_, '-1', '-f', "$work/script.sql") },
	files  => sub { timed(@_, '-1', '-f', "$work/files.sql") });

compare('build of 1,000 files', $times->{build}, 'psql -1 -f of its script', $times->{script}, 1.05);
compare('the same', $times->{build}, 'psql -1 -f of the files alone', $times->{files});
finish();
