# Pairs of random schemas: two databases, of which one is edited by chance; the plans take each to the other's schema.
package DiffRandom;

use strict;
use warnings;

use DiffCases ();
use DiffRandom::Edits qw(edits_of_run make_edit);
use DiffRandom::Session;
use Exporter 'import';
use File::Basename qw(dirname);
use PostgreSQL::Test::Utils;

our @EXPORT_OK = qw(run_of_pairs judge_lists);

my $parts = dirname(__FILE__) . '/../cases/diff_parts';
my @first = ('table|add', 'table|add', 'type|add enum', 'table|add', 'function|add', 'table|add partitioned', 'table|add partition', 'table|add partition', 'view|add', 'view|add over views',
	'materialized view|add', 'function|add for triggers', 'table constraint|add foreign key');
my $pairs_of_run = 20;
my $edits_of_run = 125;
my %part = map { $_ => slurp_file("$parts/$_.sql") } qw(random_state fill_tables empty_tables count_rows judge drop_subscriptions);
# A column for which it knows no value stays empty, or a table with one would have no rows.
$part{fill_tables} =~ s/string_agg\(CASE y\.typcategory(.*?END\) END), ', '\)/string_agg(coalesce(CASE y.typcategory$1, 'NULL'), ', ')/s or die 'fill_tables.sql has changed';

# Asked for before each edit, and planned once.
my @state = split /;\n/, $part{random_state};

# Where rows are in the way of a statement, they go, and it is tried again.
my $rows_refuse = qr/^(?:22|23|21)/;

# Judges the pairs of one run, whose edits follow from the seed: {pairs, empty, statements, rows, rows_in_the_way, made => {edit => count}, failures => [...]}.
sub run_of_pairs
{
	my ($node, $worker, $seed, $run, $pairs) = @_;
	my $found = { pairs => 0, empty => 0, statements => 0, rows => 0, rows_in_the_way => 0, made => {}, failures => [] };
	my @edits = edits_of_run($seed, $run, $edits_of_run);
	my ($at, $is);
	for my $pair (1 .. $pairs)
	{
		($at, $is) = map { fresh_side($node, "diff_random_${worker}_$_") } 1, 2 if !defined $at;
		# Many at first, so that there is something to edit.
		my $count = $pair == 1 ? 20 : int(rand 10) + 1;
		my $left = $pairs_of_run - $pair + 1;
		$count = @edits if $count > @edits || $left == 1;
		$found->{pairs}++;
		my $failure = judge_pair($at, $is, $found, ($pair == 1 ? @first : ()), splice @edits, 0, $count);
		if (defined $failure)
		{
			push @{ $found->{failures} }, { %$failure, run => $run, pair => $pair };
			$_->{session}->close for $at, $is;
			($at, $is) = ();
			next;
		}
		# Both stand where the pair led to, each on a way of its own.
		($at, $is) = ($is, $at);
	}
	$_->{session}->close for grep { defined } $at, $is;
	return $found;
}

# An empty database: {session, edits, statements, snapshot, fingerprint}: of the edits that its schema comes from, and of all that was done to it.
sub fresh_side
{
	my ($node, $database) = @_;
	my $maintenance = DiffRandom::Session->new($node, 'postgres');
	drop_database($node, $maintenance, $database);
	$maintenance->rows("CREATE DATABASE $database TEMPLATE diff_template");
	$maintenance->close;
	my $side = { node => $node, database => $database, session => DiffRandom::Session->new($node, $database), edits => [], statements => [] };
	set_session($side->{session});
	$side->{session}->rows("PREPARE state_$_ AS $state[$_]") for 0 .. $#state;
	look_at($side);
	return $side;
}

sub drop_database
{
	my ($node, $maintenance, $database) = @_;
	return if !$maintenance->run("DROP DATABASE IF EXISTS $database")->{error};
	my $session = DiffRandom::Session->new($node, $database);
	$session->rows($_->[0]) for $session->rows($part{drop_subscriptions} =~ s/\\gexec//r);
	$session->close;
	$maintenance->rows("DROP DATABASE IF EXISTS $database");
}

sub set_session
{
	my ($session) = @_;
	$session->rows("RESET ALL; SET search_path = ''; SET statement_timeout = '60s'; SET synchronous_commit = off; SET client_min_messages = error");
}

sub look_at
{
	my ($side) = @_;
	my ($row) = $side->{session}->rows('SELECT confiture.snapshot(), confiture.fingerprint()');
	@{$side}{qw(snapshot fingerprint)} = @$row;
}

# Edits the one, takes the other to it, and it back to the other and there again; returns {class, text, old, new} if something was not as it should be.
sub judge_pair
{
	my ($other, $edited, $found, @names) = @_;
	my $old = { %$other };
	empty_tables($edited->{session}) if rand() < 0.5;
	for my $name (@names)
	{
		for my $made (make_edit($edited->{session}, join('; ', map { "EXECUTE state_$_" } 0 .. $#state), $name))
		{
			$found->{made}{ $made->[0] }++;
			$edited->{$_} = [ @{ $edited->{$_} }, $made->[1] ] for qw(edits statements);
		}
	}
	my $online = rand() < 0.3;
	my $dumps = rand() < 0.04;
	my $new;
	my $fine = eval {
		step(snapshot => sub { look_at($edited) });
		$new = { %$edited };
		my %plan = (
			forth => step(compare => sub { plan_of($other->{session}, $old, $new, $online) }),
			back  => step(compare => sub { plan_of($other->{session}, $new, $old, 0) }));
		$found->{empty}++ if !@{ $plan{forth}{rows} };
		$found->{statements} += @{ $plan{$_}{rows} } for qw(forth back);
		go($other, $new, $plan{forth}, $found);
		step(dump => sub { judge_dumps($other, $edited) }) if $dumps;
		go($edited, $old, $plan{back}, $found);
		go($edited, $new, step(compare => sub { plan_of($edited->{session}, $old, $new, 0) }), $found);
		1;
	};
	return if $fine;
	my $failure = failure_of($@, $old, $new // $edited, $online);
	die 'the server is gone, after: ' . join("; ", @{ $failure->{old}{edits} }, '-- new:', @{ $failure->{new}{edits} }) . "\n" if $failure->{text} =~ /the server is gone/;
	return $failure;
}

# Some of what the server has been told it prints in words that say another thing to it: it is not given back by a restore, nor reached by a plan. What differs
# is judged as the dumps restore it.
sub judge_dumps
{
	my @dumps = map { DiffCases::dumped($_->{node}, $_->{database}) } @_;
	return if $dumps[0] eq $dumps[1];
	my @entries = map { { map { (/^(-- Name: .*)/)[0] => $_ } split /^(?=-- Name: )/m } } @dumps;
	my @again = map { { map { (/^(-- Name: .*)/)[0] => $_ } split /^(?=-- Name: )/m, dumped_again($_) } } @_;
	for my $name (grep { exists $entries[1]{$_} && $entries[0]{$_} ne $entries[1]{$_} } keys %{ $entries[0] })
	{
		next if !exists $again[0]{$name} || !exists $again[1]{$name};
		$entries[$_]{$name} = $again[$_]{$name} for 0, 1;
	}
	DiffCases::judge_dump({}, 'pg_dump', map { my $all = $_; join '', map { $all->{$_} } sort keys %$all } @entries);
}

# The dump of what this one's dump restores.
sub dumped_again
{
	my ($side) = @_;
	my $database = "$side->{database}_again";
	my $maintenance = DiffRandom::Session->new($side->{node}, 'postgres');
	$maintenance->rows("DROP DATABASE IF EXISTS $database");
	$maintenance->rows("CREATE DATABASE $database TEMPLATE template0");
	my ($dump, $nothing, $errors) = ('', '', '');
	IPC::Run::run([ 'pg_dump', '--schema-only', '--no-subscriptions', $side->{node}->connstr($side->{database}) ], '<', \undef, '>', \$dump, '2>', \$errors)
	  or die "pg_dump: $errors\n";
	IPC::Run::run([ 'psql', '-Xq', '-d', $side->{node}->connstr($database) ], '<', \$dump, '>', \$nothing, '2>', \$errors);
	my $again = DiffCases::dumped($side->{node}, $database);
	$maintenance->rows("DROP DATABASE $database");
	$maintenance->close;
	return $again;
}

# Runs a step, whose death says which one it was.
sub step
{
	my ($name, $code) = @_;
	my $result = eval { $code->() };
	die "$name: $@" if $@;
	return $result;
}

sub failure_of
{
	my ($text, $old, $new, $online) = @_;
	my $class = $text =~ s/: (?:CREATE|ALTER|DROP|COMMENT|GRANT|REVOKE|SELECT|REFRESH|SECURITY|SET) .*//sr =~ s/"[^"]*"|\b\w+_\d+\b|\d+//gr;
	return { class => $class =~ s/\s+\z//r, text => $text =~ s/\s+\z//r, online => $online, old => $old, new => $new };
}

# The plan from one side to the other: {rows => [{statement, transactional}], hazards}.
sub plan_of
{
	my ($session, $from, $to, $online) = @_;
	my @rows = $session->rows('SELECT statement, transactional, hazards::text, object, kind FROM confiture.compare(' . join(', ', literal($from->{snapshot}), literal($to->{snapshot}), $online ? 'true' : 'false') . ') ORDER BY step');
	my %hazard = map { $_ => 1 } map { ($_->[2] // '') =~ /\w+/g } @rows;
	for my $row (@rows)
	{
		# That a new subscription brings no secrets is said of each.
		next if $row->[4] eq 'subscription';
		die "hazard $1 of $row->[3]: " . ($row->[0] // '') . "\n" if ($row->[2] // '') =~ /\b(unknown|not_modelled)\b/;
	}
	return { rows => [ map { { statement => $_->[0], transactional => $_->[1] eq 't' } } grep { defined $_->[0] } @rows ], hazard => \%hazard };
}

sub literal { return "'" . shift =~ s/'/''/gr . "'" }

# Takes a side to the schema of another, with rows in its tables, and dies of what is not as it should be then.
sub go
{
	my ($side, $to, $plan, $found) = @_;
	my $session = $side->{session};
	$session->rows($part{fill_tables});
	my $before = counts($session);
	$found->{rows} += $before->{all};
	my $emptied = 0;
	for my $group (groups_of(@{ $plan->{rows} }))
	{
		my $error = apply($session, $group);
		if ($error && ($error->{code} =~ $rows_refuse || $error->{text} =~ /^syntax error in ts(?:vector|query):/))
		{
			$emptied = 1;
			empty_tables($session);
			drop_left_indexes($session);
			$error = apply($session, $group);
		}
		die "apply: $error->{code} $error->{text}: $error->{statement}\n" if $error;
	}
	$found->{rows_in_the_way} += $emptied;
	set_session($session);
	my $after = counts($session);
	judge_schema($side, $to);
	DiffCases::judge_rows('rows', $before, $after) if !$emptied && !$plan->{hazard}{deletes_data};
	$side->{edits} = $to->{edits};
	$side->{statements} = [ @{ $side->{statements} }, map { $_->{statement} } @{ $plan->{rows} } ];
	@{$side}{qw(snapshot fingerprint)} = @{$to}{qw(snapshot fingerprint)};
}

# The rows of a plan by what is one transaction, as one would run them: each statement that refuses one stands for itself.
sub groups_of
{
	my (@groups, $open);
	for my $row (@_)
	{
		push @groups, [] if !$row->{transactional} || !$open;
		push @{ $groups[-1] }, $row;
		$open = $row->{transactional} && $row->{statement} !~ /^\s*ALTER\s+TYPE\s.*\sADD\s+VALUE\s/s;
	}
	return @groups;
}

# Runs a group of statements; returns the error of one of them with it, after which nothing of the group is left.
sub apply
{
	my ($session, $group) = @_;
	my $block = $group->[0]{transactional};
	for my $statement ($block ? 'BEGIN' : (), (map { $_->{statement} } @$group), $block ? 'COMMIT' : ())
	{
		my $error = $session->run($statement)->{error} or next;
		$session->run('ROLLBACK');
		return { %$error, statement => $statement };
	}
	return undef;
}

sub empty_tables
{
	my ($session) = @_;
	my ($row) = $session->rows($part{empty_tables} =~ s/\\gexec//r);
	return if !defined $row || !$session->run($row->[0])->{error};
	# One that can't be read keeps all others from being emptied beside it.
	$session->run("TRUNCATE ONLY $_->[0] CASCADE") for $session->rows(q{SELECT oid::regclass FROM pg_class WHERE relkind = 'r' AND oid >= 16384 AND relpersistence <> 't' AND relnamespace <> 'confiture'::regnamespace});
}

# What building an index concurrently has left behind that rows were in the way of.
sub drop_left_indexes
{
	my ($session) = @_;
	$session->rows("DROP INDEX $_->[0]") for $session->rows(q{SELECT c.oid::regclass FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid WHERE c.relkind = 'i' AND NOT i.indisvalid});
}

sub counts
{
	my ($session) = @_;
	my @queries = map { $_->[0] } $session->rows($part{count_rows} =~ s/\\gexec//r);
	my $all = $session->run(join ";\n", @queries);
	# A tree with foreign tables in it can't be counted.
	my @rows = $all->{error} ? map { @{ $session->run($_)->{rows} } } @queries : @{ $all->{rows} };
	return DiffCases::counts_in(join "\n", map { $_->[0] } @rows);
}

# The schema is the target's, and nothing is left to do.
sub judge_schema
{
	my ($side, $to) = @_;
	my $wanted = literal($to->{snapshot});
	my ($row) = $side->{session}->rows(<<SQL);
WITH now AS MATERIALIZED (SELECT confiture.snapshot() AS s)
SELECT (SELECT string_agg(statement, '; ') FROM now, confiture.compare(s, $wanted) WHERE statement IS NOT NULL), confiture.fingerprint()
SQL
	return if !defined $row->[0] && $row->[1] eq $to->{fingerprint};
	my @differs = map { $_->[0] } $side->{session}->rows($part{judge} =~ s/.*^(?=WITH sides)//smr =~ s/;.*//sr =~ s/:'reached'::jsonb/confiture.snapshot()/r =~ s/:'target'/$wanted/r);
	die 'differs: ' . join("\n", @differs, defined $row->[0] ? "again: $row->[0]" : ()) . "\n";
}

# Judges a pair of lists of statements from scratch: what it fails with, or nothing.
sub judge_lists
{
	my ($node, $worker, $old, $new, $online) = @_;
	my ($other, $edited) = map { fresh_side($node, "diff_shrink_${worker}_$_") } 1, 2;
	my $failure;
	my $fine = eval {
		for ([ $other, $old ], [ $edited, $new ])
		{
			my ($side, $list) = @$_;
			$side->{session}->run($_) for @$list;
			step(snapshot => sub { look_at($side) });
		}
		my ($from, $to) = ({%$other}, {%$edited});
		my %plan = (
			forth => step(compare => sub { plan_of($other->{session}, $from, $to, $online) }),
			back  => step(compare => sub { plan_of($other->{session}, $to, $from, 0) }));
		go($other, $to, $plan{forth}, {});
		step(dump => sub { judge_dumps($other, $edited) });
		go($edited, $from, $plan{back}, {});
		1;
	};
	$failure = failure_of($@, $other, $edited, $online) if !$fine;
	$_->{session}->close for $other, $edited;
	return $failure;
}

1;
