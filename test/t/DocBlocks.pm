# The blocks of a document that are run: fences that say `sh run` or `sql run`, each with the `text` fence behind it as its answer.
package DocBlocks;

use strict;
use warnings;

use Exporter 'import';
use IPC::Run qw(run);

our @EXPORT = qw(fences blocks run_block stops_at_error comparable);

# All fences of a document, in order: { info, text, line }.
sub fences
{
	my ($file) = @_;
	my (@fences, $open);
	open(my $in, '<', $file) or die "$file: $!";
	while (my $line = <$in>)
	{
		if ($open && $line =~ /^```\s*$/) { push @fences, $open; undef $open; }
		elsif ($open) { $open->{text} .= $line; }
		elsif ($line =~ /^```(.*?)\s*$/) { $open = { info => $1, text => '', line => $. }; }
	}
	die "$file, line $open->{line}: the fence has no end" if $open;
	return @fences;
}

# The blocks that are run: { kind, text, line, answer }; without an answer what they print is not looked at.
sub blocks
{
	my ($file) = @_;
	my (@blocks, $last);
	for my $fence (fences($file))
	{
		if ($fence->{info} =~ /^(sh|sql) run$/)
		{
			$last = { kind => $1, text => $fence->{text}, line => $fence->{line} };
			push @blocks, $last;
		}
		elsif ($fence->{info} eq 'text' && $last) { $last->{answer} = $fence->{text}; undef $last; }
		else { undef $last; }
	}
	return @blocks;
}

# Runs a block in the folder, as the environment says: its output, errors among it, and whether it succeeded.
sub run_block
{
	my ($block, $folder) = @_;
	my @command = $block->{kind} eq 'sh' ? ('sh', '-e') : ('psql', '-X', '-v', 'ON_ERROR_STOP=' . stops_at_error($block));
	my $output = '';
	my $ok = run [@command], '<', \$block->{text}, '>', \$output, '2>&1', init => sub { chdir $folder or die $! };
	return ($output, $ok);
}

# Where the answer shows an error, psql goes on behind it as it does for a person.
sub stops_at_error
{
	my ($block) = @_;
	return ($block->{answer} // '') =~ /^ERROR:/m ? 0 : 1;
}

# The text without what differs from run to run: times, hashes of history, and the widths of the columns that hold them.
sub comparable
{
	my ($text) = @_;
	my @lines;
	for my $line (split /\n/, $text)
	{
		$line =~ s/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?([+-]\d\d(:\d\d)?)?/<timestamp>/g;
		$line =~ s/\b\d\d:\d\d:\d\d(\.\d+)?/<time>/g;
		$line =~ s/\b1-[0-9a-f]{64}\b/<hash>/g;
		$line =~ s/-{2,}/--/g;
		$line =~ s/ +/ /g unless $line =~ /^ +\^$/;
		$line =~ s/ +$//;
		push @lines, $line;
	}
	pop @lines while @lines && $lines[-1] eq '';
	return join("\n", @lines) . "\n";
}

1;
