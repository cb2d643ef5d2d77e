# Pairs of schemas by chance: the plan takes the one to the other and back, whatever edits lie between them.
use strict;
use warnings;

use FindBin qw($RealBin);
use lib "$RealBin/../t";
use DiffRandom::Run qw(test_pairs);
use Test::More;

# DIFF_SEED repeats what a run of this program has done, or is `random`; DIFF_PAIRS says how many pairs, DIFF_RUNS="3 7" which runs of 20 of them alone.
my $pairs = $ENV{DIFF_PAIRS} || 2000;
test_pairs($ENV{DIFF_SEED} || 'random', $pairs, $pairs >= 2000 ? 20 : 0);
done_testing();
