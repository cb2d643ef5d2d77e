#!/usr/bin/perl
# load_archive() of 1,000 files, and of the same ones again, against \copy of their paths and texts into a table with a primary key.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Project;
use SideBySide;

my $work = new_folder();
my @files = schema_files(1000);
write_project("$work/db", @files);
my $load = archive("$work/db", "$work/load.psql");
source_database('bench_empty');
psql('bench_empty', '-c', 'CREATE TABLE copied (path text COLLATE "C" PRIMARY KEY, content text NOT NULL)');
write_file("$work/rows", join '', map { "$files[2 * $_]\t" . copy_text($files[ 2 * $_ + 1 ]) . "\n" } 0 .. $#files / 2);
write_file("$work/copy.psql", "\\copy copied FROM '$work/rows'\n");

my @again;
my $times = in_turn('bench_empty', <<'SQL',
SELECT count(*), sum(hashtext(path || content))
  FROM (SELECT path, content FROM copied UNION ALL SELECT path, content FROM confiture.source) AS either
SQL
	load => sub {
		my $first = timed(@_, '-f', $load);
		push @again, timed(@_, '-f', $load);
		return $first;
	},
	copy => sub { timed(@_, '-f', "$work/copy.psql") });

compare('load of 1,000 files', $times->{load}, '\copy', $times->{copy}, 2);
compare('load of 1,000 unchanged files', \@again, '\copy', $times->{copy}, 1);
finish();

# As COPY reads it.
sub copy_text { return $_[0] =~ s/\\/\\\\/gr =~ s/\t/\\t/gr =~ s/\n/\\n/gr }
