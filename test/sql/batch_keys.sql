-- batch_update: keys of any type, in any number of columns, ordered as their index is; bounds outlive a change of the session's settings
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy', 'glad', 'calm', 'wild');
CREATE DOMAIN code AS text CHECK (length(VALUE) < 9);
CREATE FUNCTION stop() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('test.stop') = 'on' AND NEW.place = 5 THEN RAISE EXCEPTION 'stop'; END IF;
    RETURN NEW;
END $$;
CREATE TABLE kind (place serial, type text, value text);
INSERT INTO kind (type, value) VALUES ('bigint', 'i::bigint * 1000000007'), ('smallint', '-i'), ('numeric', 'i / 7.0'), ('real', '1.1::real / i'),
    ('double precision', '(''{-Infinity,-0,0.1,1e300,Infinity,NaN}''::float8[])[i]'), ('money', 'i * 1234.5'),
    ('text', '(ARRAY[''a'', ''B'', ''b, "q"'', ''é\'', '''', '' ''])[i]'), ('varchar(9)', '''v'' || i'), ('char(9)', '''c '' || i'), ('"char"', 'chr(64 + i)'), ('name', '''n'' || i'),
    ('code', '''d'' || i'), ('mood', '(enum_range(NULL::mood))[i]'), ('bytea', 'decode(''00ff5c0'' || i, ''hex'')'), ('uuid', 'md5(i::text)::uuid'),
    ('date', 'date ''1999-12-09'' + i'), ('time', 'time ''01:02:03.456789'' + i * interval ''1h'''), ('timetz', 'timetz ''01:02+03'' + i * interval ''1h'''),
    ('timestamp', 'timestamp ''2000-01-02 03:04:05.678901'' + i * interval ''1 day'''), ('timestamptz', 'timestamptz ''2000-01-02 03:04:05+00'' - i * interval ''1 month'''),
    ('interval', 'i * interval ''-1 day 1 hour 2.5 seconds'''), ('inet', 'inet ''::1'' + i'), ('macaddr', '(''08:00:2b:01:02:0'' || i)::macaddr'), ('bit(4)', 'i::bit(4)'),
    ('integer[]', 'ARRAY[i, NULL, 3]'), ('int4range', 'int4range(i, i + 2)'), ('jsonb', 'jsonb_build_object(''a'', i, ''b'', ''é'')'), ('regclass', '(ARRAY[''pg_class'', ''kind'', ''kind_place_seq'', ''pg_proc'', ''pg_type'', ''pg_index''])[i]::regclass'),
    ('pg_lsn', 'pg_lsn ''0/F0000000'' + i * 1000000'), ('tsvector', '(''a b'' || i)::tsvector');
SELECT format('CREATE TABLE k%s (k %s PRIMARY KEY, place integer, n integer NOT NULL DEFAULT 0); '
              'INSERT INTO k%s SELECT k, row_number() OVER (ORDER BY k) FROM (SELECT (%s)::%s FROM generate_series(1, 6) AS i) AS v (k); '
              'CREATE TRIGGER stop BEFORE UPDATE ON k%s FOR EACH ROW EXECUTE FUNCTION stop();', place, type, place, value, type, place) FROM kind ORDER BY place \gexec
SET test.stop = on;
SET DateStyle = 'SQL, DMY';
SET TimeZone = 'Asia/Kolkata';
SET IntervalStyle = 'sql_standard';
SET extra_float_digits = -3;
SET bytea_output = 'escape';
\set VERBOSITY terse
SELECT format('CALL confiture.batch_update(%L, ''n = n + 1'', batch_rows => 2)', 'k' || place) FROM kind ORDER BY place \gexec
\set VERBOSITY default
RESET DateStyle; RESET TimeZone; RESET IntervalStyle; RESET extra_float_digits; RESET bytea_output;
SELECT k.type, after, last FROM confiture.batch JOIN kind k ON name = 'public.k' || place ORDER BY place;
SET test.stop = off;
SET DateStyle = 'Postgres, MDY';
SET search_path = confiture, public;
SET client_min_messages = warning;
SELECT format('CALL confiture.batch_update(%L, ''n = n + 1'', batch_rows => 1)', 'k' || place) FROM kind ORDER BY place \gexec
RESET client_min_messages;
RESET search_path;
RESET DateStyle;
SELECT type, count(*), count(*) FILTER (WHERE n = 1) AS once FROM kind, LATERAL (SELECT (xpath('//n/text()', x))[1]::text::integer AS n
    FROM unnest(xpath('//row', query_to_xml('SELECT n FROM k' || place, false, false, ''))) AS x) AS rows GROUP BY type ORDER BY count(*), type COLLATE "C";
SELECT count(*) FROM confiture.batch;

-- several columns: of one index that is all ascending or all descending, of other collations and operators than the columns', with columns included
CREATE EXTENSION citext;
CREATE TABLE wide (a integer NOT NULL, b text COLLATE "C" NOT NULL, c citext NOT NULL, d integer DEFAULT 0, "E f" numeric NOT NULL, n integer NOT NULL DEFAULT 0);
INSERT INTO wide SELECT i / 20, 'b' || i / 5, 'C' || i, i, -i FROM generate_series(1, 60) AS i;
CREATE UNIQUE INDEX "Three" ON wide (a, b, "E f") INCLUDE (d);
CREATE UNIQUE INDEX fall ON wide (a DESC, "E f" DESC);
CREATE UNIQUE INDEX last ON wide (a DESC NULLS LAST, "E f" DESC NULLS LAST);
CREATE UNIQUE INDEX first ON wide (a NULLS FIRST, "E f" NULLS FIRST);
CREATE UNIQUE INDEX posix ON wide (b COLLATE "POSIX", "E f");
CREATE UNIQUE INDEX folded ON wide (a, c);
ALTER TABLE wide ADD t text NOT NULL DEFAULT '';
UPDATE wide SET t = c;
CREATE UNIQUE INDEX pattern ON wide (b text_pattern_ops, t text_pattern_ops);
CREATE UNIQUE INDEX unlike ON wide (a, t text_pattern_ops);
SELECT format('CALL confiture.batch_update(''wide'', ''n = n + 1'', batch_rows => %s, key => %L)', size, key)
  FROM unnest(ARRAY['Three', 'fall', 'last', 'first', 'posix', 'folded', 'pattern', 'unlike']) AS key, unnest(ARRAY[1, 7, 100]) AS size \gexec
SELECT n, count(*) FROM wide GROUP BY n;
SET search_path = pg_catalog;
CALL confiture.batch_update('public.wide', 'n = n + 1', key => 'folded');
RESET search_path;

-- a partitioned table whole, one partition by itself; a table that others inherit from without them
CREATE TABLE log (at date, id integer, n integer NOT NULL DEFAULT 0, PRIMARY KEY (at, id)) PARTITION BY RANGE (at);
CREATE TABLE log_1 PARTITION OF log FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
CREATE TABLE log_2 PARTITION OF log FOR VALUES FROM ('2024-02-01') TO ('2024-03-01') PARTITION BY LIST (id);
CREATE TABLE log_2_odd PARTITION OF log_2 FOR VALUES IN (1, 3, 5, 7, 9);
CREATE TABLE log_2_even PARTITION OF log_2 DEFAULT;
INSERT INTO log SELECT date '2024-01-20' + i, i % 10 FROM generate_series(0, 29) AS i;
ANALYZE log;
CALL confiture.batch_update('log', 'n = n + 1', batch_rows => 4);
CALL confiture.batch_update('log_2_odd', 'n = n + 1', batch_rows => 4);
SELECT tableoid::regclass, n, count(*) FROM log GROUP BY 1, 2 ORDER BY 1, 2;
CALL confiture.batch_delete('log', 'at < ''2024-02-01''', batch_rows => 4);
SELECT tableoid::regclass, count(*) FROM log GROUP BY 1 ORDER BY 1;
CREATE TABLE child () INHERITS (wide);
INSERT INTO child SELECT * FROM wide;
CALL confiture.batch_update('wide', 'n = 0', key => 'fall');
SELECT tableoid::regclass, n, count(*) FROM wide GROUP BY 1, 2 ORDER BY 1, 2;
