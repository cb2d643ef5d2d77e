# A server with extension confiture and, in schema ground, the functions of test/module.
package GroundFloor;

use strict;
use warnings;

use Exporter 'import';
use IPC::Run ();
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

our @EXPORT = qw(new_floor install_floor ask complaint located_complaint start_psql ended wait_for log_is_clean);

my %functions = (
	ground_throw             => '(kind text) RETURNS void',
	ground_fields            => '(OUT field text, OUT value text) RETURNS SETOF record',
	ground_fields_again      => '(OUT field text, OUT value text) RETURNS SETOF record',
	ground_pass              => '(sql text) RETURNS void',
	ground_pass_late         => '(sql text) RETURNS void',
	ground_raise_large       => '(bytes integer) RETURNS void',
	ground_attempt           => '(sql text, OUT field text, OUT value text) RETURNS SETOF record',
	ground_attempt_state     => '(sql text) RETURNS text',
	ground_annotate          => '(sql text) RETURNS void',
	ground_script            => '(script text, timeout integer = 0) RETURNS void',
	ground_scoped            => '(script text, search_path text = $$public$$, set_role text = $$$$, run_as text = $$$$, lock_timeout integer = NULL) RETURNS void',
	ground_roll_back         => '(sql text) RETURNS void',
	ground_differences       => '(call text, sql text) RETURNS SETOF text',
	ground_throw_in_attempt  => '(sql text) RETURNS text',
	ground_require           => '(call text, what text) RETURNS void',
	ground_values            => '() RETURNS SETOF text',
	ground_results           => '(OUT a text, OUT b boolean, OUT c bigint, OUT d text, OUT e text[], OUT f interval, OUT g timestamptz, OUT h name) RETURNS SETOF record',
	ground_execute           => '(rows integer) RETURNS bigint',
	ground_kept_plan         => '() RETURNS SETOF text',
	ground_surroundings      => '() RETURNS SETOF text',
	ground_restricted        => '() RETURNS void',
	ground_unprintable       => '() RETURNS SETOF text',
	ground_other_type        => '() RETURNS void',
	ground_many_params       => '(number integer) RETURNS void',
	ground_many_plans        => '(number integer) RETURNS void',
	ground_endless           => '(kind text) RETURNS void',
	ground_wait              => '(milliseconds integer) RETURNS bigint',
	ground_caught            => '(kind text, number integer) RETURNS void',
	ground_malloc            => '() RETURNS bigint',
	ground_statement_timeout => '() RETURNS timestamptz',
	ground_say               => '(level text, message text, hint text) RETURNS void',
	ground_work_here         => '(statement text) RETURNS void',
	ground_is_atomic         => '() RETURNS boolean',
	ground_forecast          => '(script text, OUT step text, OUT ends_segment boolean, OUT complete boolean, OUT locks text) RETURNS SETOF record',
	ground_settle            => '(kinds text[], relations text[], objects text[], texts text[], types text[], OUT number bigint, OUT text text, OUT settled boolean, OUT may_unsettle boolean) RETURNS SETOF record',
	ground_at_allocation     => '(number integer, fails integer = 1, signal integer = 0, bytes integer = 0) RETURNS void',
	ground_allocations       => '(OUT counted bigint, OUT behind bigint) RETURNS SETOF record');

my %procedures = (
	ground_outlast_timeout => '()',
	ground_work            => '(statement text, set_role text = $$$$, database text = $$$$, timeout integer = 0)',
	ground_commit_each     => '(statements text[])',
	ground_roll_back_each  => '(statements text[])',
	ground_fail_and_go_on  => '(fails text, succeeds text)');

# Folder of the built module; what is built already is not built again.
sub built
{
	my $output = '';
	IPC::Run::run([ 'make', '-s', '-f', 'test/module/Makefile', 'test-module', "PG_CONFIG=$ENV{PG_CONFIG}" ],
		'<', \undef, '>&', \$output)
	  or die "the test module was not built: $output";
	return "$ENV{TESTDIR}/build/test/module";
}

# A started server; `preload`: its processes count the allocations of C++.
sub new_floor
{
	my ($name, %options) = @_;
	my $folder = built();
	my $node = PostgreSQL::Test::Cluster->new($name);
	$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
	$node->append_conf('postgresql.conf', $options{conf} // '');
	local $ENV{LD_PRELOAD} = "$folder/preload/allocations.so" if $options{preload};
	$node->start;
	install_floor($node, 'postgres');
	return $node;
}

sub install_floor
{
	my ($node, $database) = @_;
	my $library = built() . '/ground_floor.so';
	my $script = "CREATE EXTENSION confiture;\nCREATE SCHEMA ground;\n";
	$script .= "CREATE FUNCTION ground.$_$functions{$_} LANGUAGE c VOLATILE AS '$library', '$_';\n" for sort keys %functions;
	$script .= "CREATE PROCEDURE ground.$_$procedures{$_} LANGUAGE c AS '$library', '$_';\n" for sort keys %procedures;
	$script .= "GRANT USAGE ON SCHEMA ground TO PUBLIC;\nALTER DATABASE $database SET search_path = ground, public;\n";
	my $errors = '';
	$node->psql($database, $script, stderr => \$errors);
	die "the test module was not installed: $errors" if $errors ne '';
}

# What psql prints of the statements, but for empty lines (of a function that returns nothing, say); dies of an error.
sub ask
{
	my ($node, $sql) = @_;
	return $node->safe_psql('postgres', $sql) =~ s/^\n//mgr =~ s/\n\z//r;
}

# What psql says of the statements that fail, with every field, without its own prefix; the last line says where in the server's source.
sub located_complaint
{
	my ($node, $sql) = @_;
	my ($output, $errors) = ('', '');
	$node->psql('postgres', "\\set VERBOSITY verbose\n$sql", stdout => \$output, stderr => \$errors, on_error_stop => 0);
	return $errors eq '' ? '' : $errors =~ s/^psql:<stdin>:\d+: //mgr . "\n";
}

# The same without that place.
sub complaint
{
	return located_complaint(@_) =~ s/^LOCATION: .*\n//mgr;
}

# Starts psql on the statements and returns what `ended` takes; pg_stat_activity shows the name.
sub start_psql
{
	my ($node, $name, @statements) = @_;
	my $session = { output => '', errors => '', name => $name };
	local $ENV{PGAPPNAME} = $name;
	$session->{run} = IPC::Run::start(
		[ 'psql', '-XAtq', '-v', 'VERBOSITY=verbose', '-d', $node->connstr('postgres'), map { ('-c', $_) } @statements ],
		'<', \undef, '>', \$session->{output}, '2>', \$session->{errors},
		IPC::Run::timeout($PostgreSQL::Test::Utils::timeout_default));
	return $session;
}

# Waits for the end of such a psql and returns what it complained of.
sub ended
{
	my ($session) = @_;
	$session->{run}->finish;
	return $session->{errors};
}

# Waits until a session of that name is in the given state of pg_stat_activity, as a condition says it; returns its process.
sub wait_for
{
	my ($node, $name, $condition) = @_;
	my $from = "FROM pg_stat_activity WHERE application_name = '$name' AND $condition";
	$node->poll_query_until('postgres', "SELECT count(*) = 1 $from") or die "no session $name with $condition";
	return ask($node, "SELECT pid $from");
}

# Tests that no server process complained of what a call left behind, but for what is excused.
sub log_is_clean
{
	my ($node, $excused) = @_;
	my $log = PostgreSQL::Test::Utils::slurp_file($node->logfile);
	my @complaints = $log =~ /^.*(?:leak|still active|still referenced|was not closed|while in .* state|terminated by signal|PANIC|TRAP).*$/mg;
	@complaints = grep { !defined $excused || $_ !~ $excused } @complaints;
	is_deeply(\@complaints, [], 'the server complains of nothing that was left behind');
}

1;
