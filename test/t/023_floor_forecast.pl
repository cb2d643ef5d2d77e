# What is foreseen of a statement: whether it can run in a transaction, and which relations it will lock.
use strict;
use warnings;

use GroundFloor;
use Test::More;

my $node = new_floor('forecast');

$node->safe_psql('postgres', <<'SQL');
CREATE SCHEMA app;
CREATE TABLE app.customer (id bigint PRIMARY KEY, name text);
CREATE TABLE app.invoice (id bigint PRIMARY KEY, customer bigint REFERENCES app.customer ON DELETE CASCADE, amount numeric);
CREATE TABLE app.line (id bigint, invoice bigint REFERENCES app.invoice);
CREATE VIEW app.open AS SELECT i.id, c.name FROM app.invoice i JOIN app.customer c ON c.id = i.customer;
CREATE TABLE app.event (at date, what text) PARTITION BY RANGE (at);
CREATE TABLE app.event_2024 PARTITION OF app.event FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE app.event_rest PARTITION OF app.event DEFAULT;
CREATE INDEX event_at ON app.event (at);
CREATE TABLE app.loose (at date, what text);
CREATE TABLE app.watched (id int);
CREATE FUNCTION app.watch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER watch BEFORE INSERT ON app.watched FOR EACH ROW EXECUTE FUNCTION app.watch();
CREATE MATERIALIZED VIEW app.totals AS SELECT customer, sum(amount) FROM app.invoice GROUP BY customer;
CREATE TABLE app."Odd name" (id int);
SQL

my $quote = "\$sql\$";

sub foreseen { return ask($node, "SET search_path = app, ground, public; SELECT step, ends_segment, complete, locks FROM ground_forecast($quote$_[0]$quote)") }

# Statement, whether all is known, locks.
sub locks
{
	my ($statement, $complete, $locks) = @_;
	is(foreseen($statement), "transactional|f|$complete|$locks", $statement);
}

# Steps: in a transaction or by themselves.
my %steps = (
	'CREATE INDEX CONCURRENTLY i ON nothing (a)' => 'create_index',
	'CREATE INDEX i ON nothing (a)' => 'transactional',
	'DROP INDEX CONCURRENTLY nothing' => 'drop_index',
	'DROP INDEX nothing' => 'transactional',
	'REINDEX INDEX CONCURRENTLY nothing' => 'reindex',
	'REINDEX (CONCURRENTLY) TABLE nothing' => 'reindex',
	'REINDEX (CONCURRENTLY false) TABLE nothing' => 'transactional',
	'REINDEX TABLE event' => 'reindex',
	'REINDEX INDEX event_at' => 'reindex',
	'REINDEX TABLE customer' => 'transactional',
	'REINDEX SCHEMA app' => 'reindex',
	'REINDEX DATABASE postgres' => 'reindex',
	'REINDEX SYSTEM postgres' => 'reindex',
	'CLUSTER' => 'cluster',
	'CLUSTER customer USING customer_pkey' => 'transactional',
	'CLUSTER event USING event_at' => 'cluster',
	'VACUUM customer' => 'vacuum',
	'VACUUM (ANALYZE) customer' => 'vacuum',
	'ANALYZE customer' => 'transactional',
	'ALTER TABLE event DETACH PARTITION event_2024 CONCURRENTLY' => 'detach',
	'ALTER TABLE event DETACH PARTITION event_2024' => 'transactional',
	'ALTER TABLE event DETACH PARTITION event_2024 FINALIZE' => 'transactional',
	'CREATE DATABASE d' => 'create_database',
	'DROP DATABASE d' => 'drop_database',
	'ALTER DATABASE d SET TABLESPACE t' => 'alter_database',
	'ALTER DATABASE d SET work_mem = 1' => 'transactional',
	'ALTER DATABASE d CONNECTION LIMIT 1' => 'transactional',
	'ALTER SYSTEM SET work_mem = 1' => 'alter_system',
	"CREATE TABLESPACE t LOCATION '/nowhere'" => 'create_tablespace',
	'DROP TABLESPACE t' => 'drop_tablespace',
	"CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p" => 'create_subscription',
	"CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (connect = false)" => 'transactional',
	'ALTER SUBSCRIPTION s REFRESH PUBLICATION' => 'alter_subscription',
	'ALTER SUBSCRIPTION s SET PUBLICATION p' => 'alter_subscription',
	'ALTER SUBSCRIPTION s ADD PUBLICATION p WITH (refresh = false)' => 'transactional',
	'ALTER SUBSCRIPTION s DISABLE' => 'transactional',
	'DROP SUBSCRIPTION s' => 'drop_subscription',
	"CALL confiture.batch_update('app.customer', 'name = lower(name)')" => 'batch',
	"CALL confiture.batch_delete('app.customer', 'true')" => 'batch',
	'CALL app.batch_update()' => 'call',
	'CALL batch_update()' => 'call',
	'CALL something()' => 'call',
	'DISCARD ALL' => 'other',
	'DISCARD TEMP' => 'transactional',
	'SELECT 1' => 'transactional',
);
for my $statement (sort keys %steps)
{
	like(foreseen($statement), qr/^\Q$steps{$statement}\E\|f\|/, "$statement: $steps{$statement}");
}
is(foreseen("ALTER TYPE mood ADD VALUE 'glad'"), 'transactional|t|t|', 'a new value of an enum ends its segment');
is(foreseen("ALTER TYPE mood RENAME VALUE 'glad' TO 'happy'"), 'transactional|f|t|', 'a new name does not');

# Locks.
locks('ALTER TABLE customer ADD COLUMN email text', 't', 'app.customer AccessExclusiveLock');
locks('ALTER TABLE app.customer ALTER COLUMN name SET STATISTICS 100', 't', 'app.customer ShareUpdateExclusiveLock');
locks('ALTER TABLE loose ADD FOREIGN KEY (what) REFERENCES customer', 't', 'app.customer ShareRowExclusiveLock, app.loose ShareRowExclusiveLock');
locks('ALTER TABLE loose ADD COLUMN c bigint REFERENCES customer', 't', 'app.customer ShareRowExclusiveLock, app.loose AccessExclusiveLock');
locks('ALTER TABLE invoice VALIDATE CONSTRAINT invoice_customer_fkey', 't', 'app.customer RowShareLock, app.invoice ShareUpdateExclusiveLock');
locks('ALTER TABLE event ADD COLUMN more text', 't', 'app.event AccessExclusiveLock, app.event_2024 AccessExclusiveLock, app.event_rest AccessExclusiveLock');
locks('ALTER TABLE ONLY event ADD COLUMN more text', 't', 'app.event AccessExclusiveLock');
locks("ALTER TABLE event ATTACH PARTITION loose FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')", 't',
	'app.loose AccessExclusiveLock, app.event_rest AccessExclusiveLock, app.event ShareUpdateExclusiveLock');
locks('ALTER TABLE nothing ADD COLUMN a int', 't', '');
locks('CREATE TABLE paid (invoice bigint REFERENCES invoice, LIKE customer)', 't', 'app.invoice ShareRowExclusiveLock, app.customer AccessShareLock');
locks('CREATE TABLE event_x PARTITION OF event FOR VALUES IN (1)', 't', 'app.event AccessExclusiveLock, app.event_rest AccessExclusiveLock');
locks('CREATE TABLE more () INHERITS (customer)', 't', 'app.customer ShareUpdateExclusiveLock');
locks('DROP TABLE invoice', 't', 'app.invoice AccessExclusiveLock, app.customer AccessExclusiveLock');
locks('DROP TABLE customer CASCADE', 'f', 'app.customer AccessExclusiveLock, app.invoice AccessExclusiveLock');
locks('DROP INDEX customer_pkey', 't', 'app.customer AccessExclusiveLock, app.customer_pkey AccessExclusiveLock');
locks('DROP TRIGGER watch ON watched', 't', 'app.watched AccessExclusiveLock');
locks('DROP FUNCTION nothing()', 't', '');
locks('TRUNCATE customer, line', 't', 'app.customer AccessExclusiveLock, app.line AccessExclusiveLock');
locks('TRUNCATE customer CASCADE', 'f', 'app.customer AccessExclusiveLock, app.invoice AccessExclusiveLock');
locks("COMMENT ON TABLE customer IS 'x'", 't', 'app.customer ShareUpdateExclusiveLock');
locks("COMMENT ON COLUMN app.customer.name IS 'x'", 't', 'app.customer ShareUpdateExclusiveLock');
locks('CREATE INDEX ON customer (name)', 't', 'app.customer ShareLock');
locks('CREATE TRIGGER t BEFORE UPDATE ON customer FOR EACH ROW EXECUTE FUNCTION watch()', 't', 'app.customer ShareRowExclusiveLock');
locks('CREATE VIEW v AS SELECT * FROM open', 't', 'app.open AccessShareLock, app.invoice AccessShareLock, app.customer AccessShareLock');
locks('CREATE OR REPLACE VIEW open AS SELECT id, name FROM customer', 't', 'app.customer AccessShareLock, app.open AccessExclusiveLock');
locks('REFRESH MATERIALIZED VIEW totals', 't', 'app.totals AccessExclusiveLock, app.invoice AccessShareLock');
locks('LOCK TABLE customer IN SHARE MODE', 't', 'app.customer ShareLock');
locks('ALTER TABLE customer RENAME COLUMN name TO called', 't', 'app.customer AccessExclusiveLock');
locks('ALTER INDEX customer_pkey RENAME TO p', 't', 'app.customer_pkey ShareUpdateExclusiveLock');
locks('ALTER TABLE customer SET SCHEMA public', 't', 'app.customer AccessExclusiveLock');
locks('ALTER TABLE customer OWNER TO CURRENT_USER', 't', 'app.customer AccessExclusiveLock');
locks('GRANT SELECT ON customer TO PUBLIC', 't', $node->pg_version->major < 18 ? '' : 'app.customer AccessShareLock');
locks('ALTER TABLE "Odd name" ADD a int', 't', 'app."Odd name" AccessExclusiveLock');
locks('CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$BEGIN END$$', 't', '');

locks('SELECT * FROM invoice', 't', 'app.invoice AccessShareLock');
locks('SELECT * FROM invoice, customer c FOR UPDATE OF c', 't', 'app.invoice AccessShareLock, app.customer RowShareLock');
locks('WITH customer AS (SELECT 1) SELECT * FROM customer', 't', '');
locks('SELECT (SELECT max(id) FROM customer) FROM invoice FOR SHARE', 't', 'app.customer AccessShareLock, app.invoice RowShareLock');
locks('INSERT INTO invoice SELECT id FROM customer', 't', 'app.invoice RowExclusiveLock, app.customer RowShareLock');
locks('UPDATE loose SET what = name FROM customer', 't', 'app.loose RowExclusiveLock, app.customer AccessShareLock');
locks('DELETE FROM customer', 't', 'app.customer RowExclusiveLock, app.invoice RowExclusiveLock, app.line RowShareLock');
locks('DELETE FROM event', 't', 'app.event RowExclusiveLock, app.event_2024 RowExclusiveLock, app.event_rest RowExclusiveLock');

# What can't be known is said to be unknown.
locks('INSERT INTO watched VALUES (1)', 'f', 'app.watched RowExclusiveLock');
locks('SELECT app.watch()', 'f', '');
locks('SELECT lower(name) FROM customer', 't', 'app.customer AccessShareLock');
locks('DO $$BEGIN DROP TABLE customer; END$$', 'f', '');
locks('EXECUTE something', 'f', '');
locks('CREATE EXTENSION something', 'f', '');
locks('DROP SCHEMA app CASCADE', 'f', '');

is(ask($node, "BEGIN; SELECT FROM ground_forecast('DROP TABLE app.customer CASCADE; TRUNCATE app.line');
	SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'relation' AND relation >= 16384"), '0', 'nothing is locked by looking');

log_is_clean($node);
done_testing();
