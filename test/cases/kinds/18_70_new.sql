CREATE TABLE kinds.virtual (a integer, b integer GENERATED ALWAYS AS (a * 2) VIRTUAL, c text GENERATED ALWAYS AS ('it''s') NOT NULL);
INSERT INTO kinds.virtual VALUES (1), (NULL);

CREATE TABLE kinds.temporal (
    id integer, during daterange, other datemultirange,
    CONSTRAINT temporal_key PRIMARY KEY (id, during WITHOUT OVERLAPS),
    CONSTRAINT temporal_other UNIQUE (id, other WITHOUT OVERLAPS) DEFERRABLE);
CREATE TABLE kinds.temporal_child (
    id integer, during daterange,
    CONSTRAINT within FOREIGN KEY (id, PERIOD during) REFERENCES kinds.temporal (id, PERIOD during));
INSERT INTO kinds.temporal VALUES (1, '[2020-01-01,2021-01-01)', '{[2020-01-01,2020-01-03)}'), (1, '[2021-01-01,2022-01-01)', NULL);
INSERT INTO kinds.temporal_child VALUES (1, '[2020-06-01,2021-06-01)');

CREATE TABLE kinds.not_enforced (
    id integer PRIMARY KEY, other integer,
    CONSTRAINT hoped CHECK (id > 100) NOT ENFORCED,
    CONSTRAINT hoped_too FOREIGN KEY (other) REFERENCES kinds.not_enforced NOT ENFORCED);
INSERT INTO kinds.not_enforced VALUES (1, 999);
ALTER TABLE kinds.orders ADD CONSTRAINT orders_later FOREIGN KEY (region, id) REFERENCES kinds.orders NOT VALID;

CREATE TABLE kinds.not_null (
    a integer CONSTRAINT "a is there" NOT NULL, b integer CONSTRAINT own_only NOT NULL NO INHERIT, c integer, d integer NOT NULL);
INSERT INTO kinds.not_null VALUES (1, 1, NULL, 1);
ALTER TABLE kinds.not_null ADD CONSTRAINT c_later NOT NULL c NOT VALID;
COMMENT ON CONSTRAINT "a is there" ON kinds.not_null IS 'a named NOT NULL';
COMMENT ON CONSTRAINT not_null_d_not_null ON kinds.not_null IS 'one that got its name by itself';
CREATE TABLE kinds.not_null_child (a integer CONSTRAINT child_name NOT NULL) INHERITS (kinds.not_null);

ALTER DEFAULT PRIVILEGES GRANT SELECT ON LARGE OBJECTS TO kinds_reader;
CREATE PUBLICATION generated FOR TABLE kinds.columns WITH (publish_generated_columns = stored);
CREATE FUNCTION kinds.returns_old(to_parent integer) RETURNS TABLE (was integer, became integer) LANGUAGE sql
BEGIN ATOMIC
    UPDATE kinds.tree SET parent = to_parent RETURNING WITH (OLD AS before, NEW AS after) before.parent, after.parent;
END;
CREATE DOMAIN kinds.named AS text CONSTRAINT must_be NOT NULL;
COMMENT ON CONSTRAINT must_be ON DOMAIN kinds.named IS 'a named NOT NULL of a domain';
