#!/usr/bin/perl
# load_archive() of 1,000 files, of the same archive again, and of the same files packed anew, against \copy of their paths and texts into a table with a primary key: in one
# session that has done both before, and, to inform, as whole runs of psql.
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
write_file("$work/db/README.md", "No file of the source, but another archive.\n");
my $repacked = archive("$work/db", "$work/repacked.psql");
source_database('bench_empty');
psql('bench_empty', '-c', 'CREATE TABLE copied (path text COLLATE "C" PRIMARY KEY, content text NOT NULL)');
write_file("$work/rows", join '', map { "$files[2 * $_]\t" . copy_text($files[ 2 * $_ + 1 ]) . "\n" } 0 .. $#files / 2);
my $copy = "$work/copy.psql";
write_file($copy, "\\copy copied FROM '$work/rows'\n");

my %warm = in_one_session('bench_empty');
compare('load of 1,000 files', $warm{load}, '\copy', $warm{copy}, 2);
compare('load of 1,000 unchanged files', $warm{again}, '\copy', $warm{copy}, 1);
compare('load of 1,000 unchanged files, packed anew', $warm{repacked}, '\copy', $warm{copy});

my @again;
my $cold = in_turn('bench_empty', <<'SQL',
SELECT count(*), sum(hashtext(path || content))
  FROM (SELECT path, content FROM copied UNION ALL SELECT path, content FROM confiture.source) AS either
SQL
	load => sub {
		my $first = timed(@_, '-f', $load);
		push @again, timed(@_, '-f', $load);
		return $first;
	},
	copy => sub { timed(@_, '-f', $copy) });
compare('load of 1,000 files in a session of its own', $cold->{load}, '\copy', $cold->{copy});
compare('load of 1,000 unchanged files in a session of its own', \@again, '\copy', $cold->{copy});
finish();

# As COPY reads it.
sub copy_text { return $_[0] =~ s/\\/\\\\/gr =~ s/\t/\\t/gr =~ s/\n/\\n/gr }

# Times by psql's own clock, of a first round (not counted) and the others; the two sides change places in every second one.
sub in_one_session
{
	my ($database) = @_;
	my @sides = ([ load => $load ], [ again => $load ], [ repacked => $repacked ]), my @other = [ copy => $copy ];
	my $script = '';
	for my $round (0 .. $SideBySide::rounds)
	{
		$script .= "\\timing off\nTRUNCATE confiture.source, copied;\nCHECKPOINT;\n\\timing on\n";
		$script .= "\\echo $$_[0]\n\\i $$_[1]\n" for $round % 2 ? (@sides, @other) : (@other, @sides);
	}
	write_file("$work/session.psql", $script);
	my %times;
	my $output = with_copy($database, sub { psql(@_, '-f', "$work/session.psql") });
	push @{ $times{$1} }, $2 while $output =~ /^(load|again|repacked|copy)\n(?:\d+\n)?Time: ([\d.]+) ms/mg;
	shift @$_ for values %times;
	is(join(' ', map { "$_ " . @{ $times{$_} } } sort keys %times), join(' ', map { "$_ $SideBySide::rounds" } qw(again copy load repacked)), 'times');
	return %times;
}
