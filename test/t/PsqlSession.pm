# A psql that stays: it is given commands, and what they print comes back.
package PsqlSession;

use strict;
use warnings;

use IPC::Open3 qw(open3);

# One on this connection string; what psql complains of goes to a file of that name, but for notices and warnings.
sub new
{
	my ($class, $connection, $complaints) = @_;
	local $ENV{PGOPTIONS} = '-c client_min_messages=error';
	open(my $errors, '>', $complaints) or die "$complaints: $!";
	my $pid = open3(my $in, my $out, '>&' . fileno($errors), 'psql', '-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', $connection);
	$in->autoflush(1);
	return bless { pid => $pid, in => $in, out => $out, complaints => $complaints }, $class;
}

# What the commands print; dies with what psql complains of at an error, which ends it.
sub ask
{
	my ($self, $commands) = @_;
	my $end = 'there is no more to come';
	my $answer = '';
	local $SIG{PIPE} = 'IGNORE';
	print { $self->{in} } "$commands\n\\echo $end\n" if $self->{in};
	while (defined(my $line = readline $self->{out}))
	{
		return $answer if $line eq "$end\n";
		$answer .= $line;
	}
	$self->end;
	$self->{answer} = $answer;
	die $self->errors . "\n";
}

# What psql has complained of until now.
sub errors
{
	my ($self) = @_;
	open(my $file, '<', $self->{complaints}) or return '';
	return join '', <$file>;
}

# Lets psql end, and waits for that.
sub end
{
	my ($self) = @_;
	return if !$self->{in};
	local $SIG{PIPE} = 'IGNORE';
	close $self->{in};
	waitpid $self->{pid}, 0;
	delete $self->{in};
}

sub DESTROY
{
	my ($self) = @_;
	local ($@, $?, $!);
	$self->end;
}

1;
