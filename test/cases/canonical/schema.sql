-- Everything whose text the server prints, in forms that are known to print otherwise once they are parsed again, and some that do not.
CREATE SCHEMA other;
CREATE TYPE mood AS ENUM ('glad', 'sad');
CREATE TYPE pair AS (a int, b text);
CREATE DOMAIN yes AS boolean;
CREATE DOMAIN short AS varchar(10) DEFAULT 'x'
    CONSTRAINT among CHECK (VALUE IN ('x', 'y', 'z'))
    CONSTRAINT long CHECK (length(VALUE) BETWEEN 1 AND 5 AND VALUE <> 'q');
CREATE FUNCTION other.f(a int, b text DEFAULT 'x'::varchar, c varchar DEFAULT 'y', d date DEFAULT '2020-01-01', e text DEFAULT ('z'::varchar)::text)
    RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE FUNCTION rows_of_record(OUT a int, OUT b text) RETURNS SETOF record LANGUAGE sql AS $$SELECT 1, 'x'::text$$;
CREATE FUNCTION rows_of_pair() RETURNS SETOF pair LANGUAGE sql AS $$SELECT 1, 'x'::text$$;
CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';

CREATE TABLE t (
    id int PRIMARY KEY, v varchar(20) DEFAULT 'a', c char(5) DEFAULT 'b', n numeric(10, 2) DEFAULT 0, d date DEFAULT '2020-01-01',
    ts timestamptz DEFAULT '2020-01-01 00:00 UTC', j json DEFAULT '{}', va varchar[] DEFAULT '{x,y}', b yes, m mood DEFAULT 'glad',
    i interval DEFAULT '1 day', iv interval(0) DEFAULT '1 day', o short DEFAULT 'y', lower_v text GENERATED ALWAYS AS (lower(v)) STORED,
    CONSTRAINT c01 CHECK (v IN ('a', 'b', 'c')),
    CONSTRAINT c02 CHECK (id BETWEEN 1 AND 1000 AND v <> 'x'),
    CONSTRAINT c03 CHECK (v <> 'x' AND id BETWEEN 1 AND 10),
    CONSTRAINT c04 CHECK (b),
    CONSTRAINT c05 CHECK (c IN ('a', 'b')),
    CONSTRAINT c06 CHECK (m IN ('glad', 'sad')),
    CONSTRAINT c07 CHECK (v NOT IN ('q', 'r') OR d > '2000-01-01'),
    CONSTRAINT c08 CHECK (v LIKE 'a%' OR v SIMILAR TO 'b%'),
    CONSTRAINT c09 CHECK (CASE v WHEN 'a' THEN true ELSE false END),
    CONSTRAINT c10 CHECK (CASE WHEN v = 'a' THEN id > 1 END),
    CONSTRAINT c11 CHECK ((id, n) < (5, 6)),
    CONSTRAINT c12 CHECK (NOT (id = ANY ('{1,2}'))),
    CONSTRAINT c13 CHECK (v = ANY ('{a,b}')),
    CONSTRAINT c14 CHECK (v ~ 'a' IS NOT TRUE),
    CONSTRAINT c15 CHECK (coalesce(v, 'x') = 'x' AND nullif(v, 'a') IS NULL AND greatest(id, 1) > least(id, n)),
    CONSTRAINT c16 CHECK (va[1] = 'x' AND va && '{x}' AND va @> ARRAY['x', 'y']::varchar[] AND va[1:2] = '{x}'),
    CONSTRAINT c17 CHECK (v COLLATE "C" < 'x'),
    CONSTRAINT c18 CHECK (id::numeric(5, 1) > 0 AND id::text = '1' AND v::text IN ('a') AND (v::text) > 'x'::char(3)),
    CONSTRAINT c19 CHECK (i > '1 hour' AND extract(year FROM d) IN (2020, 2021) AND d AT TIME ZONE 'UTC' > '2001-01-01'),
    CONSTRAINT c20 CHECK (v IN (c, 'x') AND id IN (1, 2, 3) AND n IN (1, 2.5) AND upper(v) IN ('A', 'B') AND v || c IN ('a', 'b')),
    CONSTRAINT c21 CHECK (position('a' IN v) > 0 AND overlay(v PLACING 'a' FROM 1) = 'a' AND trim(v) = v AND v IS NORMALIZED),
    CONSTRAINT c22 CHECK (num_nonnulls(id, v) = 2 AND concat(v, c) = 'x'),
    CONSTRAINT c23 CHECK (id = 1 OR id = 2 AND v = 'x' OR id = 3),
    CONSTRAINT c24 CHECK (id NOT BETWEEN 1 AND 2 OR v = 'x' OR id NOT BETWEEN 3 AND 4),
    CONSTRAINT c25 CHECK (-id < -1 AND id <> -1 AND n > -1.5 AND id < 99999999999 AND id > '5' AND (((((id))))) > 0),
    CONSTRAINT c26 CHECK (row(1, 2) = row(id, 2) AND v IS DISTINCT FROM 'x'),
    CONSTRAINT c27 CHECK (v = E'it''s \\ (' OR v = '"' OR v = ') OR (' OR v = 'a'::varchar::text),
    CONSTRAINT c28 CHECK (va = '{a}'::text[]::varchar[] OR va::text[] = '{b}'::varchar[]::text[]) NO INHERIT,
    CONSTRAINT e1 EXCLUDE USING btree ((v IN ('a', 'b')) WITH =, id WITH =) WHERE (v IN ('x', 'y') AND id BETWEEN 1 AND 2 AND id > 0) DEFERRABLE);
CREATE TABLE u (id int, w varchar, x text, tid int REFERENCES t);

CREATE INDEX i1 ON t (lower(v), (v || c) COLLATE "C" text_pattern_ops DESC, id) WHERE v IN ('a', 'b') AND id > 0;
CREATE INDEX i2 ON t ((v::text), (id + 1), coalesce(v, 'x'), (v = ANY (ARRAY['a', 'b'])), nullif(v, 'x'), greatest(id, 1));
CREATE INDEX "Odd, (name USING WHERE" ON t ((v IN ('a', 'b'))) INCLUDE (id) WITH (fillfactor = 70) WHERE id BETWEEN 1 AND 2 AND v = 'it''s (';
CREATE INDEX i4 ON t ((CASE WHEN v IN ('a', 'b') THEN 1 END)) WHERE CASE WHEN v IN ('a', 'b') THEN true END;
CREATE STATISTICS s1 ON (v IN ('a', 'b')), (id + 1), lower(v), (CASE v WHEN 'a' THEN 1 END) FROM t;
CREATE STATISTICS s2 (ndistinct) ON id, v FROM t;

CREATE TABLE parted (a varchar, b int, c date) PARTITION BY LIST ((a IN ('x', 'y')));
CREATE TABLE parted_1 PARTITION OF parted FOR VALUES IN (true);
CREATE TABLE ranged (a varchar, b numeric, c timestamptz, d numeric(10, 2)) PARTITION BY RANGE (lower(a), b, (b + 1) numeric_ops, c, d);
CREATE TABLE ranged_1 PARTITION OF ranged FOR VALUES FROM ('a', 1.0, 2, '2020-01-01', 1) TO ('b', MAXVALUE, MAXVALUE, MAXVALUE, MAXVALUE);

ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE POLICY p1 ON t USING (v IN ('a', 'b') AND id IN (SELECT tid FROM u))
    WITH CHECK (EXISTS (SELECT 1 FROM t t2, u WHERE t2.id = t.id AND w IN ('a', 'b')));
CREATE POLICY p2 ON t USING (EXISTS (SELECT 1 FROM t WHERE v = 'x'));
CREATE TRIGGER tr1 BEFORE UPDATE ON t FOR EACH ROW
    WHEN (old.v IN ('a', 'b') AND new.v IS DISTINCT FROM old.v) EXECUTE FUNCTION noted('it''s', 'WHEN (');
CREATE TRIGGER tr2 BEFORE UPDATE OF id, v ON t FOR EACH ROW WHEN (CASE WHEN old.v IN ('a') THEN true ELSE false END) EXECUTE FUNCTION noted();
CREATE TRIGGER tr3 AFTER UPDATE ON t FOR EACH ROW WHEN (old.* IS DISTINCT FROM new.*) EXECUTE FUNCTION noted();
CREATE PUBLICATION pub FOR TABLE t WHERE (id IN (1, 2) AND id BETWEEN 1 AND 3 AND id > 0);

CREATE VIEW v01 AS SELECT * FROM t WHERE v IN ('a', 'b');
CREATE VIEW v02 AS SELECT t.id, t.v, u.x FROM t JOIN u USING (id) WHERE w IN ('a', 'b');
CREATE VIEW v03 AS SELECT id, t.v, u.w FROM t NATURAL JOIN u;
CREATE VIEW v04 (p, q) AS SELECT id, v FROM t;
CREATE VIEW v05 AS SELECT s.* FROM (SELECT id, v FROM t) s (id, v);
CREATE VIEW v06 AS SELECT s.* FROM (SELECT id, v FROM t) s (a, v);
CREATE VIEW v07 AS WITH c (id, v) AS (SELECT id, v FROM t), d AS (SELECT * FROM c) SELECT id, d.v FROM d JOIN c USING (id);
CREATE VIEW v08 AS SELECT * FROM rows_of_record() UNION ALL SELECT * FROM rows_of_pair() x
    UNION ALL SELECT * FROM (VALUES (1, 'x'), (2, 'y')) v (column1, column2);
CREATE VIEW v09 AS SELECT id, v IN ('a', 'b') AS k, sum(n) FILTER (WHERE v IN ('a', 'b')) OVER w FROM t WINDOW w AS (PARTITION BY v ORDER BY id);
CREATE VIEW v10 AS SELECT t, t.* FROM t WHERE EXISTS (SELECT 1 FROM t WHERE id = 1);
CREATE VIEW v11 AS SELECT CASE v WHEN 'a' THEN 1 ELSE 2 END AS x, v::varchar(3), 'x'::varchar::text AS y, 'z' AS z, NULL AS n, now() AS now,
    row(1, 2)::text AS r, (row(1, 'a')::pair).b, (SELECT max(id) FROM u) FROM t GROUP BY 1, 2 HAVING count(*) > 1 ORDER BY 2 LIMIT 5;
CREATE VIEW v12 AS SELECT a.id, b.id AS id2 FROM t a LEFT JOIN t b ON a.id = b.id AND a.v IN ('a', 'b') CROSS JOIN LATERAL (SELECT a.id) l (id);
CREATE VIEW v13 AS SELECT g FROM generate_series(1, 3) g;
CREATE VIEW v14 AS SELECT * FROM generate_series(1, 3) WITH ORDINALITY;
CREATE VIEW v15 AS SELECT * FROM ROWS FROM (generate_series(1, 3), rows_of_record()) AS x (a, b, c);
CREATE VIEW v16 AS SELECT * FROM (t JOIN u USING (id)) j;
CREATE VIEW v17 AS SELECT * FROM t JOIN u USING (id) AS k;
CREATE VIEW v18 AS SELECT DISTINCT ON (v) v, id FROM t ORDER BY v, id DESC NULLS LAST;
CREATE VIEW v19 AS SELECT id, count(*), grouping(id) FROM t GROUP BY GROUPING SETS ((id), ());
CREATE VIEW v20 AS WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 5) SEARCH DEPTH FIRST BY n SET o SELECT n, o::text FROM r;
CREATE VIEW v21 AS SELECT 1 AS a UNION SELECT 2.5 UNION (SELECT 3 EXCEPT SELECT 4) ORDER BY 1;
CREATE VIEW v22 AS TABLE t;
CREATE VIEW v23 AS VALUES (1, 'x'), (2, 'y');
CREATE VIEW v24 AS SELECT old.id, new.id AS i2 FROM t old, t new;
CREATE VIEW v25 AS SELECT s.id, s.id_1 FROM (SELECT a.id, b.id FROM t a, t b) s (id, id_1);
CREATE VIEW v26 AS SELECT * FROM (SELECT id, v FROM t) s JOIN (SELECT id, x FROM u) r USING (id);
CREATE VIEW v27 AS SELECT x.a, x.b FROM json_to_record('{}') x (a int, b text);
CREATE VIEW v28 AS SELECT v || 'x' AS v, id BETWEEN 1 AND 2 AND v = 'a' AS z, id IN (1, 2) AS y, v = ANY (ARRAY['a'::varchar, 'b']) AS w
    FROM t TABLESAMPLE bernoulli (10);
CREATE VIEW v29 AS SELECT id AS "select", v AS "Odd Name" FROM t AS "Odd Alias" WHERE "Odd Alias".v IN ('a', 'b');
CREATE VIEW v30 AS SELECT u.*, (u).w AS k, u IS NULL AS nn FROM u;
CREATE VIEW v31 AS SELECT rows_of_pair() AS s, (rows_of_pair()).*;
CREATE VIEW v32 AS SELECT i FROM t WHERE i > interval '1 hour' AND d > date '2020-01-01' AND d + interval '1' day > now();
CREATE VIEW v33 AS SELECT substring(v FROM 1 FOR 2) AS s, trim(both 'x' FROM v) AS tr, extract(epoch FROM ts), ts AT TIME ZONE 'UTC' AS tz,
    v SIMILAR TO 'a%' AS sim, v LIKE 'a' ESCAPE '!' AS lk, (ts, ts) OVERLAPS (ts, i) AS ov, current_date AS cd, user AS us FROM t;
CREATE VIEW v34 AS SELECT t_1.id, t_2.v FROM t t_1, t t_2, t t;
CREATE VIEW v35 AS SELECT x.a, y.b FROM t x (a) JOIN u y (a, b) USING (a);
CREATE MATERIALIZED VIEW mv AS SELECT v, count(*) FROM t WHERE v IN ('a', 'b') GROUP BY v;

CREATE RULE r1 AS ON INSERT TO v04 WHERE new.q IN ('a', 'b') DO INSTEAD INSERT INTO t (id, v) VALUES (new.p, new.q);
CREATE RULE r2 AS ON UPDATE TO v04 DO INSTEAD (
    UPDATE t SET v = new.q WHERE id = old.p AND v IN ('a', 'b'); DELETE FROM u USING t WHERE u.id = t.id; NOTIFY changed);
CREATE RULE r3 AS ON DELETE TO v04 DO INSTEAD NOTHING;
CREATE RULE r4 AS ON INSERT TO u DO ALSO INSERT INTO t (id) SELECT new.id FROM u x WHERE x.w IN ('a', 'b')
    ON CONFLICT (id) WHERE v IN ('a', 'b') DO UPDATE SET v = 'x';
CREATE RULE r5 AS ON UPDATE TO u WHERE CASE WHEN old.id > 1 THEN true ELSE new.id > 1 END DO ALSO DELETE FROM t WHERE t.id = old.id;
CREATE RULE r6 AS ON DELETE TO u WHERE EXISTS (SELECT 1 FROM u WHERE w = 'a') DO ALSO INSERT INTO u VALUES (1, 'a'), (2, 'b');

CREATE FUNCTION b1(a int, b text) RETURNS boolean LANGUAGE sql RETURN b IN ('a', 'b') AND a BETWEEN 1 AND 2 AND a > 0;
CREATE FUNCTION b2(a int, b varchar) RETURNS SETOF int LANGUAGE sql BEGIN ATOMIC
    INSERT INTO u (id, w) VALUES (a, b);
    UPDATE u SET w = b2.b FROM t WHERE t.id = u.id AND u.w IN ('a', 'b');
    DELETE FROM u WHERE id = $1;
    SELECT t.id + 1 FROM t, u WHERE v = b2.b AND w IN ('a', 'b') UNION SELECT 2;
END;
CREATE FUNCTION b3(k int, x varchar) RETURNS int LANGUAGE sql RETURN (
    SELECT max(id) FROM t WHERE v = x AND id = k AND CASE WHEN x IN ('a', 'b') THEN true END);
CREATE FUNCTION b4(i int, OUT o int) LANGUAGE sql RETURN i + 1;
CREATE PROCEDURE b5(y int) LANGUAGE sql BEGIN ATOMIC INSERT INTO u SELECT * FROM u WHERE id = y; SELECT y, y + 1, (SELECT y FROM u LIMIT 1); END;
CREATE FUNCTION b6() RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT 'it''s $1
  x' || E'\\' AS a$1; END;
CREATE FUNCTION b7(int, text) RETURNS SETOF int LANGUAGE sql BEGIN ATOMIC SELECT u.id FROM u WHERE u.id = $1 AND u.w = $2; END;

-- Names that changed below what uses them.
CREATE TABLE r1 (a int, b int);
CREATE TABLE r2 (a int, c int);
CREATE VIEW rv01 AS SELECT * FROM r1;
CREATE VIEW rv02 AS SELECT * FROM r1 JOIN r2 USING (a);
CREATE VIEW rv03 AS SELECT * FROM r1 NATURAL JOIN r2;
CREATE VIEW rv04 AS SELECT r1.b FROM r1 WHERE EXISTS (SELECT 1 FROM r1 WHERE b = 1);
CREATE VIEW rv05 AS SELECT s.a, s.b FROM (SELECT * FROM r1) s;
CREATE VIEW rv06 AS SELECT * FROM (r1 JOIN r2 USING (a)) j;
CREATE VIEW rv07 AS SELECT rows_of_pair.a FROM rows_of_pair();
CREATE VIEW rv08 AS WITH q AS (SELECT * FROM r1) SELECT a, b FROM q;
CREATE VIEW rv09 AS SELECT r1 FROM r1;
CREATE VIEW rv10 AS SELECT a, count(*) FROM r1 GROUP BY a ORDER BY a;
CREATE VIEW rv11 AS SELECT * FROM rv01;
CREATE VIEW rv12 AS SELECT b FROM r1 GROUP BY b, a HAVING a > 1;
CREATE VIEW rv13 AS SELECT * FROM (SELECT * FROM r1) x JOIN (SELECT * FROM r2) y USING (a);
CREATE VIEW rv14 AS SELECT a FROM r1 UNION SELECT c FROM r2;
CREATE VIEW rv15 AS SELECT (rows_of_pair()).a;
CREATE VIEW rv16 AS SELECT * FROM r1 FULL JOIN r2 USING (a) WHERE a = 1;
CREATE VIEW rv17 AS SELECT x.a FROM r1 x (a, b) JOIN r2 y (a, c) USING (a);
CREATE FUNCTION rb() RETURNS SETOF int LANGUAGE sql BEGIN ATOMIC INSERT INTO r1 (a) SELECT a FROM r2; SELECT a FROM r1 JOIN r2 USING (a); END;
CREATE RULE rr AS ON INSERT TO r2 DO ALSO INSERT INTO r1 (a, b) SELECT new.a, a FROM r1;
ALTER TABLE r1 RENAME a TO a2;
ALTER TABLE r1 RENAME b TO b2;
ALTER TABLE r2 RENAME c TO b2;
ALTER VIEW rv01 RENAME a TO aa;
ALTER TABLE r1 RENAME TO r1n;
ALTER TYPE pair RENAME ATTRIBUTE a TO a2;
ALTER TABLE r1n ADD COLUMN a int;
ALTER TABLE r2 ADD COLUMN later int;
ALTER TABLE r2 ADD COLUMN gone int;
CREATE VIEW rv18 AS SELECT r2.a FROM r1n JOIN r2 USING (a);
ALTER TABLE r2 DROP COLUMN gone;
ALTER FUNCTION rows_of_record() RENAME TO rows_of_records;
ALTER SCHEMA other RENAME TO another;
