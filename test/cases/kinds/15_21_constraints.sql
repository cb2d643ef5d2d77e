CREATE TABLE kinds.target (
    a integer, b integer, c integer,
    CONSTRAINT target_key PRIMARY KEY (a, b) INCLUDE (c) WITH (fillfactor = 60),
    CONSTRAINT later UNIQUE (c) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT sometimes UNIQUE (b) DEFERRABLE,
    CONSTRAINT nulls_too UNIQUE NULLS NOT DISTINCT (b, c));
COMMENT ON CONSTRAINT target_key ON kinds.target IS 'a primary key';
CREATE TABLE kinds.source (
    a integer, b integer, c integer, period daterange, spot box,
    CONSTRAINT to_full FOREIGN KEY (a, b) REFERENCES kinds.target MATCH FULL ON DELETE CASCADE ON UPDATE SET NULL,
    CONSTRAINT to_later FOREIGN KEY (a, b) REFERENCES kinds.target ON DELETE SET DEFAULT (b) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT to_restrict FOREIGN KEY (a, b) REFERENCES kinds.target ON DELETE RESTRICT ON UPDATE RESTRICT DEFERRABLE,
    CONSTRAINT to_some FOREIGN KEY (a, b) REFERENCES kinds.target ON DELETE SET NULL (a) ON UPDATE SET DEFAULT,
    CONSTRAINT sum_small CHECK (a + b < 1000 AND (c IS NULL OR c <> ALL ('{13,666}'))),
    CONSTRAINT no_overlap EXCLUDE USING gist (period WITH &&, int4range(a, a + 1) WITH =) WHERE (c > 0),
    CONSTRAINT far_apart EXCLUDE USING gist (spot WITH &&) DEFERRABLE INITIALLY DEFERRED);
ALTER TABLE kinds.source ADD CONSTRAINT checked_later CHECK (a IS DISTINCT FROM 7) NOT VALID;
ALTER TABLE kinds.source ADD CONSTRAINT referenced_later FOREIGN KEY (a, b) REFERENCES kinds.target NOT VALID;
COMMENT ON CONSTRAINT sum_small ON kinds.source IS 'a check';
CREATE UNIQUE INDEX promoted ON kinds.source (c DESC NULLS LAST);
CREATE UNIQUE INDEX to_be_promoted ON kinds.source (c, b);
ALTER TABLE kinds.source ADD CONSTRAINT promoted_key UNIQUE USING INDEX to_be_promoted;

CREATE TABLE kinds.egg (id integer PRIMARY KEY, hen integer NOT NULL);
CREATE TABLE kinds.hen (id integer PRIMARY KEY, egg integer NOT NULL REFERENCES kinds.egg);
ALTER TABLE kinds.egg ADD FOREIGN KEY (hen) REFERENCES kinds.hen DEFERRABLE INITIALLY DEFERRED;
CREATE TABLE kinds.tree (id integer PRIMARY KEY, parent integer REFERENCES kinds.tree ON UPDATE CASCADE);

CREATE TABLE kinds.orders (region text, id integer, at date, CONSTRAINT orders_key PRIMARY KEY (region, id))
    PARTITION BY LIST (region);
CREATE TABLE kinds.orders_north PARTITION OF kinds.orders FOR VALUES IN ('north');
CREATE TABLE kinds.orders_rest PARTITION OF kinds.orders DEFAULT;
CREATE TABLE kinds.order_lines (region text, id integer, line integer, FOREIGN KEY (region, id) REFERENCES kinds.orders)
    PARTITION BY RANGE (line);
CREATE TABLE kinds.order_lines_first PARTITION OF kinds.order_lines FOR VALUES FROM (MINVALUE) TO (10);

CREATE INDEX orders_at ON kinds.orders (at);
CREATE INDEX orders_only ON ONLY kinds.orders (lower(region));
CREATE INDEX orders_only_north ON kinds.orders_north (lower(region));
ALTER INDEX kinds.orders_only ATTACH PARTITION kinds.orders_only_north;
CREATE INDEX columns_partial ON kinds.columns (price, (lower(name::text)) text_pattern_ops DESC NULLS LAST)
    INCLUDE (number) WITH (fillfactor = 55, deduplicate_items = off) TABLESPACE kinds_space WHERE price > 1;
CREATE INDEX columns_hash ON kinds.columns USING hash (name);
CREATE INDEX columns_gin ON kinds.columns USING gin (tags, js jsonb_path_ops) WITH (fastupdate = off);
CREATE INDEX columns_trgm ON kinds.columns USING gin (name public.gin_trgm_ops);
CREATE INDEX columns_gist ON kinds.columns USING gist (step, search tsvector_ops (siglen = 100));
CREATE INDEX columns_spgist ON kinds.columns USING spgist (name COLLATE "C");
CREATE INDEX columns_brin ON kinds.columns USING brin (id int8_minmax_multi_ops (values_per_range = 16))
    WITH (pages_per_range = 4, autosummarize = on);
CREATE INDEX columns_bloom ON kinds.columns USING bloom (number) WITH (length = 64, col1 = 3);
CREATE INDEX columns_cents ON kinds.columns (cents, fixed COLLATE "C" NULLS FIRST);
CREATE UNIQUE INDEX columns_expression ON kinds.columns ((number + 1), (price IS NULL));
ALTER INDEX kinds.columns_expression ALTER COLUMN 1 SET STATISTICS 44;
CREATE INDEX source_too ON kinds.source USING gist_too (spot);
CREATE INDEX "Index ""odd""" ON "Odd ""Name"".x"."Table; --" ("a.b");
ALTER TABLE kinds.parent CLUSTER ON parent_pkey;
COMMENT ON INDEX kinds.columns_hash IS 'an index';

CREATE STATISTICS kinds.all_statistics ON price, number FROM kinds.columns;
CREATE STATISTICS kinds.some_statistics (dependencies) ON price, number, fixed FROM kinds.columns;
CREATE STATISTICS kinds.expression_statistics ON (price * number) FROM kinds.columns;
CREATE STATISTICS kinds.common_statistics (mcv, ndistinct) ON (lower(name::text)), number FROM kinds.columns;
ALTER STATISTICS kinds.some_statistics SET STATISTICS 55;
COMMENT ON STATISTICS kinds.all_statistics IS 'a statistics object';
