#!/usr/bin/perl
# build() with a seed of 200 MB of COPY data against psql with the same file, and the memory that the building process takes at most.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Project;
use SideBySide;

my $megabytes = 200;
my $work = new_folder();
my $table = "CREATE TABLE measurement (\n    id bigint PRIMARY KEY,\n    sensor text NOT NULL,\n" .
  "    taken_at timestamptz NOT NULL,\n    value numeric(12,4) NOT NULL,\n    remark text\n);\n";
write_project("$work/db", 'schema/measurement.sql', $table, 'seeds/measurement.sql', '');
seed_file("$work/db/seeds/measurement.sql", $megabytes * 1000 * 1000);
write_file("$work/load.psql", "SELECT count(*) FROM confiture.load('$work/db');\n" .
	"SELECT confiture.environment_set('seeded', seed => true);\n");
source_database('bench_seeds', "$work/load.psql");

my $build = "SELECT count(*) FROM confiture.build('seeded')";
my $times = in_turn('bench_seeds', 'SELECT count(*), sum(hashtext(m::text)) FROM measurement m',
	build => sub { timed(@_, '-c', $build) },
	psql => sub {
		psql(@_, '-c', $table);
		return timed(@_, '-f', "$work/db/seeds/measurement.sql");
	});

compare("a seed of $megabytes MB", $times->{build}, 'psql -f', $times->{psql}, 1.2);

my $peak = with_copy('bench_seeds', sub { peak(@_, $build) - peak(@_, 'SELECT 1') });
verdict('its peak of memory', sprintf('%.2f of the file (%.0f MB, above that of SELECT 1)', $peak / $megabytes, $peak),
	$peak / $megabytes, 3);
finish();

# Most megabytes that a new session's server process has had in memory after a query, those that it shares among them.
sub peak
{
	my ($database, $query) = @_;
	write_file("$work/peak.psql", "SELECT pg_backend_pid() AS pid \\gset\n\\setenv BACKEND :pid\n$query;\n" .
		"\\! sed -n 's/^VmHWM:[^0-9]*\\([0-9]*\\) kB/peak \\1/p' /proc/\$BACKEND/status\n");
	psql($database, '-f', "$work/peak.psql") =~ /^peak (\d+)$/m or die 'no peak of memory';
	return $1 * 1024 / 1e6;
}
