# A build that needs more locks than the server has says how many it needs, leaves nothing, and passes with that many.
use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('locks');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->append_conf('postgresql.conf', "max_connections = 10\nmax_locks_per_transaction = 10\nautovacuum = off\nmax_wal_senders = 0\nmax_worker_processes = 2");
$node->start;
$node->safe_psql('postgres', 'CREATE EXTENSION confiture');

sub fill
{
	my ($path, $files, $tables) = @_;
	$node->safe_psql('postgres', qq{
		SELECT count(confiture.remove(path)) FROM confiture.source;
		SELECT count(confiture.put(format('$path', f), (SELECT string_agg(format(E'CREATE TABLE t%s_%s (\\n    a int PRIMARY KEY\\n);\\n', f, t), '') FROM generate_series(1, $tables) t)))
		  FROM generate_series(1, $files) f});
}

sub refused
{
	my ($call, $place, $title) = @_;
	my ($status, $output, $errors) = $node->psql('postgres', "\\set VERBOSITY verbose\n$call");
	like($errors, qr/ERROR:  53200: out of shared memory\n/, "$title: refused");
	like($errors, $place, "$title: says where");
	like($errors, qr/HINT:  Set max_locks_per_transaction to about (\d+) \(it is 10\), and restart the server\.\n/, "$title: says what is needed");
	is($node->safe_psql('postgres', q{SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace}), 0, "$title: no table stays");
	is($node->safe_psql('postgres', 'SELECT count(*) FROM confiture.history'), 0, "$title: nothing is recorded");
	return $errors =~ /to about (\d+)/ ? $1 : 0;
}

fill('schema/%s.sql', 400, 1);
my $needed = refused('SELECT confiture.build()', qr/CONTEXT:  schema\/\d+\.sql, line 1, statement 1\n/, 'many files');
fill('schema/%s.sql', 1, 1200);
my $needed_by_one = refused('SELECT confiture.build()', qr/CONTEXT:  schema\/1\.sql, line \d+, statement \d+\n/, 'one file');
refused("CALL confiture.build_database('fresh')", qr/CONTEXT:  schema\/1\.sql, line \d+, statement \d+\n/, 'a fresh database');
is($node->safe_psql('postgres', 'SELECT count(*) FROM confiture.database'), 0, 'a fresh database: no template stays');
fill('migrations/%s_m.sql', 400, 1);
refused('SELECT confiture.migrate_up()', qr/CONTEXT:  migrations\/\d+_m\.sql, (?:line 1, statement 1|behind its end)\n/, 'many migrations');

sub enough
{
	my ($files, $tables, $needed, $title) = @_;
	fill('schema/%s.sql', $files, $tables);
	$node->append_conf('postgresql.conf', "max_locks_per_transaction = $needed");
	$node->restart;
	is($node->safe_psql('postgres', 'SELECT sum(statements) FROM confiture.build(dry_run => true)'), $files * $tables, "$title: as many as it asked for are enough");
	cmp_ok($needed, '<', $files * $tables / 2, "$title: and not far too many");
}
enough(400, 1, $needed, 'many files');
enough(1, 1200, $needed_by_one, 'one file');
done_testing();
