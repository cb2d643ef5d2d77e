# One case of the differ: builds both of its sides, takes each to the other by the plan, and says what the two differ in then.
package DiffCases;

use strict;
use warnings;

use Exporter 'import';
use File::Basename qw(dirname);
use File::Temp ();
use IPC::Run ();
use JSON::PP ();
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;

our @EXPORT = qw(new_diff_server read_list judge_case);

my $parts = dirname(__FILE__) . '/../cases/diff_parts';
my $template = 'diff_template';
my @in_memory;
my $json = JSON::PP->new->utf8;

# A started server with the roles that cases name, and a database with nothing but the extension to copy from.
sub new_diff_server
{
	my ($name) = @_;
	my $node = PostgreSQL::Test::Cluster->new($name);
	$node->init(extra => [ '--encoding=UTF8', '--locale=C', '--username=postgres' ]);
	$node->append_conf('postgresql.conf',
		"wal_level = minimal\nmax_wal_senders = 0\nfsync = off\nautovacuum = off\nmax_logical_replication_workers = 0\n"
		  . 'shared_preload_libraries = \'' . label_provider() . "'\n"
		  . "log_statement = none\nshared_buffers = 256MB\nmax_wal_size = 4GB\ncheckpoint_timeout = 1h");
	keep_in_memory($node);
	$node->start;
	$node->safe_psql('postgres', "CREATE DATABASE $template TEMPLATE template0");
	$node->safe_psql($template, 'CREATE EXTENSION confiture');
	$node->safe_psql('postgres', "CREATE ROLE regress_diff_$_") for qw(owner reader writer);
	$node->safe_psql('postgres', 'CREATE ROLE regress_diff_super SUPERUSER');
	return $node;
}

# The library of the provider `regress_diff` of security labels, built anew where it is not.
sub label_provider
{
	my ($library, $output) = ('build/test/module/preload/labels.so', '');
	IPC::Run::run([ 'make', '-s', '-f', 'test/module/Makefile', $library, "PG_CONFIG=$ENV{PG_CONFIG}" ], '<', \undef, '>&', \$output)
	  or die "$library was not built: $output";
	return "$ENV{TESTDIR}/$library";
}

# Databases are made by the thousand, which takes ten times as long on a disk; where memory for shared files is short, they stay there.
sub keep_in_memory
{
	my ($node) = @_;
	my ($free) = map { (split)[3] } grep { m{ /dev/shm$} } `df -Pk /dev/shm 2>&1`;
	return if !defined $free || $free < 2 * 1024 * 1024 || !-w '/dev/shm';
	my $folder = File::Temp::tempdir('confiture_XXXXXX', DIR => '/dev/shm');
	@in_memory = ($$, $node, $folder);
	system('cp', '-a', $node->data_dir . '/base', $folder) == 0 && system('rm', '-r', $node->data_dir . '/base') == 0 or die 'could not move the databases';
	symlink("$folder/base", $node->data_dir . '/base') or die "symlink: $!";
}

# Memory is given back whether tests have failed or not.
END
{
	my $status = $?;
	my ($process, $node, $folder) = @in_memory;
	if (defined $process && $process == $$)
	{
		$node->stop('immediate');
		system('rm', '-rf', $folder);
	}
	$? = $status;
}

# The lines of a file of the cases, without comments and empty ones; of none, nothing.
sub read_list
{
	my ($file) = @_;
	return -e $file ? grep { /^[^#\s]/ } split /\n/, slurp_file($file) : ();
}

# Runs psql with these arguments and returns whether it succeeded, its output and what it complained of.
sub psql
{
	my ($node, $database, @arguments) = @_;
	my ($output, $errors) = ('', '');
	my $fine = IPC::Run::run(
		[ 'psql', '-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr($database), @arguments ],
		'<', \undef, '>', \$output, '2>', \$errors);
	return ($fine, $output, join("\n", grep { !/NOTICE:|WARNING:/ } split /\n/, $errors));
}

# The same, but dies of an error.
sub run_or_die
{
	my ($what, @arguments) = @_;
	my ($fine, $output, $errors) = psql(@arguments);
	die "$what: $errors\n" if !$fine;
	return $output;
}

# Makes the database of one side anew. One with subscriptions can't be dropped; they need to know of no slot before they can be.
sub build
{
	my ($node, $database, $file) = @_;
	my @anew = ('-c', "DROP DATABASE IF EXISTS $database", '-c', "CREATE DATABASE $database TEMPLATE $template");
	my ($fine) = psql($node, 'postgres', @anew);
	if (!$fine)
	{
		run_or_die('subscriptions', $node, $database, '-f', "$parts/drop_subscriptions.sql");
		run_or_die('CREATE DATABASE', $node, 'postgres', @anew);
	}
	run_or_die($file =~ s{.*/}{}r, $node, $database, '-1', '-f', $file);
}

# What pg_dump says of the schema, such that neither the order of entries nor that of a table's columns counts.
sub dumped
{
	my ($node, $database) = @_;
	my ($text, $errors) = ('', '');
	IPC::Run::run([ 'pg_dump', '--schema-only', $node->connstr($database) ], '<', \undef, '>', \$text, '2>', \$errors)
	  or die "pg_dump: $errors\n";
	$text =~ s/^\\(?:un)?restrict .*\n//mg;
	my (@entries, %default);
	for my $entry (split /^--\n(?=-- Name: )/m, $text)
	{
		# What is set in front of an entry stands at the end of the one before, and holds for all that come after.
		my @settings = map { "$_ $default{$_}\n" } sort keys %default;
		$default{$1} = $2 while $entry =~ s/^SET (default_\w+) = (.*);\n//m;
		push @entries, join '', any_order($entry =~ s/\n+\z/\n/r), $entry =~ /^CREATE [A-Z ]*(?:TABLE|MATERIALIZED VIEW) /m ? @settings : ();
	}
	return join "\n", sort @entries;
}

# Lines within CREATE TABLE, options of storage and single grants say the same in any order.
sub any_order
{
	my ($entry) = @_;
	$entry =~ s/\bWITH \(([^()\n]*=[^()\n]*)\)/'WITH (' . join(', ', sort split m{, }, $1) . ')'/ge;
	my ($type) = $entry =~ /^-- Name: .*; Type: ([A-Z ]+);/m or return $entry;
	return join "\n", sort split /\n/, $entry if $type =~ /ACL/;
	$entry =~ s{^(CREATE (?:UNLOGGED |FOREIGN )?TABLE [^\n]*\(\n)(.*?)(^\))}{$1 . join("\n", sort map { s/,$//r } split /\n/, $2) . "\n$3"}mse
	  if $type =~ /TABLE/;
	return $entry;
}

# Judges one case: {failure, plans => [statements, rewrites, back...], cells, attributes}; the failure is empty where all is as it should be.
sub judge_case
{
	my ($node, $folder, $worker, $work) = @_;
	my $case = { node => $node, folder => $folder, work => $work, cells => [], attributes => [], plans => [] };
	$case->{allowed} = { map { $_ => 1 } read_list("$folder/allow") };
	$case->{$_}{database} = "diff_${worker}_$_" for qw(old new);
	eval {
		look_at_side($case, $_) for qw(old new);
		compare_sides($case);
		my %same = map { $_ => $case->{"$_ 0"}{text} eq $case->{"$_ 1"}{text} } qw(old new);
		for my $online (0, 1)
		{
			# A database that has been taken to the other side is where the way back by the online plan begins.
			for my $from ($online ? qw(new old) : qw(old new))
			{
				go($case, $from, $from eq 'old' ? 'new' : 'old', $online) if !$online || !$same{$from};
			}
		}
		1;
	} or $case->{failure} = $@ =~ s/\n+\z//r;
	utf8::encode($case->{failure}) if utf8::is_utf8($case->{failure} // '');
	return { failure => $case->{failure} // '', map { $_ => $case->{$_} } qw(plans cells attributes) };
}

# Builds one side and keeps what is known of it.
sub look_at_side
{
	my ($case, $side) = @_;
	my $this = $case->{$side};
	build($case->{node}, $this->{database}, "$case->{folder}/$side.sql");
	$this->{is} = $side;
	my $output = run_or_die("snapshot of $side", $case->{node}, $this->{database},
		'-c', 'SELECT confiture.snapshot()', '-c', 'SELECT confiture.fingerprint()');
	($this->{snapshot}, $this->{fingerprint}) = $output =~ /\A(.*)\n(.*)\n\z/s or die "snapshot of $side: $output\n";
	$this->{file} = "$case->{work}/$side.json";
	open(my $out, '>', $this->{file}) or die $!;
	print $out $this->{snapshot};
	close $out;
	$this->{dump} = dumped($case->{node}, $this->{database});
}

# Asks for the plans both ways, each as it is and online, and for what differs.
sub compare_sides
{
	my ($case) = @_;
	my $output = run_or_die('compare', $case->{node}, $case->{old}{database},
		'-v', "old_file=$case->{old}{file}", '-v', "new_file=$case->{new}{file}", '-f', "$parts/compare.sql");
	for my $line (split /\n/, $output)
	{
		my ($what, $rest) = split / /, $line, 2;
		if    ($what eq 'cell')      { push @{ $case->{cells} }, $rest }
		elsif ($what eq 'attribute') { push @{ $case->{attributes} }, $rest }
		else
		{
			my ($from, $online, $row) = split / /, $rest, 3;
			push @{ $case->{"$from $online"}{rows} }, $json->decode($row);
			$case->{"$from $online"}{text} .= "$row\n";
		}
	}
	for my $plan (map { ("$_ 0", "$_ 1") } qw(old new))
	{
		$case->{$plan}{text} //= '';
		$case->{$plan}{hazards} = { map { $_ => 1 } map { @{ $_->{hazards} // [] } } @{ $case->{$plan}{rows} // [] } };
		$case->{$plan}{rows} = [ grep { defined $_->{statement} } @{ $case->{$plan}{rows} // [] } ];
	}
}

# The plan as a script: each run of transactional statements is a transaction; a new value of an enum ends it.
sub script_of
{
	my (@rows) = @_;
	my ($script, $open) = ('', 0);
	for my $row (@rows)
	{
		my $transactional = $row->{transactional};
		$script .= "COMMIT;\n" if $open && !$transactional;
		$script .= "BEGIN;\n" if !$open && $transactional;
		$script .= "$row->{statement}\n;\n";
		$open = $transactional;
		if ($open && $row->{statement} =~ /^\s*ALTER\s+TYPE\s.*\sADD\s+VALUE\s/s)
		{
			$script .= "COMMIT;\n";
			$open = 0;
		}
	}
	return $script . ($open ? "COMMIT;\n" : '');
}

# Takes a database that is like one side, with rows in it, to the other, and dies of what is not as it should be then.
sub go
{
	my ($case, $from, $to, $online) = @_;
	my $way = "$from to $to" . ($online ? ', online' : '');
	my $plan = $case->{"$from $online"}{rows};
	my %hazard = %{ $case->{"$from $online"}{hazards} };
	for my $hazard (grep { $hazard{$_} && !$case->{allowed}{$_} } qw(unknown not_modelled)) { die "$way: hazard $hazard\n" }

	my ($at) = grep { $case->{$_}{is} eq $from } qw(old new);
	my $database = $case->{$at}{database};
	$case->{$at}{is} = 'neither';
	my $rows = "$case->{folder}/" . ($from eq 'old' ? 'rows.sql' : 'rows_back.sql');
	my $script = "$case->{work}/plan.sql";
	open(my $out, '>', $script) or die $!;
	print $out -e $rows ? "\\i $parts/empty_tables.sql\n\\i $rows\nRESET ALL;\n" : "\\i $parts/fill_tables.sql\n",
	  "\\i $parts/count_rows.sql\n\\echo applied\n", utf8_bytes(script_of(@$plan)), "DISCARD ALL;\n\\echo after\n",
	  "\\i $parts/count_rows.sql\n\\set target `cat '$case->{$to}{file}'`\n\\i $parts/judge.sql\n";
	close $out;

	my ($fine, $output, $errors) = psql($case->{node}, $database, '-f', $script);
	die "$way: " . ($output =~ /^applied$/m ? '' : 'rows: ') . "$errors\n" if !$fine;
	my ($before, $after) = map { counts_in($_) } split /^applied\nafter\n/m, $output;
	my ($again) = $output =~ /^again (.*)$/m;
	my ($fingerprint) = $output =~ /^fingerprint (.*)$/m;
	die "$way: again: $again\n" if defined $again;
	die "$way: another fingerprint: " . join("\n", $output =~ /^differs (.*)$/mg) . "\n" if $fingerprint ne $case->{$to}{fingerprint};
	judge_dump($case, $way, dumped($case->{node}, $database), $case->{$to}{dump});
	judge_rows($way, $before, $after) if !$hazard{deletes_data};
	push @{ $case->{plans} }, scalar @$plan, scalar grep { ($after->{files}{$_} // $before->{files}{$_}) ne $before->{files}{$_} } keys %{ $before->{files} }
	  if !$online;
	$case->{$at}{is} = $to;
}

sub utf8_bytes
{
	my ($text) = @_;
	utf8::encode($text);
	return $text;
}

# {rows => {table => count}, columns => {table => {column => count}}, tree => {table => boolean}, files => {table => file}, all => count} of the output
# of count_rows.sql
sub counts_in
{
	my ($output) = @_;
	my $counts = { rows => {}, columns => {}, tree => {}, files => {}, all => 0 };
	for my $row (map { $json->decode($_) } grep { /^\{/ } split /\n/, $output)
	{
		$counts->{rows}{ $row->{table} } = $row->{rows};
		$counts->{columns}{ $row->{table} } = $row->{columns};
		$counts->{tree}{ $row->{table} } = $row->{tree} eq 't';
		next if !defined $row->{file};
		$counts->{files}{ $row->{table} } = $row->{file};
		$counts->{all} += $row->{rows};
	}
	return $counts;
}

# Nothing is lost of tables and columns that are there before and after. Rows may go from one partition to another, and partitions with all their rows.
sub judge_rows
{
	my ($way, $before, $after) = @_;
	die "$way: there were $before->{all} rows and are $after->{all}\n" if $before->{all} > $after->{all};
	for my $table (grep { defined $after->{rows}{$_} } sort keys %{ $before->{rows} })
	{
		next if $before->{rows}{$table} != $after->{rows}{$table} && ($before->{tree}{$table} || $after->{tree}{$table});
		die "$way: $table had $before->{rows}{$table} rows and has $after->{rows}{$table}\n" if $before->{rows}{$table} != $after->{rows}{$table};
		my ($was, $is) = map { $_->{columns}{$table} } $before, $after;
		for my $column (grep { defined $is->{$_} && $is->{$_} < $was->{$_} } sort keys %$was)
		{
			die "$way: column $column of $table had $was->{$column} values and has $is->{$column}\n";
		}
	}
}

sub judge_dump
{
	my ($case, $way, $got, $wanted) = @_;
	return if $got eq $wanted;
	my %count;
	$count{$_}++ for split /\n/, $wanted;
	$count{$_}-- for split /\n/, $got;
	my @lines = grep { /^.(?!--$)./ } map { ($count{$_} > 0 ? '-' : '+') . $_ } grep { $count{$_} } sort keys %count;
	die "$way: pg_dump differs: " . join("\n", @lines > 6 ? (@lines[ 0 .. 5 ], '...') : @lines) . "\n";
}

1;
