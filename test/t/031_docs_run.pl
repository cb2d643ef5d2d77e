# The commands in the documents do what the documents show: each document's blocks run in order, in a folder and on a server of their own.
use strict;
use warnings;

use Cwd qw(abs_path);
use DocBlocks;
use File::Basename qw(dirname);
use File::Find qw(find);
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $top = abs_path(dirname(abs_path(__FILE__)) . '/../..');
my @must_run = map { "$top/$_" } qw(README.md docs/getting-started.md docs/guides/build.md docs/guides/migrations.md docs/guides/test-databases.md docs/guides/large-tables.md docs/guides/deploy.md docs/guides/ddl-to-migration.md docs/guides/drift.md);
my @documents = ("$top/README.md");
find({ no_chdir => 1, wanted => sub { push @documents, $_ if /\.md$/ } }, "$top/docs");

# Whatever the caller's shell says must not change the answers.
delete @ENV{ grep { /^(PG|LC_|LANG)/ && !/^PG_/ } keys %ENV };
local $ENV{LC_ALL} = 'C';

for my $document (sort @documents)
{
	my $name = $document =~ s{^\Q$top\E/}{}r;
	my @blocks = blocks($document);
	ok(scalar @blocks, "$name has blocks that are run") if grep { $_ eq $document } @must_run;
	next if !@blocks;

	my $node = PostgreSQL::Test::Cluster->new($name =~ s/\W/_/gr);
	$node->init(extra => [ '--encoding=UTF8', '--locale=C', '--username=postgres' ]);
	local %ENV = (%ENV, PGHOST => $node->host, PGPORT => $node->port, PGUSER => 'postgres', PGDATABASE => 'shop');
	$node->start;
	my $folder = PostgreSQL::Test::Utils::tempdir();
	my @empty = grep { !stops_at_error($_) && $_->{kind} eq 'sh' } @blocks;
	is(scalar @empty, 0, "$name: no shell block is meant to fail");

	for my $block (@blocks)
	{
		my ($output, $ok) = run_block($block, $folder);
		ok($ok, "$name, line $block->{line}: runs") or diag($output);
		is(comparable($output), comparable($block->{answer}), "$name, line $block->{line}: answers as shown") if defined $block->{answer};
		unlike($output, qr/^ERROR:/m, "$name, line $block->{line}: no error") if stops_at_error($block);
	}
	$node->stop;
}

done_testing();
