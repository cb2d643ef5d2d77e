# Times ways of doing the same thing in turn, in one go, and compares their medians: machines are noisy, ratios less so.
package SideBySide;

use strict;
use warnings;

use Exporter 'import';
use File::Temp ();
use List::Util qw(any);
use Time::HiRes qw(time);

our @EXPORT = qw(psql timed source_database with_copy in_turn new_folder write_file is compare verdict median finish);

our $rounds = 11;
my $over = 0;
my $only_report = any { $_ eq '--report' } @ARGV;
$| = 1;

# Runs psql in a database and returns what it prints; dies of its first error.
sub psql
{
	my ($database, @arguments) = @_;
	my @command = ('psql', '-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', $database, @arguments);
	local $ENV{PGOPTIONS} = '-c client_min_messages=warning';
	open(my $pipe, '-|', @command) or die "psql: $!";
	my $output = join '', <$pipe>;
	close $pipe or die "failed: @command\n";
	chomp $output;
	return $output;
}

# Milliseconds from the start of a psql run to its end, with the server at rest before.
sub timed
{
	my ($database, @arguments) = @_;
	psql('postgres', '-c', 'CHECKPOINT');
	my $start = time;
	psql($database, @arguments);
	return (time - $start) * 1000;
}

# A new database with the extension; the psql script given loads its source.
sub source_database
{
	my ($name, $script) = @_;
	psql('postgres', '-c', "DROP DATABASE IF EXISTS $name", '-c', "CREATE DATABASE $name TEMPLATE template0");
	psql($name, '-c', 'CREATE EXTENSION confiture');
	psql($name, '-f', $script) if defined $script;
}

# Calls a function with a new copy of a database, once connected to, since the first connection writes caches; returns what it returns.
# The copy goes at once: what was never flushed of it need not be.
sub with_copy
{
	my ($template, $function) = @_;
	psql('postgres', '-c', 'DROP DATABASE IF EXISTS bench_turn', '-c', "CREATE DATABASE bench_turn TEMPLATE $template");
	psql('bench_turn', '-c', 'SELECT');
	my $result = $function->('bench_turn');
	psql('postgres', '-c', 'DROP DATABASE bench_turn');
	return $result;
}

# A folder that goes when the program ends, and that the server can read.
sub new_folder { my $folder = File::Temp->newdir; chmod 0755, $folder or die "$folder: $!"; return $folder }

sub write_file
{
	my ($path, $text) = @_;
	open(my $file, '>', $path) or die "$path: $!";
	print $file $text;
	close $file or die "$path: $!";
}

# Runs each side once per round in a copy of a database, the other way round in every second one; a side is called with the copy's name,
# and returns milliseconds. Dies unless a query gives the same after each. Returns a list of times for each side's name.
sub in_turn
{
	my ($template, $query, @sides) = @_;
	my @names = map { $sides[ 2 * $_ ] } 0 .. $#sides / 2;
	my %run = @sides;
	my (%times, $result);
	for my $round (1 .. $rounds)
	{
		for my $name ($round % 2 ? @names : reverse @names)
		{
			with_copy($template, sub {
				push @{ $times{$name} }, $run{$name}->(@_);
				my $found = psql(@_, '-c', $query);
				is($found, $result //= $found, "$query after $name");
			});
		}
	}
	return \%times;
}

sub median
{
	my @sorted = sort { $a <=> $b } @_;
	return ($sorted[ $#sorted / 2 ] + $sorted[ @sorted / 2 ]) / 2;
}

# Dies unless something is what it should be: a figure for work that was not done means nothing.
sub is
{
	my ($found, $wanted, $what) = @_;
	$found eq $wanted or die "$what: $found, not $wanted\n";
}

# Prints one line that compares two lists of times: the median of the ratios of their pairs, and both medians.
sub compare
{
	my ($title, $ours, $other, $theirs, $bound) = @_;
	my $ratio = median(map { $ours->[$_] / $theirs->[$_] } 0 .. $#$ours);
	verdict($title, sprintf('%.3f of %s (%s ms, %s ms)', $ratio, $other, map { round(median(@$_)) } $ours, $theirs), $ratio, $bound);
}

# Keeps three digits, and all before the point.
sub round { my ($value) = @_; return sprintf($value >= 100 ? '%.0f' : '%.3g', $value) }

# Prints one line: what was measured, its bound, and whether it was kept; without a bound it only informs.
sub verdict
{
	my ($title, $measured, $value, $bound) = @_;
	my $kept = !defined $bound || $value <= $bound;
	$over = 1 if !$kept;
	print "$title: $measured", defined $bound ? ", at most $bound: " . ($kept ? 'ok' : 'over') : '', "\n";
}

# To be said at the end of a program: fails if anything was over its bound, unless the program was only to report.
sub finish { exit($over && !$only_report ? 1 : 0) }

1;
