# A session with the server in its own protocol, of bytes: a pair takes a hundred statements, and each is seen with its error.
package DiffRandom::Session;

use strict;
use warnings;

use IO::Socket::UNIX ();

# Connects to a database of this node.
sub new
{
	my ($class, $node, $database) = @_;
	my $socket = IO::Socket::UNIX->new(Peer => $node->host . '/.s.PGSQL.' . $node->port) or die "$database: $!\n";
	my $self = bless { socket => $socket, buffer => '' }, $class;
	my %settings = (user => 'postgres', database => $database, client_encoding => 'UTF8', client_min_messages => 'error');
	my $start = pack('N', 196608) . join('', map { "$_\0$settings{$_}\0" } sort keys %settings) . "\0";
	$self->send_bytes(pack('N', 4 + length $start) . $start);
	my $error = $self->answer->{error};
	die "$database: $error->{text}\n" if $error;
	return $self;
}

# Runs statements as one simple query: {rows => all rows as lists, names => of the columns of each, error => {code, text} or nothing}.
sub run
{
	my ($self, $statements) = @_;
	$self->send_bytes('Q' . pack('N', 5 + length $statements) . "$statements\0");
	return $self->answer;
}

# The rows; dies of an error.
sub rows
{
	my ($self, $statements) = @_;
	my $answer = $self->run($statements);
	die "$answer->{error}{text}: " . substr($statements, 0, 2000) . "\n" if $answer->{error};
	return @{ $answer->{rows} };
}

# The rows by their lists, which their first column names, in an order that follows from what they say: {list => [{name => value, ...}, ...]}.
sub lists
{
	my ($self, $statements) = @_;
	my $answer = $self->run($statements);
	die "$answer->{error}{text}\n" if $answer->{error};
	my %lists;
	for my $number (0 .. $#{ $answer->{rows} })
	{
		my %row;
		@row{ @{ $answer->{names}[$number] } } = @{ $answer->{rows}[$number] };
		push @{ $lists{ $row{list} } }, \%row;
	}
	for my $list (values %lists)
	{
		my %place = map { $_ => ($_->{relation} // '') . "\0$_->{name}" } @$list;
		@$list = sort { $place{$a} cmp $place{$b} } @$list;
	}
	return \%lists;
}

# The first value of the first row.
sub value
{
	my ($self, $statements) = @_;
	my ($row) = $self->rows($statements);
	return $row->[0];
}

# Ends the session.
sub close
{
	my ($self) = @_;
	return if !eval { $self->send_bytes('X' . pack('N', 4)); 1 };
	# The database is free once the server has hung up.
	1 while sysread $self->{socket}, my $rest, 65536;
	close $self->{socket};
}

sub send_bytes
{
	my ($self, $bytes) = @_;
	while (length $bytes)
	{
		my $sent = syswrite($self->{socket}, $bytes) // die "the server is gone: $!\n";
		substr($bytes, 0, $sent, '');
	}
}

sub take_bytes
{
	my ($self, $count) = @_;
	while (length $self->{buffer} < $count)
	{
		sysread($self->{socket}, $self->{buffer}, 65536, length $self->{buffer}) or die "the server is gone\n";
	}
	return substr($self->{buffer}, 0, $count, '');
}

# All messages until the server is ready for the next query.
sub answer
{
	my ($self) = @_;
	my $answer = { rows => [], names => [] };
	my $names;
	while (1)
	{
		my ($type, $length) = unpack('aN', $self->take_bytes(5));
		my $message = $self->take_bytes($length - 4);
		if ($type eq 'D')
		{
			push @{ $answer->{rows} }, [ values_of($message) ];
			push @{ $answer->{names} }, $names;
		}
		elsif ($type eq 'T') { $names = [ unpack('x2 (Z* x18)*', $message) ] }
		elsif ($type eq 'E') { $answer->{error} //= error_of($message) }
		elsif ($type eq 'R') { unpack('N', $message) == 0 or die "the server wants a password\n" }
		last if $type eq 'Z' || ($type eq 'E' && $answer->{error}{fatal});
	}
	return $answer;
}

sub values_of
{
	my ($message) = @_;
	my ($count, $at) = (unpack('n', $message), 2);
	my @values;
	for (1 .. $count)
	{
		my $length = unpack('l>', substr($message, $at, 4));
		push @values, $length < 0 ? undef : substr($message, $at + 4, $length);
		$at += 4 + ($length < 0 ? 0 : $length);
	}
	return @values;
}

sub error_of
{
	my ($message) = @_;
	my %field = map { substr($_, 0, 1) => substr($_, 1) } grep { length } split /\0/, $message;
	my $text = join ' / ', map { $field{$_} } grep { defined $field{$_} } qw(M D W);
	return { code => $field{C}, text => $text, fatal => $field{V} =~ /FATAL|PANIC/ ? 1 : 0 };
}

1;
