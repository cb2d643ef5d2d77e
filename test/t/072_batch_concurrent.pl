# batch_update beside other sessions: who writes the same rows, who works on the same table, who renames it; and how it finds its rows.
use strict;
use warnings;

use IPC::Run qw(start);
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('beside');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->append_conf('postgresql.conf', "autovacuum = off\n");
$node->start;
$node->safe_psql('postgres', q{
	CREATE EXTENSION confiture;
	CREATE TABLE item (id int PRIMARY KEY, n int NOT NULL DEFAULT 0, written int NOT NULL DEFAULT 0);
	INSERT INTO item SELECT 2 * i FROM generate_series(1, 10000) AS i});

sub started
{
	my ($call) = @_;
	my ($output, $errors) = ('', '');
	my $process = start([ 'psql', '-XqAt', '-v', 'VERBOSITY=verbose', '-d', $node->connstr('postgres') . ' application_name=batch', '-c', $call ], '<', \undef, '>', \$output, '2>', \$errors);
	return { process => $process, errors => \$errors };
}

sub errors_of { my ($status, $output, $errors) = $node->psql('postgres', "\\set VERBOSITY verbose\n$_[0]"); return $errors }

# Others update, insert and delete all the time.
my $script = PostgreSQL::Test::Utils::tempdir() . '/writers.sql';
append_to_file($script, q{\set id random(1, 10000)
UPDATE item SET written = written + 1 WHERE id = 2 * :id;
INSERT INTO item (id, n) VALUES (2 * :id + 1, -1000) ON CONFLICT DO NOTHING;
DELETE FROM item WHERE id = 2 * :id - 1;
});
my ($output, $errors) = ('', '');
my $writers = start([ 'pgbench', '-n', '-c', '4', '-T', '600', '-f', $script, $node->connstr('postgres') . ' application_name=writers' ], '<', \undef, '>', \$output, '2>', \$errors);
ok($node->poll_query_until('postgres', 'SELECT sum(written) > 100 FROM item'), 'others write');
is($node->safe_psql('postgres', q{SET client_min_messages = warning; CALL confiture.batch_update('item', 'n = n + 1', batch_rows => 200)}), '', 'beside them it updates')
	for 1 .. 3;
$node->safe_psql('postgres', q{SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'writers'});
$writers->finish;
is($node->safe_psql('postgres', 'SELECT n, count(*) FROM item WHERE id % 2 = 0 GROUP BY n'), '3|10000', 'each row was updated once by each call');
cmp_ok($node->safe_psql('postgres', 'SELECT count(*) FROM item WHERE id % 2 = 1 AND n > -1000'), '>', 0, 'rows inserted ahead were visited');

# One session at a time per table.
my $held = started(q{CALL confiture.batch_update('item', 'n = 0', batch_rows => 100, pause => '1h')});
ok($node->poll_query_until('postgres', 'SELECT count(*) = 1 FROM confiture.batch'), 'one call pauses');
my $pid = $node->safe_psql('postgres', q{SELECT pid FROM pg_stat_activity WHERE application_name = 'batch'});
is($node->safe_psql('postgres', qq{SELECT query FROM pg_stat_activity WHERE pid = $pid}), 'confiture: batch_update of public.item, 100 rows', 'pg_stat_activity shows how far it is');
is($node->safe_psql('postgres', qq{SELECT backend_xmin IS NULL FROM pg_stat_activity WHERE pid = $pid}), 't', 'without a snapshot');
for my $call (q{CALL confiture.batch_update('item', 'n = 0', batch_rows => 100)}, q{CALL confiture.batch_delete('item', 'true')})
{
	like(errors_of($call), qr/ERROR:  ZF060: another session is working through table public.item in batches\nDETAIL:  It is pid $pid, role \w+, application "batch"\.\n/, "$call is refused");
}
unlike(errors_of('CREATE TABLE other (id int PRIMARY KEY); ' . q{CALL confiture.batch_delete('other', 'true')}), qr/ERROR/, 'another table is not concerned');
$node->safe_psql('postgres', "SELECT pg_cancel_backend($pid)");
$held->{process}->finish;
like(${ $held->{errors} }, qr/ERROR:  57014/, 'a cancel ends the pause');
unlike(errors_of(q{CALL confiture.batch_update('item', 'n = 0')}), qr/ERROR/, 'then the other one may');

# Another table gets the name meanwhile.
my $swapped = started(q{CALL confiture.batch_update('item', 'n = n + 1', batch_rows => 100, pause => '20ms')});
ok($node->poll_query_until('postgres', 'SELECT count(*) = 1 FROM confiture.batch'), 'a call has begun');
$node->safe_psql('postgres', q{BEGIN; ALTER TABLE item RENAME TO item_old; CREATE TABLE item (LIKE item_old INCLUDING ALL); INSERT INTO item SELECT * FROM item_old; COMMIT});
$swapped->{process}->finish;
like(${ $swapped->{errors} }, qr/ERROR:  ZF061: table public.item or its index "item_pkey" was changed meanwhile/, 'it notices');
is($node->safe_psql('postgres', 'SELECT count(*) FROM item WHERE n NOT IN (0, 1)'), 0, 'and has not written the new one');
is($node->safe_psql('postgres', 'SELECT count(*) FROM item JOIN item_old USING (id) WHERE item.n <> item_old.n'), 0, 'at all');
unlike(errors_of(q{CALL confiture.batch_update('item_old', 'n = n + 1', batch_rows => 1000)}), qr/ERROR/, 'repeated with the new name, it goes on');
is($node->safe_psql('postgres', 'SELECT count(*), count(*) FILTER (WHERE n = 1) FROM item_old') =~ /^(\d+)\|\1$/, 1, 'to the end, each row once');

# Neither the table nor an index of the condition is read again and again, whatever the planner believes.
$node->safe_psql('postgres', q{
	CREATE TABLE wide (tenant int, id int, state text, done boolean, PRIMARY KEY (tenant, id));
	INSERT INTO wide SELECT 1, i FROM generate_series(1, 30000) AS i;
	CREATE INDEX wide_state ON wide (state);
	CREATE TABLE one (id int PRIMARY KEY, state text, done boolean);
	INSERT INTO one SELECT i FROM generate_series(1, 30000) AS i;
	CREATE INDEX one_state ON one (state)});
# From 18 on, the planner reads so small a table whole for the one batch whose rows lie about.
my $whole = $node->pg_version->major < 18 ? 0 : 1;
for my $table ('wide', 'one')
{
	for my $analysed ('never analysed', 'analysed')
	{
		$node->safe_psql('postgres', "ANALYZE $table") if $analysed eq 'analysed';
		is($node->safe_psql('postgres', qq{
			SET client_min_messages = warning;
			CREATE TEMPORARY TABLE before AS SELECT (SELECT seq_scan FROM pg_stat_user_tables WHERE relname = '$table') AS seq,
				(SELECT idx_tup_read FROM pg_stat_user_indexes WHERE indexrelname = '${table}_state') AS state, (SELECT idx_tup_read FROM pg_stat_user_indexes WHERE indexrelname = '${table}_pkey') AS key;
			CALL confiture.batch_update('$table', 'done = true', 'state IS NULL', batch_rows => 500);
			SELECT pg_stat_force_next_flush();
			SELECT (SELECT seq_scan FROM pg_stat_user_tables WHERE relname = '$table') - seq <= $whole, (SELECT idx_tup_read FROM pg_stat_user_indexes WHERE indexrelname = '${table}_state') - state,
				(SELECT idx_tup_read FROM pg_stat_user_indexes WHERE indexrelname = '${table}_pkey') - key < 100000 FROM before}),
			"\nt|0|t", "table $table, $analysed: only its key is read");
	}
}

# In a migration: at top level in a worker.
$node->safe_psql('postgres', q{SELECT confiture.put('migrations/1_backfill.sql', E'ALTER TABLE one ADD COLUMN x int;\nCALL confiture.batch_update(''one'', ''x = id'', batch_rows => 10000);\nALTER TABLE one ALTER x SET NOT NULL;\n')});
unlike(errors_of('CALL confiture.migrate()'), qr/ERROR/, 'CALL migrate() runs it');
is($node->safe_psql('postgres', 'SELECT count(*), count(DISTINCT xmin::text) FROM one WHERE x = id'), '30000|3', 'in its transactions');
done_testing();
