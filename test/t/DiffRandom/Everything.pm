# Random edits that many kinds of object have: to be dropped, to be renamed, to go to another schema, owners, comments, privileges and labels.
package DiffRandom::Everything;

use strict;
use warnings;

use DiffRandom::Words;

# Lists, by what can be done to them with ALTER, DROP, COMMENT and GRANT; the word for GRANT where it is another one.
my @in_schemas = ('table', 'view', 'materialized view', 'foreign table', 'sequence', 'function', 'procedure', 'aggregate', 'type', 'collation', 'conversion', 'operator', 'operator class',
	'operator family', 'statistics object', 'text search configuration', 'text search dictionary', 'text search parser', 'text search template');
my @elsewhere = ('schema', 'language', 'foreign data wrapper', 'server', 'event trigger', 'publication');
my @others = ('access method', 'cast', 'extension');
my @no_owner = ('text search parser', 'text search template');
my %grants = (
	table => [ 'SELECT', 'INSERT, UPDATE', 'ALL', 'TRIGGER' ], view => [ 'SELECT', 'ALL' ], 'materialized view' => ['SELECT'], 'foreign table' => [ 'SELECT', 'INSERT' ],
	sequence => [ 'USAGE', 'SELECT' ], function => ['EXECUTE'], procedure => ['EXECUTE'], aggregate => ['EXECUTE'], type => ['USAGE'], schema => [ 'USAGE', 'CREATE', 'ALL' ],
	language => ['USAGE'], 'foreign data wrapper' => ['USAGE'], server => ['USAGE']);
my %granted_on = (table => '', view => '', 'materialized view' => '', 'foreign table' => '', aggregate => 'FUNCTION', server => 'FOREIGN SERVER');

our %edits = (
	(map { my $kind = $_; ("$kind|drop" => sub { return 'DROP ' . noun($kind) . ' ' . object($kind)->{name} . any_of('', ' CASCADE', $kind =~ /function|type/ ? ' CASCADE' : '') }) } grep { $_ ne 'schema' } @in_schemas, @elsewhere, @others, 'transform', 'subscription'),
	(map { my $kind = $_; ("$kind|comment" => sub { my $object = object($kind); return 'COMMENT ON ' . noun($kind) . " $object->{name} IS " . words() }) } @in_schemas, @elsewhere, @others, 'transform', 'subscription', 'trigger', 'rule', 'policy', 'index'),
	(map { my $kind = $_; ("$kind|owner" => sub { return 'ALTER ' . noun($kind) . ' ' . object($kind)->{name} . ' OWNER TO ' . any_of(role(), role(), 'postgres', $kind =~ /event|wrapper/ ? 'regress_diff_super' : ()) }) } (grep { my $kind = $_; !grep { $_ eq $kind } @no_owner } @in_schemas), @elsewhere),
	(map { my $kind = $_; ("$kind|privileges" => sub { return privileges($kind) }) } sort keys %grants),
	(map { my $kind = $_; ("$kind|schema" => sub { return 'ALTER ' . noun($kind) . ' ' . object($kind)->{name} . ' SET SCHEMA ' . schema() }) } @in_schemas),
	(map { my $kind = $_; ("$kind|name" => sub { return 'ALTER ' . noun($kind) . ' ' . object($kind)->{name} . ' RENAME TO ' . name(substr $kind, 0, 1) }) } (grep { $_ ne 'operator' } @in_schemas), @elsewhere),
	(map { my $kind = $_; ("$kind|drop" => sub { return 'DROP ' . uc($kind) . ' ' . one($kind)->{name} }) } qw(trigger rule policy)),
	(map { my $kind = $_; ("$kind|labels" => sub { return 'SECURITY LABEL FOR regress_diff ON ' . noun($kind) . ' ' . object($kind)->{name} . ' IS ' . any_of('NULL', "'secret " . number(9) . "'") }) } qw(table view function schema sequence type publication)),
	(map { my $kind = $_; ("$kind|comment" => sub { my $column = one($kind); return "COMMENT ON COLUMN $column->{relation}.$column->{name} IS " . words() }) } 'table column', 'view column', 'materialized view column', 'foreign table column'),
	(map { my $kind = $_; ("$kind|privileges" => sub { my $column = one($kind); return 'GRANT ' . any_of('SELECT', 'UPDATE') . " ($column->{name}) ON $column->{relation} TO " . role() }) } 'table column', 'view column', 'foreign table column'),
	'table constraint|comment'  => sub { my $one = one('table constraint'); return "COMMENT ON CONSTRAINT $one->{name} ON $one->{relation} IS " . words() },
	'domain constraint|comment' => sub { my $one = one('domain constraint'); return "COMMENT ON CONSTRAINT $one->{name} ON DOMAIN $one->{relation} IS " . words() },
	'table column|labels'       => sub { my $column = one('table column'); return "SECURITY LABEL FOR regress_diff ON COLUMN $column->{relation}.$column->{name} IS 'secret " . number(9) . "'" },
	'type|attribute comment'    => sub { my $one = one('attribute'); return "COMMENT ON COLUMN $one->{relation}.$one->{name} IS " . words() },
);

sub noun
{
	my ($kind) = @_;
	return uc($kind eq 'statistics object' ? 'statistics' : $kind);
}

sub object
{
	my ($kind) = @_;
	return one($kind, sub { $_[0]{name} ne 'public' }) if $kind ne 'type';
	my @all = map { all($_) } qw(enum composite domain range), 'base type';
	return @all ? any_of(@all) : nothing('type');
}

sub words { return any_of('NULL', "'it''s number " . number(99) . "'", "E'in\\ntwo lines'", "'äöü'") }

sub privileges
{
	my ($kind) = @_;
	my $object = $kind eq 'schema' ? one('schema') : object($kind);
	my $on = $granted_on{$kind} // noun($kind);
	my $what = any_of($grants{$kind}->@*);
	return "GRANT $what ON $on $object->{name} TO " . any_of(role(), role(), 'PUBLIC') . any_of('', '', ' WITH GRANT OPTION') if chance(0.7);
	return "REVOKE ALL ON $on $object->{name} FROM " . any_of('PUBLIC', role(), 'CURRENT_USER');
}

1;
