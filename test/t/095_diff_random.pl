# The same pairs of random schemas each time; `make random` judges others.
use strict;
use warnings;

use FindBin qw($RealBin);
use lib $RealBin;
use DiffRandom::Run qw(test_pairs);
use Test::More;

test_pairs($ENV{DIFF_SEED} || 4, $ENV{DIFF_PAIRS} || 160, 0);
done_testing();
