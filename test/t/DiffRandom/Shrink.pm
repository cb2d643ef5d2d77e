# Makes a pair that fails as small as it still fails, and keeps it as a case.
package DiffRandom::Shrink;

use strict;
use warnings;

use DiffRandom qw(judge_lists);
use Exporter 'import';
use PostgreSQL::Test::Utils;

our @EXPORT_OK = qw(shrink);

my $seconds = $ENV{DIFF_SHRINK} // 60;

# Leaves away statements for as long as the failure is of the same class; returns the name of the folder in tmp_check/diff_random with old.sql, new.sql and what was said.
sub shrink
{
	my ($node, $worker, $seed, $failure) = @_;
	my $until = time + $seconds;
	my $fails = sub {
		my ($old, $new) = @_;
		my $again = judge_lists($node, $worker, $old, $new, $failure->{online});
		return defined $again && $again->{class} eq $failure->{class};
	};
	# The edits alone say more, but it may need what the plans have done in between.
	my ($old, $new, $how);
	for my $kind (qw(edits statements))
	{
		($old, $new, $how) = ($failure->{old}{$kind}, $failure->{new}{$kind}, $kind);
		last if $fails->($old, $new);
		$how = 'not again from nothing';
	}
	($old, $new) = smaller($old, $new, $until, $fails) if $how ne 'not again from nothing';
	return keep("${seed}_$failure->{run}_$failure->{pair}", $failure, $how, $old, $new);
}

# What both begin with is left away from both. Large pieces are tried first.
sub smaller
{
	my ($old, $new, $until, $fails) = @_;
	my $same = 0;
	$same++ while $same < @$old && $same < @$new && $old->[$same] eq $new->[$same];
	my @items = ((map { [ $_, 'both' ] } @$old[ 0 .. $same - 1 ]), (map { [ $_, 'old' ] } @$old[ $same .. $#$old ]), (map { [ $_, 'new' ] } @$new[ $same .. $#$new ]));
	my $size = int(@items / 2);
	while ($size >= 1)
	{
		my $at = 0;
		my $before = @items;
		while ($at < @items && time < $until)
		{
			my @fewer = @items;
			splice @fewer, $at, $size;
			if ($fails->(lists_of(@fewer))) { @items = @fewer }
			else                            { $at += $size }
		}
		$size = $size == 1 && @items < $before && time < $until ? 1 : int($size / 2);
	}
	return lists_of(@items);
}

sub lists_of
{
	return ([ map { $_->[0] } grep { $_->[1] ne 'new' } @_ ], [ map { $_->[0] } grep { $_->[1] ne 'old' } @_ ]);
}

sub keep
{
	my ($name, $failure, $how, $old, $new) = @_;
	my $folder = ($ENV{TESTDATADIR} // 'tmp_check') . '/diff_random';
	mkdir $folder;
	mkdir "$folder/$name";
	my %files = ('old.sql' => join('', map { "$_;\n" } @$old), 'new.sql' => join('', map { "$_;\n" } @$new), failure => "$failure->{text}\nonline: $failure->{online}\n$how\n");
	for my $file (sort keys %files)
	{
		open(my $out, '>:raw', "$folder/$name/$file") or die "$folder/$name/$file: $!";
		print $out $files{$file};
		close $out;
	}
	return $name;
}

1;
