# What load() takes from a folder of the server and refuses; archives cut off anywhere; databases of other encodings; cancels; large files.
use strict;
use warnings;

use File::Path qw(make_path remove_tree);
use FindBin qw($RealBin);
use lib $RealBin;
use PostgreSQL::Test::Utils;
use Rights;
use Test::More;

my $node = new_server('source');
my $database = new_database($node, 'source');
my $top = PostgreSQL::Test::Utils::tempdir();
my $folder = "$top/project";

sub put_file
{
	my ($path, $text) = @_;
	make_path("$folder/" . ($path =~ s{/?[^/]*$}{}r));
	open(my $file, '>:raw', "$folder/$path") or die "$path: $!";
	print $file $text;
	return close $file || die "$path: $!";
}

sub literal { return "'" . $_[0] =~ s/'/''/gr . "'" }
sub load { return 'SELECT path, change FROM confiture.load(' . literal($_[0] // $folder) . ')' }
sub loaded { return answer($node, 'postgres', $database, load(@_)) }
sub stored { return answer($node, 'postgres', $database, 'SELECT string_agg(path, $$ $$ ORDER BY path) FROM confiture.source') }

# Says why the folder is refused, as message and detail, and makes sure that nothing of it stays.
sub refused
{
	my ($why, $title, $where) = @_;
	my $before = stored();
	my $result = try($node, 'postgres', $database, load($where));
	is("$result->{state} $result->{message}: $result->{detail}", $why, $title);
	is(stored(), $before, "$title: nothing stays");
	return $result;
}

# A whole project: folders of any depth, links that stay in it, files that are none of its.
put_file('schema/10/a.sql', "CREATE TABLE a ();\n");
put_file('schema/9/b.sql', "CREATE TABLE \xc3\xa9 ();\n");
put_file("schema/\xc3\xa9.sql", '');
put_file('schema/deep/er/still/c.sql', '');
put_file('schema/notes.txt', "\xff");
put_file('migrations/1_a.up.sql', '');
put_file('seeds/a.sql', '');
put_file('other/a.sql', '');
symlink('../../other', "$folder/schema/9/other") or die;
symlink('nowhere', "$folder/schema/notes.md") or die;
symlink('10/a.sql', "$folder/schema/first.sql") or die;
is(loaded(), join("\n", map { "$_|added" } 'migrations/1_a.up.sql', 'schema/9/b.sql', 'schema/9/other/a.sql', 'schema/10/a.sql',
	'schema/deep/er/still/c.sql', 'schema/first.sql', "schema/\xc3\xa9.sql", 'seeds/a.sql'), 'a folder is loaded in the order of paths');
is(loaded("$folder/./schema/.."), '', 'unchanged files are not listed, however the folder is named');
symlink($folder, "$top/link") or die;
is(loaded("$top/link"), '', 'the folder itself may be a link');
put_file('seeds/a.sql', 'SELECT 1');
unlink("$folder/schema/first.sql") or die;
is(loaded(), "schema/first.sql|removed\nseeds/a.sql|changed", 'only changes are listed');
is(answer($node, 'postgres', $database, "SELECT path, origin, content FROM confiture.source WHERE path ~ 'seed'"), 'seeds/a.sql|load|SELECT 1',
	'the text is kept');
put_file('migrations/old/1_b.up.sql', '');
my $ignored = try($node, 'postgres', $database, load());
like($ignored->{messages}, qr{WARNING:.*file "migrations/old/1_b.up.sql" is ignored}, 'a file below migrations/ is ignored, but not silently');
remove_tree("$folder/migrations/old");

# No project.
my $not_absolute = 'The path must be absolute, and is one of the server.';
refused(qq{ZF001 can't load folder "project": $not_absolute}, 'a relative path', 'project');
refused(qq{ZF001 can't load folder "": $not_absolute}, 'an empty path', '');
refused(qq{ZF001 can't load folder "$top/none": No such file or directory.}, 'no such folder', "$top/none");
refused(qq{ZF001 can't load folder "$folder/seeds/a.sql": It is not a folder.}, 'a file', "$folder/seeds/a.sql");
my $neither = 'It holds neither schema/ nor migrations/.';
mkdir "$top/up" and symlink($folder, "$top/up/db") or die;
is(refused(qq{ZF001 can't load folder "$top/up": $neither}, 'the folder above', "$top/up")->{hint}, qq{Did you mean "$top/up/db"?},
	'a hint at the right folder below');
is(refused(qq{ZF001 can't load folder "$folder/schema": $neither}, 'a folder inside', "$folder/schema")->{hint}, qq{Did you mean "$folder"?},
	'a hint at the right folder above');
is(refused(qq{ZF001 can't load folder "$top": $neither}, 'some folder', $top)->{hint}, 'Name the folder that holds schema/ and migrations/.',
	'a hint at what the right folder holds');
mkdir "$top/closed", 0 or die;
refused(qq{ZF001 can't load folder "$top/closed": Permission denied.}, 'a folder that may not be read', "$top/closed");

# Entries that can't be read, or shouldn't be. Each is made, refused, and removed.
my $link_out = 'It is a link that leaves the folder.';
for (
	[ 'schema/x.sql', sub { symlink('/etc/passwd', $_[0]) }, $link_out, 'a link to a file outside' ],
	[ 'schema/x', sub { symlink('../../up', $_[0]) }, $link_out, 'a link to a folder outside' ],
	[ 'migrations/x.sql', sub { symlink('/dev/zero', $_[0]) }, $link_out, 'a link to a device' ],
	[ 'schema/x.sql', sub { symlink('nowhere', $_[0]) }, 'It is a link that leads nowhere: No such file or directory.', 'a broken link' ],
	[ 'schema/x.sql', sub { symlink('x.sql', $_[0]) }, 'It is a link that leads nowhere: Too many levels of symbolic links.', 'a link to itself' ],
	[ 'schema/10/x', sub { symlink('..', $_[0]) }, 'It is a link to a folder above itself.', 'a link that goes round' ],
	[ 'seeds/x', sub { symlink('../seeds', $_[0]) }, 'It is a link to a folder above itself.', 'a link to its own folder' ],
	[ 'schema/x.sql', sub { system('mkfifo', $_[0]) == 0 }, 'It is not a regular file.', 'a FIFO' ],
	[ 'schema/x.sql', sub { put_file('schema/x.sql', '') and chmod 0, $_[0] }, 'Permission denied.', 'a file that may not be read' ],
	[ 'schema/x', sub { mkdir $_[0], 0 }, 'Permission denied.', 'a folder in it that may not be read' ])
{
	my ($path, $make, $why, $title) = @$_;
	$make->("$folder/$path") or die "$path: $!";
	refused("ZF002 can't load \"$path\": $why", $title);
	unlink("$folder/$path") or rmdir("$folder/$path") or die "$path: $!";
}
for ([ "a\xe9", 'a\xE9', 'The path is not valid UTF-8.' ], [ "a\n", 'a\x0A', 'The path holds a control character.' ],
	[ 'a\\', 'a\\', 'The path holds a backslash; components are separated by slashes.' ])
{
	my ($name, $shown, $why) = @$_;
	put_file("schema/$name.sql", '');
	refused("ZF002 invalid path \"schema/$shown.sql\": $why", "a file called $shown.sql");
	unlink("$folder/schema/$name.sql") or die;
}
SKIP: {
	put_file('schema/Case.sql', '');
	skip 'the file system tells no case', 2 if -e "$folder/schema/case.sql";
	put_file('schema/case.sql', '');
	refused('ZF002 paths "schema/Case.sql" and "schema/case.sql" differ only in case: On some file systems they are one file.', 'two spellings');
}
unlink glob "$folder/schema/?ase.sql";
for ([ "SELECT 1;\n\0", 'line 2: text holds a NUL byte' ], [ "-- caf\xe9", 'line 1: text is not valid UTF-8 at byte 0xe9' ])
{
	my ($text, $why) = @$_;
	put_file('schema/x.sql', $text);
	refused("22021 file \"schema/x.sql\", $why: ", $why);
}
unlink "$folder/schema/x.sql" or die;
is(loaded(), '', 'after all that, the folder is as it was');

# Only roles that may read files of the server may load them, and only who may write source removes it.
answer($node, 'postgres', $database, 'CREATE ROLE plain LOGIN; CREATE ROLE reader LOGIN; GRANT pg_read_server_files TO reader;' .
	'GRANT USAGE ON SCHEMA confiture TO plain, reader; GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA confiture TO plain, reader');
is(refusal($node, 'plain', $database, load()), '42501 permission denied to read files of the server', 'a role without the right to read files');
is(refusal($node, 'plain', $database, load("$top/none")), '42501 permission denied to read files of the server', 'nor does it learn what is there');
unlink "$folder/seeds/a.sql" or die;
is(refusal($node, 'reader', $database, load()), '42501 permission denied to change file "seeds/a.sql"', 'a role may not prune what a superuser loaded');
like(stored(), qr{seeds/a\.sql}, 'it stays');
is(answer($node, 'reader', $database, load() =~ s/\)$/, prune => false)/r), '', 'unpruned, there is nothing to refuse');

# An archive that ends anywhere before its end is refused, so that what was cut off does not count as removed.
unlink "$folder/schema/notes.md" or die;

sub archive_file
{
	my ($how, $name) = @_;
	system('tar', '-C', $folder, $how, '--dereference', '-f', "$top/$name", 'schema', 'migrations') == 0 or die "tar failed";
	return 'pg_read_binary_file(' . literal("$top/$name") . ')';
}

sub lengths_taken
{
	my ($archive, $step) = @_;
	answer($node, 'postgres', $database, <<"SQL");
CREATE TEMP TABLE taken (length int);
DO \$do\$
DECLARE bytes bytea = $archive; until int;
BEGIN
	FOR until IN SELECT generate_series(0, length(bytes), $step) LOOP
		BEGIN
			PERFORM confiture.load_archive(substr(bytes, 1, until));
			INSERT INTO taken VALUES (until);
		EXCEPTION WHEN SQLSTATE 'ZF003' THEN NULL;
		END;
	END LOOP;
END
\$do\$;
SELECT min(length), length($archive) FROM taken;
SQL
}
my ($taken, $whole) = split /\|/, lengths_taken(archive_file('-cz', 'cut.tgz'), 1);
is($taken, $whole, "a compressed archive of $whole bytes is taken as a whole only");
my $plain = archive_file('-cb1', 'cut.tar');
($taken, $whole) = split /\|/, lengths_taken($plain, 128);
cmp_ok($taken, '>', $whole - 1024, "a plain archive of $whole bytes is taken from its end mark on");

# Other encodings: the same texts, checksums and order; what the encoding lacks is refused with the path.
answer($node, 'postgres', 'postgres', "CREATE DATABASE $_ TEMPLATE template0 ENCODING '$_' LOCALE 'C'") for qw(latin1 sql_ascii euc_jp);
answer($node, 'postgres', $_, 'CREATE EXTENSION confiture') for qw(latin1 sql_ascii euc_jp);
unlink "$folder/schema/9/b.sql" or die;
put_file('schema/a.sql', '');
put_file('schema/z.sql', "-- \xc2\xa7");
my $bytes = archive_file('-cz', 'encodings.tgz');
my $state = 'SELECT path, checksum FROM confiture.load_archive(%s) JOIN confiture.source USING (path)';
my $expected = answer($node, 'postgres', $database, "SET client_min_messages = error; SELECT confiture.remove(path) FROM confiture.source \\g /dev/null
" . sprintf($state, $bytes));
for my $encoding (qw(latin1 sql_ascii))
{
	local $ENV{PGCLIENTENCODING} = $encoding eq 'latin1' ? 'UTF8' : 'SQL_ASCII';
	is(answer($node, 'postgres', $encoding, sprintf $state, $bytes), $expected, "$encoding: the same files and checksums");
	is(answer($node, 'postgres', $encoding, "SELECT count(*) FROM confiture.load_archive($bytes)"), '0', "$encoding: and the same again");
	is(answer($node, 'postgres', $encoding, load() =~ s/path, change/count(*)/r), '0', "$encoding: and the same from the folder");
}
is(answer($node, 'postgres', 'latin1', "SELECT octet_length(path), length(content), octet_length(content) FROM confiture.source WHERE content ~ '--'
	UNION ALL SELECT octet_length(path), 0, 0 FROM confiture.source WHERE path ~ '[^ -~]'"), "12|4|4\n12|0|0", 'latin1: one byte a character');
put_file('schema/z.sql', "-- \xe2\x82\xac");
my $lacking = try($node, 'postgres', 'latin1', load());
is($lacking->{state}, '22P05', 'latin1 has no euro sign');
like($lacking->{messages}, qr{CONTEXT:  file "schema/z.sql"}, 'the file with the euro sign is named');
unlink "$folder/schema/z.sql" or die;
put_file("schema/\xe2\x82\xac.sql", '');
is(refusal($node, 'postgres', 'latin1', load()) =~ s/:.*//r, '22P05 character with byte sequence 0xe2 0x82 0xac in encoding "UTF8" has no equivalent in encoding "LATIN1"',
	'nor for paths');
is(answer($node, 'postgres', 'latin1', "SELECT count(*) FROM confiture.source WHERE path ~ 'z.sql'"), '1', 'and nothing of either stays');
unlink "$folder/schema/\xe2\x82\xac.sql" or die;
is(refusal($node, 'postgres', 'sql_ascii', "SELECT confiture.put('schema/x.sql', E'-- caf\\xe9')"),
	'22021 file "schema/x.sql", line 1: text is not valid UTF-8 at byte 0xe9', 'sql_ascii: what is no UTF-8 is refused all the same');

# A long unpacking can be cancelled: 16 GB of zeros, as members of 64 MB, in 16 MB.
my $zeros = "$top/zeros.gz";
system("(cd $folder && tar -c schema migrations) | head -c 1024 | gzip > $zeros && head -c 64M /dev/zero | gzip -1 > $top/some.gz") == 0 or die;
system("for i in \$(seq 256); do cat $top/some.gz; done >> $zeros") == 0 or die;
is(refusal($node, 'postgres', $database, "SET confiture.archive_size = '1TB'; SET statement_timeout = '500ms';
	SELECT * FROM confiture.load_archive(pg_read_binary_file(" . literal($zeros) . '))'), '57014 canceling statement due to statement timeout',
	'unpacking can be cancelled');

# Memory: a file of 100 MB takes less than 3 times as much, shared buffers left out.
$node->append_conf('postgresql.conf', 'shared_buffers = 2MB');
$node->restart;
put_file('seeds/large.sql', "-- 34 bytes of a comment, no more.\n" x (100_000_000 / 35));
my ($more, $length) = split /\n/, answer($node, 'postgres', $database, <<"SQL");
CREATE FUNCTION peak() RETURNS int LANGUAGE sql AS
	\$\$SELECT substring(pg_read_file('/proc/self/status', 0, 100000) FROM 'VmHWM:\\s+(\\d+) kB')::int\$\$;
SELECT peak() AS before \\gset
\\o /dev/null
@{[ load() ]};
\\o
SELECT peak() - :before;
SELECT length(content) FROM confiture.source WHERE path = 'seeds/large.sql';
SQL
is($length, -s "$folder/seeds/large.sql", 'a file of 100 MB is loaded');
cmp_ok($more, '<', 3 * $length / 1024, 'it takes less than 3 times its size in memory');

done_testing();
