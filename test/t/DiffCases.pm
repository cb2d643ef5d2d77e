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
use PsqlSession;

our @EXPORT = qw(new_diff_server read_list new_judge judge_case);

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
		"wal_level = minimal\nmax_wal_senders = 0\nfsync = off\nfull_page_writes = off\njit = off\nautovacuum = off\nmax_logical_replication_workers = 0\n"
		  . 'shared_preload_libraries = \'' . label_provider() . "'\n"
		  . "log_statement = none\nshared_buffers = 256MB\nmax_wal_size = 4GB\ncheckpoint_timeout = 1h");
	keep_in_memory($node);
	$node->start;
	$node->safe_psql('postgres', "CREATE DATABASE $template TEMPLATE template0");
	$node->safe_psql($template, 'CREATE EXTENSION confiture');
	$node->safe_psql('postgres', "CREATE ROLE regress_diff_$_") for qw(owner reader writer);
	$node->safe_psql('postgres', 'CREATE ROLE regress_diff_super SUPERUSER');
	$node->safe_psql('postgres', "CREATE ROLE \"$_\"") for qw(user Regress-Diff 1_regress_diff);
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

# What judges cases one after the other: a server, a number that nobody else's databases there have, and a folder to work in.
sub new_judge
{
	my ($node, $number, $work) = @_;
	my $judge = { node => $node, number => $number, work => $work, turn => 0 };
	$judge->{admin} = session($judge, 'postgres');
	return $judge;
}

sub session
{
	my ($judge, $database) = @_;
	return PsqlSession->new($judge->{node}->connstr($database), "$judge->{work}/$database.errors");
}

# What commands print; an error is told with what they were for.
sub ask
{
	my ($what, $session, $commands) = @_;
	my $answer = eval { $session->ask($commands) };
	die "$what: $@" if !defined $answer;
	return $answer;
}

# Makes a database for one side and goes into it; to copy files is faster here than to log them. Those of the case before the last one go now, when nobody can be on his way out of them any more.
sub enter
{
	my ($judge, $side) = @_;
	my $database = "diff_$judge->{number}_${side}_" . $judge->{turn} % 2;
	ask('CREATE DATABASE', $judge->{admin}, "DROP DATABASE IF EXISTS $database;\nCREATE DATABASE $database TEMPLATE $template STRATEGY file_copy;");
	return ($database, session($judge, $database));
}

# Goes out of a database. One with subscriptions could not be dropped, and they not before they know of no slot, which no server has.
sub leave
{
	my ($judge, $this) = @_;
	my $session = delete $this->{session} or return;
	$session->end;
	my $count = ask('subscriptions', $judge->{admin}, "SELECT count(*) FROM pg_subscription s JOIN pg_database d ON d.oid = subdbid WHERE datname = '$this->{database}';");
	ask('subscriptions', session($judge, $this->{database}), "\\i $parts/drop_subscriptions.sql") if $count > 0;
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

# Lines within CREATE TABLE and for its columns, options of storage, columns of statistics, tables left out and single grants say the same in any order.
sub any_order
{
	my ($entry) = @_;
	$entry =~ s/\bWITH \(([^()\n]*=[^()\n]*)\)/'WITH (' . join(', ', sort split m{, }, $1) . ')'/ge;
	$entry =~ s/ EXCEPT \((TABLE [^()\n]*)\)/' EXCEPT (' . join(', ', sort split m{, }, $1) . ')'/e;
	$entry =~ s/^(CREATE STATISTICS .* ON )(.*)( FROM )/$1 . join(', ', sort split m{, }, $2) . $3/me;
	my ($type) = $entry =~ /^-- Name: .*; Type: ([A-Z ]+);/m or return $entry;
	return join "\n", sort split /\n/, $entry if $type =~ /ACL/;
	$entry =~ s{^(CREATE (?:UNLOGGED |FOREIGN )?TABLE [^\n]*\(\n)(.*?)(^\))}{$1 . join("\n", sort map { s/,$//r } split /\n/, $2) . "\n$3"}mse
	  if $type =~ /TABLE/;
	$entry =~ s{((?:^ALTER TABLE ONLY \N* ALTER COLUMN \N*;\n){2,})}{join '', sort split /^/m, $1}mge if $type =~ /TABLE/;
	return $entry;
}

# Judges one case: {failure, plans => [statements, rewrites, back...], cells, attributes}; the failure is empty where all is as it should be.
sub judge_case
{
	my ($judge, $folder) = @_;
	my $case = { judge => $judge, folder => $folder, cells => [], attributes => [], plans => [] };
	$case->{allowed} = { map { $_ => 1 } read_list("$folder/allow") };
	$case->{expected} = { map { /^(\w+ to \w+): (.+)$/ ? ($1 => $2) : die "$folder/refused: $_\n" } read_list("$folder/refused") };
	$judge->{turn}++;
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
	leave($judge, $case->{$_}) for qw(old new);
	utf8::encode($case->{failure}) if utf8::is_utf8($case->{failure} // '');
	return { failure => $case->{failure} // '', map { $_ => $case->{$_} } qw(plans cells attributes) };
}

# Builds one side and keeps what is known of it.
sub look_at_side
{
	my ($case, $side) = @_;
	my $this = build_side($case, $side);
	$this->{file} = "$case->{judge}{work}/$side.json";
	my $output = ask("snapshot of $side", $this->{session},
		"\\o $this->{file}\nSELECT confiture.snapshot();\n\\o\nSELECT 'fingerprint ' || confiture.fingerprint();");
	($this->{fingerprint}) = $output =~ /^fingerprint (.*)$/m or die "fingerprint of $side: $output\n";
	$this->{dump} = dumped($case->{judge}{node}, $this->{database});
}

# In a database of its own, as psql -1 -f would.
sub build_side
{
	my ($case, $side) = @_;
	my $this = $case->{$side} //= {};
	@$this{qw(database session)} = enter($case->{judge}, $side);
	ask("$side.sql", $this->{session}, "BEGIN;\n\\i $case->{folder}/$side.sql\nCOMMIT;\nDISCARD ALL;");
	$this->{is} = $side;
	return $this;
}

# Asks for the plans both ways, each as it is and online, and for what differs.
sub compare_sides
{
	my ($case) = @_;
	my $output = ask('compare', $case->{new}{session},
		"\\set old_file '$case->{old}{file}'\n\\set new_file '$case->{new}{file}'\n\\i $parts/compare.sql");
	for my $line (split /\n/, $output)
	{
		my ($what, $rest) = split / /, $line, 2;
		if    ($what eq 'cell')      { push @{ $case->{cells} }, $rest }
		elsif ($what eq 'attribute') { push @{ $case->{attributes} }, $rest }
		else
		{
			my ($from, $online, $told) = split / /, $rest, 3;
			$case->{"$from $online"}{text} .= "$told\n";
			if ($what eq 'refused') { $case->{"$from $online"}{refused} = $told }
			else { push @{ $case->{"$from $online"}{rows} }, $json->decode($told) }
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
	my ($plan, $hazards, $refused) = @{ $case->{"$from $online"} }{qw(rows hazards refused)};
	my $expected = $case->{expected}{"$from to $to"};
	die "$way: $refused\n" if defined $refused && index($refused, $expected // "\n") < 0;
	$refused = 'not_modelled' if defined $expected && $expected eq 'not_modelled' && delete $hazards->{not_modelled};
	die "$way: there is a plan, and none was expected\n" if defined $expected && !defined $refused;
	for my $hazard (grep { $hazards->{$_} && !$case->{allowed}{$_} } qw(unknown not_modelled)) { die "$way: hazard $hazard\n" }

	my $rewrites = 0;
	$rewrites = run_plan($case, $way, $from, $to, $plan, $hazards) if !defined $refused;
	push @{ $case->{plans} }, defined $refused ? (0, 0) : (scalar @$plan, $rewrites) if !$online;
}

# Runs a plan and judges what it leads to; returns how many tables were rewritten.
sub run_plan
{
	my ($case, $way, $from, $to, $plan, $hazards) = @_;
	my ($here) = grep { $_->{is} eq $from } map { $case->{$_} } qw(old new);
	$here //= build_side($case, $from);
	$here->{is} = 'neither';
	my $rows = "$case->{folder}/" . ($from eq 'old' ? 'rows.sql' : 'rows_back.sql');
	my $script = "$case->{judge}{work}/plan.sql";
	open(my $out, '>', $script) or die $!;
	print $out "DISCARD ALL;\n", -e $rows ? "\\i $parts/empty_tables.sql\n\\i $rows\nRESET ALL;\n" : "\\i $parts/fill_tables.sql\n",
	  "\\i $parts/count_rows.sql\n\\echo applied\n", utf8_bytes(script_of(@$plan)), "DISCARD ALL;\n\\echo after\n",
	  "\\i $parts/count_rows.sql\n\\set target `cat '$case->{$to}{file}'`\n\\set wanted $case->{$to}{fingerprint}\n\\i $parts/judge.sql\n";
	close $out;

	my $session = $here->{session};
	my $output = eval { $session->ask("\\i $script") };
	die "$way: " . ($session->{answer} =~ /^applied$/m ? '' : 'rows: ') . $@ if !defined $output;
	my ($before, $after) = map { counts_in($_) } $output =~ /\A(.*^)applied\n.*?^after\n(.*)\z/ms;
	my ($again) = $output =~ /^again (.*)$/m;
	my ($fingerprint) = $output =~ /^fingerprint (.*)$/m;
	die "$way: again: $again\n" if defined $again;
	die "$way: another fingerprint: " . join("\n", $output =~ /^differs (.*)$/mg) . "\n" if $fingerprint ne $case->{$to}{fingerprint};
	judge_dump($case, $way, dumped($case->{judge}{node}, $here->{database}), $case->{$to}{dump});
	judge_rows($way, $before, $after) if !$hazards->{deletes_data};
	$here->{is} = $to;
	return scalar grep { ($after->{files}{$_} // $before->{files}{$_}) ne $before->{files}{$_} } keys %{ $before->{files} };
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
