# What rehearse() says of locks is what another session sees in pg_locks, statement by statement; the plan never foresees less; and the guide's
# table says the same. Servers from a version on that differs have answers of their own,
# test/cases/locks/expected_<major>.txt; new ones come to tmp_check/locks.
use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils qw(slurp_file append_to_file);
use Test::More;

my $cases = "$ENV{TESTDIR}/test/cases/locks";
my @modes = qw(AccessShareLock RowShareLock RowExclusiveLock ShareUpdateExclusiveLock ShareLock ShareRowExclusiveLock ExclusiveLock AccessExclusiveLock);
my %strength = map { $modes[$_] => $_ } 0 .. $#modes;
my @statements = split /\n\s*\n/, slurp_file("$cases/statements.sql") =~ s/\s+\z//r;

my $node = PostgreSQL::Test::Cluster->new('locks');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->append_conf('postgresql.conf', 'autovacuum = off');
$node->start;
my $major = $node->safe_psql('postgres', 'SHOW server_version_num') =~ s/\d{4}$//r;
$node->safe_psql('postgres', 'CREATE EXTENSION confiture');
$node->safe_psql('postgres', slurp_file("$cases/schema.sql"));

sub text_of { my ($statement) = @_; return $statement . ($statement =~ /\\\.$/ ? "\n" : ";\n") }

sub title_of { my ($statement) = @_; return $statement =~ s/;?\n.*//sr }

# Runs psql on a script in a file and returns what it prints.
sub run_script
{
	my ($name, $script) = @_;
	my $file = PostgreSQL::Test::Utils::tempdir() . "/$name.sql";
	append_to_file($file, $script);
	local $ENV{PGHOST} = $node->host;
	local $ENV{PGPORT} = $node->port;
	local $ENV{PGDATABASE} = 'postgres';
	my ($output, $errors) = ('', '');
	IPC::Run::run([ 'psql', '-XAt', '-v', 'ON_ERROR_STOP=1', '-f', $file ], '<', \undef, '>', \$output, '2>', \$errors)
	  or die "$name: $errors";
	return $output;
}

# What stands behind each line "#<number>" of the output.
sub sections { my ($output) = @_; return map { s/^\d+\n//r } grep { /^\d/ } split /^#/m, $output }

my $by_mode = join ', ', map { "'$_'" } @modes;
my $watch = PostgreSQL::Test::Utils::tempdir() . '/watch.sql';
append_to_file($watch, <<"SQL");
SELECT string_agg(quote_ident(nspname) || '.' || quote_ident(relname) || ' ' || mode, ', '
                  ORDER BY quote_ident(nspname) || '.' || quote_ident(relname) COLLATE "C", array_position(ARRAY[$by_mode], mode))
  FROM pg_locks JOIN pg_class c ON c.oid = relation JOIN pg_namespace n ON n.oid = relnamespace
 WHERE pid = :pid AND locktype = 'relation' AND granted
   AND database IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()));
SQL

# Seen from another session, while the statement's transaction is open. What each session keeps of partitions once it has looked at them, a rehearsal has looked at.
my @runs = sections(run_script('watched', join '', map {
	"\\o /dev/null\nSELECT pg_get_partition_constraintdef(oid) FROM pg_class WHERE relispartition;\n\\o\n\\echo #$_\nBEGIN;\nSET LOCAL search_path = app;\n\\echo \n" . text_of($statements[$_]) . <<"SQL" } 0 .. $#statements));
\\echo locks
SELECT pg_backend_pid() AS pid \\gset
\\setenv WATCHED :pid
\\! psql -XAtq -v pid=\$WATCHED -f '$watch'
ROLLBACK;
SQL
my @seen = map { /^locks\n(.*)$/m ? $1 : die $_ } @runs;

# psql prints the tags of all but queries.
my %tags;
for my $number (0 .. $#statements)
{
	my ($output) = $runs[$number] =~ /^\n(.*)^locks$/ms;
	my ($tag) = $statements[$number] =~ /^(?:SELECT|WITH|EXPLAIN)/ ? $statements[$number] =~ /^(\w+)/ : $output =~ /^([A-Z ]*[A-Z])[ 0-9]*$/m;
	$tags{ $tag =~ s/^WITH$/SELECT/r }++;
}
cmp_ok(scalar @statements, '>=', 60, scalar @statements . ' statements');
cmp_ok(scalar keys %tags, '>=', 25, scalar(keys %tags) . ' command tags');

# Rehearsed, each by itself.
my $quote = '$statement$';
my @rehearsed = map { [ split /\|/, s/\n\z//r, -1 ] } sections(run_script('rehearsed', "SET confiture.search_path = app;\n" . join '', map {
	"\\o /dev/null\nSELECT confiture.put('migrations/1_case.up.sql', $quote" . text_of($statements[$_]) . "$quote);\n\\o\n\\echo #$_\n" . <<'SQL' } 0 .. $#statements));
SELECT coalesce(error, ''), (SELECT string_agg((l->>'relation') || ' ' || (l->>'mode'), ', ' ORDER BY n) FROM jsonb_array_elements(locks) WITH ORDINALITY AS a (l, n)),
       array_to_string(rewrites, ', ', 'NULL'), array_to_string(scans, ', ')
  FROM confiture.rehearse() WHERE line IS NOT NULL;
SQL

# Planned.
my @planned = map { [ split /\|/, s/\n\z//r, -1 ] } sections(run_script('planned', "SET confiture.search_path = app;\n" . join '', map {
	"\\o /dev/null\nSELECT confiture.put('migrations/1_case.up.sql', $quote" . text_of($statements[$_]) . "$quote);\n\\o\n\\echo #$_\n" . <<'SQL' } 0 .. $#statements));
SELECT coalesce(array_to_string(relations, ', '), 'unknown'), coalesce(lock, 'unknown') FROM confiture.migrate_plan();
SQL

# The strongest lock on each relation that is neither a catalog, nor TOAST, nor, where only tables matter, an index.
my %is_index = map { $_ => 1 } split /\n/, $node->safe_psql('postgres',
	q{SELECT quote_ident(nspname) || '.' || quote_ident(relname) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE relkind IN ('i', 'I')});
sub strongest
{
	my ($locks, $tables_only) = @_;
	my %strongest;
	for my $lock (split /, /, $locks)
	{
		my ($relation, $mode) = split / /, $lock;
		next if $relation =~ /^pg_/ || $tables_only && $is_index{$relation};
		$strongest{$relation} = $mode if !defined $strongest{$relation} || $strength{ $strongest{$relation} } < $strength{$mode};
	}
	return \%strongest;
}

my @answers;
for my $number (0 .. $#statements)
{
	my $title = title_of($statements[$number]);
	my ($error, $locks, $rewrites, $scans) = @{ $rehearsed[$number] };
	is($error . $locks, $seen[$number], "$title: rehearsed as seen");

	my ($relations, $foreseen) = @{ $planned[$number] };
	my $tables = strongest($locks, 1);
	my %known = map { $_ => 1 } split /, /, $relations;
	my @missing = grep { !$known{$_} } sort keys %$tables;
	my @stronger = grep { $foreseen ne 'unknown' && ($strength{$foreseen} // -1) < $strength{ $tables->{$_} } } sort keys %$tables;
	is("@missing[0 .. ($relations eq 'unknown' ? -1 : $#missing)] @stronger", ' ', "$title: nothing that was not foreseen")
	  or diag("foreseen: $relations $foreseen; taken: $locks");

	my $strongest = strongest($locks, 0);
	push @answers, join("\t", $title, join(', ', map { "$_ $strongest->{$_}" } sort keys %$strongest), $rewrites, $scans) . "\n";
}

# The golden answers.
my $new = "$ENV{TESTDATADIR}/locks";
mkdir $new;
append_to_file("$new/expected_$major.txt", join '', @answers);
my ($expected) = grep { -e } map({ "$cases/expected_$_.txt" } reverse 15 .. $major), "$cases/expected.txt";
is(join('', @answers), slurp_file($expected), "the answers are those of $expected");

# The guide's table: the strongest lock on each table, and what is rewritten or read whole.
sub guide_rows
{
	my ($file) = @_;
	my @rows;
	for my $answer (split /\n/, slurp_file($file))
	{
		my ($title, $locks, $rewrites, $scans) = split /\t/, $answer, -1;
		my $tables = strongest($locks, 1);
		my @rewritten = map { /^app\.(\w+) (\w+)$/ ? { table => $1, how => $2 } : () } split /, /, $rewrites;
		my @cells = (
			join(', ', map { s/^app\.//r . ' ' . $tables->{$_} =~ s/Lock$//r } sort keys %$tables) || 'none',
			join('; ', (map { "$_->{how} of $_->{table}" } @rewritten), $scans eq '' ? () : 'scan of ' . $scans =~ s/app\.//gr));
		push @rows, "| `$title` | $cells[0] | $cells[1] |\n";
	}
	return @rows;
}

my @base = guide_rows("$cases/expected.txt");
my $guide = join '', "| statement | locks | rewrites, scans |\n|---|---|---|\n", @base;
for my $file (sort glob "$cases/expected_*.txt")
{
	my ($version) = $file =~ /_(\d+)\.txt$/;
	my @rows = guide_rows($file);
	$guide .= "\nFrom PostgreSQL $version on:\n\n| statement | locks | rewrites, scans |\n|---|---|---|\n" .
	  join '', map { $rows[$_] eq $base[$_] ? () : $rows[$_] } 0 .. $#rows;
}
append_to_file("$new/guide.md", $guide);
cmp_ok(index(slurp_file("$ENV{TESTDIR}/docs/guides/locks.md"), $guide), '>', 0, 'the table of the guide says so, too');

done_testing();
