# Restores pg_dump's output in an empty database, by psql and by building it as source, and compares what is dumped from there.
package DumpRoundTrip;

use strict;
use warnings;

use Exporter 'import';
use IPC::Run ();
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

our @EXPORT = qw(new_server run_psql dump round_trip restore_with_psql restore_with_put restore_with_archive);

my $folder;
my $restored = 0;

# A started server whose databases are in UTF-8 and sort alike on every machine.
sub new_server
{
	my ($name) = @_;
	$folder = PostgreSQL::Test::Utils::tempdir();
	my $node = PostgreSQL::Test::Cluster->new($name);
	$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
	# Subscriptions ask for the level of WAL; ANALYZE at a time of its own would add rows to the catalogs.
	$node->append_conf('postgresql.conf', "wal_level = logical\nautovacuum = off");
	$node->start;
	return $node;
}

# Runs psql with these arguments and returns its output; dies of its first error.
sub run_psql
{
	my ($node, $database, @arguments) = @_;
	my ($output, $errors) = ('', '');
	IPC::Run::run(
		[ 'psql', '-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr($database), @arguments ],
		'<', \undef, '>', \$output, '2>', \$errors)
	  or die "psql @arguments: $errors";
	return $output;
}

# What pg_dump writes of a database.
sub dump
{
	my ($node, $database, @options) = @_;
	my ($text, $errors) = ('', '');
	IPC::Run::run([ 'pg_dump', @options, $node->connstr($database) ], '<', \undef, '>', \$text, '2>', \$errors)
	  or die "pg_dump @options $database: $errors";
	return $text;
}

# The same text but for the keys that pg_dump draws anew each time.
sub comparable { return shift =~ s/^(\\(?:un)?restrict) \w+$/$1/mgr }

sub restore_with_psql
{
	my ($node, $database, $file) = @_;
	run_psql($node, $database, '-f', $file);
}

# The text goes in as one file of source, as any client would send it.
sub restore_with_put
{
	my ($node, $database, $file) = @_;
	build($node, $database, <<"SQL");
\\set content `cat '$file'`
SELECT confiture.put('schema/dump.sql', :'content');
SQL
}

# The text goes in as an archive of a folder, as it does from a client without access to the server's files.
sub restore_with_archive
{
	my ($node, $database, $file) = @_;
	my $project = "$folder/$database";
	mkdir $project or die "$project: $!";
	mkdir "$project/schema" or die "$project/schema: $!";
	link $file, "$project/schema/dump.sql" or die "$project/schema/dump.sql: $!";
	build($node, $database, <<"SQL");
\\set archive `tar -C '$project' -cz . | base64 -w0`
SELECT count(*) FROM confiture.load_archive(decode(:'archive', 'base64'));
SQL
}

sub build
{
	my ($node, $database, $load) = @_;
	my $script = "$folder/$database.psql";
	append_to_file($script, "CREATE EXTENSION confiture;\n${load}SELECT path FROM confiture.build();\n");
	# What was built may publish all tables, the extension's own among them; these must be as easy to change as before.
	append_to_file($script, <<'SQL');
SELECT confiture.put('schema/later.sql', text) FROM unnest(ARRAY['SELECT 1', 'SELECT 2']) AS text;
SELECT confiture.remove('schema/later.sql');
SQL
	run_psql($node, $database, '-f', $script) =~ m{^schema/dump\.sql$}m
	  or die "the build of $database did not report its file";

	my @ours = grep { /confiture/ } split /\n/, DumpRoundTrip::dump($node, $database, '-N', 'confiture');
	die "pg_dump -N confiture of $database: @ours" if grep { !/^(?:--|CREATE EXTENSION|COMMENT ON EXTENSION) / } @ours;
	run_psql($node, $database, '-c', 'DROP EXTENSION confiture');
}

# Tests that a database dumps alike after its dump was restored elsewhere, where nothing of the extension is left then.
sub round_trip
{
	my ($node, $database, $restore, $title, @options) = @_;
	my $before = DumpRoundTrip::dump($node, $database, @options);
	my $target = 'restored_' . ++$restored;
	my $file = "$folder/$target.sql";
	append_to_file($file, $before);

	# What a dump without --create leaves out: rights on the database, without which a role cannot make its schema.
	run_psql($node, 'postgres', '-c', "CREATE DATABASE $target TEMPLATE template0",
		'-c', "GRANT CREATE ON DATABASE $target TO PUBLIC");
	if (!eval { $restore->($node, $target, $file); 1 })
	{
		fail($title);
		return diag($@);
	}
	my $after = DumpRoundTrip::dump($node, $target, @options);
	ok(comparable($before) eq comparable($after), $title)
	  or show_difference("$folder/$target", comparable($before), comparable($after));
}

sub show_difference
{
	my ($path, $before, $after) = @_;
	append_to_file("$path.before", $before);
	append_to_file("$path.after", $after);
	my $difference = '';
	IPC::Run::run([ 'diff', '-U2', "$path.before", "$path.after" ], '>', \$difference);
	my @lines = split /\n/, $difference;
	diag(join "\n", @lines > 60 ? (@lines[ 0 .. 59 ], '...') : @lines);
}

1;
