# Writes projects of any size, the same ones each time.
package Project;

use strict;
use warnings;

use Exporter 'import';
use File::Basename qw(dirname);
use File::Path qw(make_path);
use SideBySide;

our @EXPORT = qw(schema_files migration_files seed_file write_project archive);

# Texts of the files of a schema by their paths: each a table with identity, a foreign key, an index and two comments, in four statements.
sub schema_files
{
	my ($count) = @_;
	return map { sprintf('schema/%02d_area/%04d_table.sql', $_ / 100, $_) => table($_) } 1 .. $count;
}

sub table
{
	my ($number) = @_;
	my $name = sprintf 'item_%04d', $number;
	my $parent = $number == 1 ? $name : sprintf 'item_%04d', 1 + $number * 7919 % ($number - 1 || 1);
	return <<"SQL";
-- What item $number is made of; its parent is a row of $parent.
CREATE TABLE $name (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    parent_id bigint NOT NULL REFERENCES $parent (id) ON DELETE CASCADE,
    name text NOT NULL,
    state text NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'active', 'closed')),
    amount numeric(12,2) NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX ${name}_parent_id_idx ON $name (parent_id);

COMMENT ON TABLE $name IS 'Items of kind $number; one row per item that the customer''s file names.';
COMMENT ON COLUMN $name.amount IS 'Amount in the currency of the parent, without tax.';
SQL
}

# Texts of migrations with their downs by their paths: a table, then three changes of it and some rows, in turn.
sub migration_files
{
	my ($count) = @_;
	return map { sprintf("migrations/%04d_change.up.sql", $_) => up($_), sprintf("migrations/%04d_change.down.sql", $_) => down($_) } 1 .. $count;
}

sub changed_table { return sprintf 'item_%04d', ($_[0] - 1) / 5 }

sub up
{
	my ($number) = @_;
	my $name = changed_table($number);
	return (
		"CREATE TABLE $name (\n    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,\n    name text NOT NULL\n);\n",
		"ALTER TABLE $name ADD COLUMN state text NOT NULL DEFAULT 'new';\nCOMMENT ON COLUMN $name.state IS 'new or closed';\n",
		"CREATE INDEX ${name}_state_idx ON $name (state);\n",
		"ALTER TABLE $name ADD CONSTRAINT ${name}_state_check CHECK (state IN ('new', 'closed'));\n",
		"INSERT INTO $name (name) SELECT 'item ' || n FROM generate_series(1, 20) AS n;\n" .
		"UPDATE $name SET state = 'closed' WHERE id % 3 = 0;\n",
	)[ ($number - 1) % 5 ];
}

sub down
{
	my ($number) = @_;
	my $name = changed_table($number);
	return (
		"DROP TABLE $name;\n",
		"ALTER TABLE $name DROP COLUMN state;\n",
		"DROP INDEX ${name}_state_idx;\n",
		"ALTER TABLE $name DROP CONSTRAINT ${name}_state_check;\n",
		"DELETE FROM $name;\n",
	)[ ($number - 1) % 5 ];
}

# Writes a seed with some bytes of COPY data for table measurement (id, sensor, taken_at, value, remark).
sub seed_file
{
	my ($path, $bytes) = @_;
	open(my $file, '>', $path) or die "$path: $!";
	print $file "COPY measurement (id, sensor, taken_at, value, remark) FROM stdin;\n";
	for (my ($id, $written) = (1, 0); $written < $bytes; $id++)
	{
		my $line = sprintf "%d\tsensor %03d\t2024-%02d-%02d %02d:%02d:%02d+00\t%.4f\tas taken by the night shift, number %d\n",
		  $id, $id % 500, 1 + $id % 12, 1 + $id % 28, $id % 24, $id % 60, $id * 7 % 60, $id * 0.7919, $id * 31 % 1000003;
		$written += length $line;
		print $file $line;
	}
	print $file "\\.\n";
	close $file or die "$path: $!";
}

# Writes files, given by path and text, below a folder.
sub write_project
{
	my ($folder, @files) = @_;
	while (my ($path, $text) = splice @files, 0, 2)
	{
		make_path(dirname("$folder/$path"));
		write_file("$folder/$path", $text);
	}
}

# Packs a folder as a client would, and writes what loads it: the archive as any client sends it, made beforehand.
sub archive
{
	my ($folder, $file) = @_;
	my $archive = `tar -C '$folder' -cz . | base64 -w0`;
	$? == 0 && $archive ne '' or die 'tar failed';
	write_file($file, "SELECT count(*) FROM confiture.load_archive(decode('$archive', 'base64'));\n");
	return $file;
}

1;
