#!/usr/bin/perl
# batch_update() of 5 million rows against one UPDATE of them, in turn on copies of one table, and how long its longest transaction takes.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use SideBySide;

$SideBySide::rounds = 3;    # each takes a minute and more
my $rows = $ENV{BATCH_ROWS} || 5_000_000;
source_database('bench_batch');
psql('bench_batch', '-c', q{CREATE TABLE item (id bigint PRIMARY KEY, name text NOT NULL, n integer NOT NULL, changed_at timestamptz)},
	'-c', "INSERT INTO item SELECT i, 'item ' || i, 0 FROM generate_series(1, $rows) AS i", '-c', 'VACUUM ANALYZE item');

my @longest;
my $times = in_turn('bench_batch', 'SELECT n, count(*) FROM item GROUP BY n',
	batches => sub { return timed($_[0], '-c', q{CALL confiture.batch_update('item', 'n = n + 1')}) },
	update => sub { return timed($_[0], '-c', 'UPDATE item SET n = n + 1') });
compare("batch_update() of $rows rows", $times->{batches}, 'one UPDATE', $times->{update}, 1.3);

# now() is the beginning of a batch's transaction; the next one begins when it has been committed.
with_copy('bench_batch', sub {
	psql(@_, '-c', q{CALL confiture.batch_update('item', 'n = n + 1, changed_at = now()')});
	my $milliseconds = psql(@_, '-c', q{SELECT max(lasted) FROM (SELECT extract(epoch FROM lead(changed_at) OVER (ORDER BY changed_at) - changed_at) * 1000 AS lasted
		FROM (SELECT DISTINCT changed_at FROM item) AS batch) AS b});
	verdict('longest transaction of a batch of 10,000 rows', sprintf('%.0f ms', $milliseconds), $milliseconds, 1000);
});
finish();
