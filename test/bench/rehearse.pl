#!/usr/bin/perl
# rehearse() against psql that runs the same statements and rolls them back, each of 10 ms and more; without a way back, which psql would not run either.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use SideBySide;

my $work = new_folder();
my @statements = (
	'UPDATE payment SET amount = amount + 1 WHERE id % 4 = 0',
	'ALTER TABLE payment ALTER COLUMN note TYPE varchar(60)',
	'ALTER TABLE payment ALTER COLUMN amount TYPE numeric(14,4)',
	'CREATE INDEX ON payment (customer)',
	'CREATE INDEX ON payment (amount, note)',
	'ALTER TABLE payment ADD CONSTRAINT positive CHECK (amount > 0)',
	'ALTER TABLE payment ADD FOREIGN KEY (customer) REFERENCES customer',
	'ALTER TABLE payment ADD COLUMN paid_at timestamptz DEFAULT clock_timestamp()',
	'INSERT INTO customer SELECT n FROM generate_series(20001, 60000) AS n',
	'DELETE FROM payment WHERE id % 10 = 0',
	'CREATE TABLE summary AS SELECT customer, sum(amount) AS amount FROM payment GROUP BY customer',
	'SELECT count(*) FROM payment JOIN customer ON customer.id = payment.customer',
);
my $text = join '', map { "$_;\n" } @statements;
write_file("$work/plain.sql", "BEGIN;\n${text}ROLLBACK;\n");
write_file("$work/source.psql", <<"SQL");
CREATE TABLE customer (id bigint PRIMARY KEY);
CREATE TABLE payment (id bigint PRIMARY KEY, customer bigint, amount numeric(12,2), note text);
INSERT INTO customer SELECT n FROM generate_series(1, 20000) AS n;
INSERT INTO payment SELECT n, 1 + n % 20000, n, 'payment number ' || n FROM generate_series(1, 200000) AS n;
SELECT confiture.put('migrations/1_all.up.sql', \$text\$-- confiture: irreversible=true
$text\$text\$);
SQL
source_database('bench_rehearsal', "$work/source.psql");
psql('bench_rehearsal', '-c', 'VACUUM ANALYZE');

my $times = in_turn('bench_rehearsal', 'SELECT count(*), sum(amount) FROM payment',
	rehearse => sub {
		timed(@_, '-c', 'SET confiture.rehearse_timeout = 0', '-c', "SELECT 1 / (count(*) = @{[ scalar @statements ]} AND count(error) = 0)::int FROM confiture.rehearse()");
	},
	psql => sub { timed(@_, '-o', '/dev/null', '-f', "$work/plain.sql") });

compare('rehearsal of ' . @statements . ' statements', $times->{rehearse}, 'psql -f of them, rolled back', $times->{psql}, 1.3);
finish();
