# All random edits by name, `<kind of object>|<what is done>`: which ones a run makes, and how one is made where something is missing for it.
package DiffRandom::Edits;

use strict;
use warnings;

use DiffRandom::Everything;
use DiffRandom::Others;
use DiffRandom::Programs;
use DiffRandom::Rules;
use DiffRandom::Tables;
use DiffRandom::Words;
use Exporter 'import';
use List::Util qw(shuffle);

our @EXPORT_OK = qw(edit_names edits_of_run make_edit);

my %edits = (%DiffRandom::Everything::edits, %DiffRandom::Others::edits, %DiffRandom::Programs::edits, %DiffRandom::Rules::edits, %DiffRandom::Tables::edits);

# What no edit does, and why.
our %left_out = (
	'tablespace'          => 'belongs to all databases of a server, which pairs share',
	'domain constraint|definition' => 'the server has none: it is dropped and added',
);

# Edits that make what a list lacks, where they are not called like it.
my %maker = (attribute => 'type|add composite', 'view column' => 'view|add', 'materialized view column' => 'materialized view|add', 'table column' => 'table column|add',
	(map { ($_ => "type|add $_") } qw(enum domain composite range)), type => 'type|add enum', 'publication relation' => 'publication relation|add');

# What the server often refuses, and what rows and many others hang on, is tried more often.
my %weight = map { $_ => 3 } 'table column|type', 'table column|type by text', 'table column|type under all', 'table column|not_null', 'table column|drop', 'table column|anew', 'table|detached', 'view|columns',
	'function|arguments', 'function|result', 'table constraint|drop', 'foreign table|partition_of', 'index|statistics', 'publication namespace|drop', 'sequence|schema', 'sequence|owner', 'table column|expression', 'table column|expression drop',
	'table column|identity', 'table column|identity drop', 'table column|sequence', 'table constraint|not_valid', 'table constraint|using an index', 'table|attached', 'table|inherits',
	'trigger|definition', 'type|attribute altered', 'type|label removed', 'materialized view column|storage', 'table|replica_identity by index', 'table|bound';
$weight{$_} = 2 for 'table|of_type', 'operator|restrict', 'cast|context', 'language|privileges', 'materialized view|clustered_on', 'table|no inherits', 'publication relation|columns';

# The names of all edits.
sub edit_names { return sort keys %edits }

# The edits of one run, each name as often as any other over all runs.
sub edits_of_run
{
	my ($seed, $run, $count) = @_;
	my @names = map { ($_) x ($weight{$_} // 1) } edit_names();
	my @mine;
	for my $at ($run * $count .. ($run + 1) * $count - 1)
	{
		srand($seed * 7919 + int($at / @names));
		my @order = shuffle(@names);
		push @mine, $order[ $at % @names ];
	}
	srand($seed * 1000003 + $run);
	return shuffle(@mine);
}

# Makes an edit in a session, and before it what it lacks: returns the statements that the server took, as [name, statements], the edit itself last.
# None where all tries were refused.
sub make_edit
{
	my ($session, $state, $name, $depth) = @_;
	$depth //= 0;
	my @made;
	for my $try (1 .. 6)
	{
		$DiffRandom::Words::state = $session->lists($state);
		my $statements = eval { $edits{$name}->() };
		if (!defined $statements)
		{
			my ($lacks) = $@ =~ /^nothing: (.*)\n/ or die "$name: $@";
			my @makers = defined $edits{$lacks} ? $lacks : $maker{$lacks} // grep { /^\Q$lacks\E\|add/ } edit_names();
			push @made, make_edit($session, $state, any_of(@makers), $depth + 1) if @makers && $depth < 4;
			next;
		}
		my $error = $session->run($statements)->{error};
		die "$error->{text}: $statements\n" if $error && $error->{fatal};
		return (@made, [ $name, $statements ]) if !$error;
		print STDERR "refused $name: $error->{text}: $statements\n" if $ENV{DIFF_REFUSED};
	}
	return @made;
}

1;
