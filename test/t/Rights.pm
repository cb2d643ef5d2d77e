# Servers, sessions of many roles, and the errors that they meet.
package Rights;

use strict;
use warnings;

use Archive::Tar;
use Exporter 'import';
use IPC::Run ();
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More ();

our @EXPORT = qw(new_server new_database try answer refusal states same archive_of);

# A started server whose databases are in UTF-8 and sort alike on every machine.
sub new_server
{
	my ($name) = @_;
	my $node = PostgreSQL::Test::Cluster->new($name);
	$node->init(extra => [ '--encoding=UTF8', '--locale=C', '--username=postgres' ]);
	$node->start;
	return $node;
}

# A database with the extension in it.
sub new_database
{
	my ($node, $name) = @_;
	answer($node, 'postgres', 'postgres', "CREATE DATABASE $name TEMPLATE template0");
	answer($node, 'postgres', $name, 'CREATE EXTENSION confiture');
	return $name;
}

# Runs a script of psql as a role, up to its first error: output (unaligned, rows only), messages (all that psql wrote to stderr), and the
# error's state, message, detail and hint, each '' where there is none.
sub try
{
	my ($node, $role, $database, $script) = @_;
	my ($output, $messages) = ('', '');
	IPC::Run::run(
		[ 'psql', '-XqAt', '-v', 'ON_ERROR_STOP=1', '-v', 'VERBOSITY=verbose', '-d', $node->connstr($database) . " user='$role'" ],
		'<', \$script, '>', \$output, '2>', \$messages);
	chomp $output;
	my %result = (output => $output, messages => $messages, map { $_ => '' } qw(state message detail hint));
	if ($messages =~ /(?:ERROR|FATAL):  (\w{5}): (.*)/)
	{
		@result{qw(state message)} = ($1, $2);
		my $rest = substr $messages, $+[0];
		$result{lc $1} = $2 while $rest =~ /^(DETAIL|HINT):  (.*)/mg;
	}
	elsif ($messages =~ /(?:ERROR|FATAL|error): (.*)/) { @result{qw(state message)} = ('?????', $1) }
	return \%result;
}

# The output of what must succeed.
sub answer
{
	my ($node, $role, $database, $script) = @_;
	my $result = try($node, $role, $database, $script);
	die "$role in $database: " . substr($script, 0, 500) . "\n$result->{messages}" if $result->{state} ne '';
	return $result->{output};
}

# SQLSTATE and message of the error; '' where there was none.
sub refusal
{
	my $result = try(@_);
	return $result->{state} eq '' ? '' : "$result->{state} $result->{message}";
}

# The SQLSTATE of each statement, tried in a transaction of its own that is rolled back; 00000 where it went.
sub states
{
	my ($node, $role, $database, @statements) = @_;
	my $script = "\\set ON_ERROR_STOP off\n\\o /dev/null\n";
	for my $statement (@statements)
	{
		# psql looks for the data of a COPY also where the server wants none.
		my $data = $statement =~ /FROM stdin$/ ? "\\.\n" : '';
		$script .= "BEGIN;\n$statement;\n$data\\echo :SQLSTATE\nROLLBACK;\n";
	}
	return split /\n/, try($node, $role, $database, $script)->{output};
}

# A tar archive of path => text, as an expression that gives it as bytea under any setting.
sub archive_of
{
	my (%files) = @_;
	my $archive = Archive::Tar->new;
	$archive->add_data($_, $files{$_}) for sort keys %files;
	open(my $handle, '>', \my $bytes) or die "archive: $!";
	$archive->write($handle, COMPRESS_GZIP);
	close $handle;
	return "pg_catalog.decode('" . unpack('H*', $bytes) . "', 'hex')";
}

# Whether two texts are the same; says in which lines they differ.
sub same
{
	my ($got, $expected, $title) = @_;
	return Test::More::pass($title) if $got eq $expected;
	my $folder = PostgreSQL::Test::Utils::tempdir();
	append_to_file("$folder/expected", "$expected\n");
	append_to_file("$folder/got", "$got\n");
	my $difference = '';
	IPC::Run::run([ 'diff', '-U1', "$folder/expected", "$folder/got" ], '>', \$difference);
	Test::More::fail($title);
	Test::More::diag(substr $difference, 0, 4000);
	return 0;
}

1;
