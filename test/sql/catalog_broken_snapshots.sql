-- Snapshots from which something is missing, or in which something else stands: refused or planned with, whatever it is.
CREATE SCHEMA app;
CREATE TYPE app.mood AS ENUM ('good', 'bad');
CREATE TYPE app.place AS (street text, number integer);
CREATE TYPE app.span AS RANGE (subtype = integer);
CREATE DOMAIN app.amount AS numeric CHECK (VALUE > 0);
CREATE DOMAIN app.price AS app.amount NOT NULL;
CREATE FUNCTION app.twice(integer) RETURNS integer IMMUTABLE LANGUAGE sql AS 'SELECT $1 * 2';
CREATE FUNCTION app.stop() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TABLE app.base (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, kind app.mood DEFAULT 'good', cost app.price[], CHECK (id > 0));
CREATE TABLE app.heir (more app.place, extra serial) INHERITS (app.base);
CREATE TABLE app.typed OF app.place (number DEFAULT 3);
CREATE TABLE app.tree (id integer NOT NULL, day date, base integer REFERENCES app.base, doubled integer GENERATED ALWAYS AS (app.twice(id)) STORED) PARTITION BY RANGE (id);
CREATE TABLE app.leaf PARTITION OF app.tree FOR VALUES FROM (1) TO (10);
CREATE TABLE app.whole (row_of app.typed);
CREATE INDEX tree_day ON app.tree (day) WHERE id > 2;
CREATE UNIQUE INDEX leaf_twice ON app.leaf (app.twice(id));
ALTER TABLE app.leaf CLUSTER ON leaf_twice;
CREATE VIEW app.seen AS SELECT id, doubled FROM app.tree;
CREATE MATERIALIZED VIEW app.kept AS SELECT id FROM app.seen;
CREATE TRIGGER stop BEFORE INSERT ON app.tree FOR EACH ROW EXECUTE FUNCTION app.stop();
CREATE POLICY own ON app.base USING (id < 5);
CREATE RULE nothing AS ON DELETE TO app.seen DO INSTEAD NOTHING;
CREATE STATISTICS app.both ON id, day FROM app.leaf;
GRANT SELECT ON app.base TO PUBLIC;
CREATE TABLE pair AS SELECT confiture.snapshot() AS new, NULL::jsonb AS old;
-- Another one, so that everything changes on the way from the one to the other.
ALTER TABLE app.base ALTER COLUMN id SET START 5, ALTER COLUMN kind SET DEFAULT 'bad';
ALTER TABLE app.tree DETACH PARTITION app.leaf;
ALTER TABLE app.heir ALTER COLUMN extra TYPE bigint;
ALTER TABLE app.heir NO INHERIT app.base;
ALTER TYPE app.place ADD ATTRIBUTE town text CASCADE;
ALTER INDEX app.tree_day RENAME TO tree_by_day;
DROP VIEW app.seen CASCADE;
DROP FUNCTION app.twice CASCADE;
UPDATE pair SET old = confiture.snapshot();

-- Each object, attribute and dependency left away, emptied, made a list, or made to speak of itself: one change a time.
CREATE FUNCTION broken(jsonb) RETURNS SETOF jsonb LANGUAGE sql AS $$
    SELECT b FROM jsonb_each($1 -> 'schema') AS k (kind, objects), jsonb_each(objects) AS o (identity, object),
                  LATERAL (SELECT $1 #- ARRAY['schema', kind, identity] AS b
                           UNION ALL
                           SELECT jsonb_set($1, ARRAY['schema', kind, identity], object)
                             FROM (SELECT object - name AS object FROM jsonb_object_keys(object) AS a (name)
                                   UNION ALL
                                   SELECT object || jsonb_build_object(name, v) FROM jsonb_object_keys(object) AS a (name),
                                          unnest(ARRAY['""', '[]', '["("]', to_jsonb(identity), jsonb_build_array(identity)]) AS v) AS changed) AS c
    UNION ALL
    SELECT $1 || jsonb_build_object('schema', $1 -> 'schema' || jsonb_build_object('thing', '{"x": {}}'::jsonb, 'thing column', '{"x.y": {"relation": "x"}}'::jsonb))
    UNION ALL
    SELECT b FROM jsonb_each($1 #> '{facts,depends}') AS d (address, list),
                  LATERAL (SELECT $1 #- ARRAY['facts', 'depends', address] AS b
                           UNION ALL
                           SELECT jsonb_set($1, ARRAY['facts', 'depends', address], jsonb_build_array(t || ' ' || address, t || ' type:app.place', t || ' thing:x', t || ' table:app.leaf'))
                             FROM unnest('{n,a,i,P,o}'::text[]) AS t) AS c;
$$;
CREATE FUNCTION plan(old jsonb, new jsonb, online boolean) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM confiture.compare(old, new, online);
    RETURN 'planned';
EXCEPTION WHEN OTHERS THEN
    RETURN CASE WHEN SQLSTATE IN ('ZF070', 'ZF071') THEN SQLSTATE ELSE SQLSTATE || ' ' || SQLERRM END;
END
$$;
SELECT told, count(*) > 50 AS often
  FROM pair, broken(old) AS b, LATERAL unnest(ARRAY[plan(b, new, false), plan(new, b, true), plan(b, b, false)]) AS told GROUP BY told ORDER BY told COLLATE "C";
SELECT told, count(*) > 50 AS often
  FROM pair, broken(new) AS b, LATERAL unnest(ARRAY[plan(b, old, true), plan(old, b, false)]) AS told GROUP BY told ORDER BY told COLLATE "C";
