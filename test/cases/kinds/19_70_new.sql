CREATE PUBLICATION most FOR ALL TABLES EXCEPT (TABLE ONLY kinds.parent, kinds.orders, kinds."no columns");
CREATE PUBLICATION sequences FOR ALL SEQUENCES;
CREATE PUBLICATION all_of_both FOR ALL TABLES, ALL SEQUENCES;
CREATE SUBSCRIPTION "from 19" CONNECTION 'dbname=none' PUBLICATION one
    WITH (connect = false, slot_name = s19, retain_dead_tuples = true, max_retention_duration = 1000);
-- The connection is put together from the mapping, for which the subscription's owner is a user of the server.
CREATE SERVER publisher FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'far.example.org', dbname 'none');
CREATE USER MAPPING FOR CURRENT_USER SERVER publisher OPTIONS (user 'somebody', password 'x');
CREATE SUBSCRIPTION "by server" SERVER publisher PUBLICATION one WITH (connect = false, slot_name = NONE);

CREATE VIEW kinds.ignoring AS
    SELECT id, lag(price) IGNORE NULLS OVER (ORDER BY id) AS before, first_value(price) RESPECT NULLS OVER (ORDER BY id) AS first
    FROM kinds.columns;
CREATE FUNCTION kinds.selects_conflict(wanted integer) RETURNS SETOF integer LANGUAGE sql
BEGIN ATOMIC
    INSERT INTO kinds.egg (id, hen) VALUES (wanted, 11) ON CONFLICT (id) DO SELECT FOR SHARE WHERE egg.hen > 0 RETURNING id;
END;
