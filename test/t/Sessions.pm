# Calls that run at the same time, each in a psql of its own.
package Sessions;

use strict;
use warnings;

use Exporter 'import';
use IPC::Run ();
use PostgreSQL::Test::Utils;

our @EXPORT = qw(begin complaint_of wait_until);

# Starts psql on the statements as a role; pg_stat_activity shows the name.
sub begin
{
	my ($node, $role, $database, $name, @statements) = @_;
	my $session = { errors => '', output => '' };
	local $ENV{PGAPPNAME} = $name;
	$session->{run} = IPC::Run::start(
		[ 'psql', '-XAtq', '-v', 'VERBOSITY=verbose', '-d', $node->connstr($database) . " user='$role'", map { ('-c', $_) } @statements ],
		'<', \undef, '>', \$session->{output}, '2>', \$session->{errors}, IPC::Run::timeout($PostgreSQL::Test::Utils::timeout_default));
	return $session;
}

# Waits for its end, and returns all that it complained of, without the places in the server's source.
sub complaint_of
{
	my ($session) = @_;
	$session->{run}->finish;
	return $session->{errors} =~ s/^LOCATION: .*\n//mgr;
}

# Waits until a condition of SQL holds.
sub wait_until
{
	my ($node, $database, $condition) = @_;
	$node->poll_query_until($database, "SELECT $condition") or die "never: $condition";
}

1;
