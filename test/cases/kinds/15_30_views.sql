CREATE VIEW kinds.simple AS SELECT id, name AS "Name", price FROM kinds.columns WHERE price > 0;
CREATE VIEW kinds.barrier WITH (security_barrier, security_invoker = true) AS SELECT * FROM kinds.target;
CREATE VIEW kinds.checked AS SELECT a, b FROM kinds.target WHERE a > 0 WITH LOCAL CHECK OPTION;
CREATE VIEW kinds.cascaded (x, y) AS SELECT a, b FROM kinds.checked WITH CASCADED CHECK OPTION;
CREATE VIEW kinds.defaulted AS SELECT a, b FROM kinds.target;
ALTER VIEW kinds.defaulted ALTER COLUMN b SET DEFAULT 42;
COMMENT ON VIEW kinds.simple IS 'a view';
COMMENT ON COLUMN kinds.simple."Name" IS 'a column of a view';
CREATE RECURSIVE VIEW kinds.numbers (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM numbers WHERE n < 5;
CREATE VIEW kinds.long AS
    WITH chosen AS MATERIALIZED (SELECT id, sum(price) FILTER (WHERE price > 1) OVER w AS running FROM kinds.columns
        WINDOW w AS (PARTITION BY mood ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE TIES))
    SELECT c.id, c.running, t.*, x.y, 'it''s'::text || E'\\' AS quoted, ARRAY[1, 2] @> ARRAY[1] AS has,
        (c.running, 1)::text AS whole, CASE WHEN c.id = 1 THEN interval '1 day' END AS span
    FROM chosen c LEFT JOIN LATERAL (SELECT a, b FROM kinds.target WHERE a = c.id) t ON true
        CROSS JOIN ROWS FROM (generate_series(1, 2), unnest(ARRAY['p', 'q'])) WITH ORDINALITY AS x(i, y, o)
    GROUP BY GROUPING SETS ((c.id, c.running, t.a, t.b, x.y), ()) HAVING count(*) > 0
    ORDER BY 1 NULLS FIRST FETCH FIRST 3 ROWS WITH TIES;
CREATE VIEW kinds.grouped AS SELECT id, name, count(*) FROM kinds.columns GROUP BY id;
CREATE VIEW kinds.sampled AS SELECT id FROM kinds.columns TABLESAMPLE bernoulli (50) REPEATABLE (1);
CREATE VIEW kinds.own_operators AS
    SELECT a.id, kinds.mean(a.id) OVER () FROM kinds.columns a JOIN kinds.columns b ON a.cents OPERATOR(kinds.=) b.cents
    WHERE OPERATOR(kinds.-/) a.cents IS NOT NULL;
CREATE VIEW kinds.no_columns AS SELECT;
CREATE VIEW "Odd ""Name"".x"."View" AS SELECT "a.b" FROM "Odd ""Name"".x"."Table; --";
-- A pair of views that refer to each other, which a dump has to break and mend.
CREATE VIEW kinds.ring_one AS SELECT 1 AS n;
CREATE VIEW kinds.ring_two AS SELECT n FROM kinds.ring_one;
CREATE OR REPLACE VIEW kinds.ring_one AS SELECT n FROM kinds.ring_two;

CREATE MATERIALIZED VIEW kinds.filled AS SELECT a, sum(b) AS total FROM kinds.target GROUP BY a;
CREATE MATERIALIZED VIEW kinds.upon_filled (x) WITH (fillfactor = 50) AS SELECT a FROM kinds.filled;
CREATE MATERIALIZED VIEW kinds.unfilled TABLESPACE kinds_space AS SELECT a FROM kinds.target WITH NO DATA;
CREATE MATERIALIZED VIEW kinds.other_filled USING heap_too AS SELECT 1 AS one;
CREATE UNIQUE INDEX filled_a ON kinds.filled (a);
ALTER MATERIALIZED VIEW kinds.filled CLUSTER ON filled_a;
ALTER MATERIALIZED VIEW kinds.filled ALTER COLUMN total SET STATISTICS 12;
COMMENT ON MATERIALIZED VIEW kinds.filled IS 'a materialized view';
COMMENT ON COLUMN kinds.filled.total IS 'a column of a materialized view';

-- A body that the server has parsed binds to the tables, and to the primary key by which they are grouped.
CREATE FUNCTION kinds.atomic_upon_tables() RETURNS TABLE (id bigint, name text, n bigint) LANGUAGE sql
BEGIN ATOMIC
    INSERT INTO kinds.tree (id) VALUES (nextval('kinds.used'));
    SELECT c.id, c.name, count(*) FROM kinds.columns c GROUP BY c.id;
END;

CREATE RULE shadow AS ON INSERT TO kinds.checked DO ALSO
    (INSERT INTO kinds.tree VALUES (NEW.a); NOTIFY kinds_changed, 'it''s');
CREATE RULE instead AS ON DELETE TO kinds.defaulted DO INSTEAD UPDATE kinds.target SET b = OLD.b WHERE a = OLD.a RETURNING a, b;
CREATE RULE never AS ON UPDATE TO kinds.parent WHERE OLD.id < 0 DO INSTEAD NOTHING;
CREATE RULE "on replica" AS ON UPDATE TO kinds.tree DO ALSO NOTHING;
CREATE RULE always AS ON DELETE TO kinds.tree DO ALSO NOTHING;
CREATE RULE "off" AS ON INSERT TO kinds.tree DO ALSO NOTHING;
ALTER TABLE kinds.tree ENABLE REPLICA RULE "on replica", ENABLE ALWAYS RULE always, DISABLE RULE "off";
COMMENT ON RULE never ON kinds.parent IS 'a rule';

CREATE TRIGGER plain BEFORE INSERT OR UPDATE OF name, "from" ON kinds.columns
    FOR EACH ROW WHEN (NEW.name <> 'it''s') EXECUTE FUNCTION kinds.touch('a', 'it''s \ "here"', E'tab\t');
CREATE TRIGGER tables AFTER UPDATE ON kinds.columns REFERENCING OLD TABLE AS before NEW TABLE AS "After"
    FOR EACH STATEMENT EXECUTE FUNCTION kinds.touch();
CREATE TRIGGER emptied BEFORE TRUNCATE ON kinds.columns EXECUTE FUNCTION kinds.touch();
CREATE TRIGGER off AFTER DELETE ON kinds.columns FOR EACH ROW EXECUTE FUNCTION kinds.touch();
CREATE TRIGGER always AFTER DELETE ON kinds.columns FOR EACH ROW EXECUTE FUNCTION kinds.touch();
CREATE TRIGGER replica AFTER DELETE ON kinds.columns FOR EACH ROW EXECUTE FUNCTION kinds.touch();
ALTER TABLE kinds.columns DISABLE TRIGGER off, ENABLE ALWAYS TRIGGER always, ENABLE REPLICA TRIGGER replica;
CREATE CONSTRAINT TRIGGER late AFTER INSERT ON kinds.tree FROM kinds.hen DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.parent > 0) EXECUTE FUNCTION kinds.touch();
CREATE TRIGGER instead INSTEAD OF UPDATE ON kinds.simple FOR EACH ROW EXECUTE FUNCTION kinds.touch();
CREATE TRIGGER inherited AFTER INSERT ON kinds.orders FOR EACH ROW EXECUTE FUNCTION kinds.touch();
ALTER TABLE kinds.orders_north DISABLE TRIGGER inherited;
COMMENT ON TRIGGER plain ON kinds.columns IS 'a trigger';

ALTER TABLE kinds.target ENABLE ROW LEVEL SECURITY;
ALTER TABLE kinds.columns ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY everybody ON kinds.target USING (true);
CREATE POLICY "own; rows" ON kinds.target AS RESTRICTIVE FOR UPDATE TO kinds_owner, "kinds ""odd"" role"
    USING (a = 1 AND EXISTS (SELECT FROM kinds.tree t WHERE t.id = target.a)) WITH CHECK (b > 0);
CREATE POLICY read ON kinds.target FOR SELECT TO kinds_reader USING (current_user = 'kinds_reader');
CREATE POLICY write ON kinds.target FOR INSERT WITH CHECK (c IS NULL);
CREATE POLICY gone ON kinds.target FOR DELETE TO CURRENT_USER USING (false);
COMMENT ON POLICY "own; rows" ON kinds.target IS 'a policy';
