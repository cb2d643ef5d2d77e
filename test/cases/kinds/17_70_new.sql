CREATE COLLATION kinds.built_in (provider = builtin, locale = 'C.UTF-8');
GRANT MAINTAIN ON kinds.columns, kinds.filled TO kinds_reader;
ALTER DEFAULT PRIVILEGES IN SCHEMA owned GRANT MAINTAIN ON TABLES TO kinds_group;

CREATE TABLE kinds.identities (id bigint GENERATED ALWAYS AS IDENTITY (START WITH 9), at date,
    CONSTRAINT one_a_day EXCLUDE USING gist (at WITH =)) PARTITION BY RANGE (at) USING heap_too;
CREATE TABLE kinds.identities_first PARTITION OF kinds.identities FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TABLE kinds.identities_next PARTITION OF kinds.identities FOR VALUES FROM ('2021-01-01') TO ('2022-01-01') USING heap;
INSERT INTO kinds.identities (at) VALUES ('2020-02-02'), ('2021-02-02');

CREATE VIEW kinds.json_rows AS
    SELECT t.* FROM JSON_TABLE('[{"a": 1, "b": [2, 3]}]'::jsonb, '$[*]' AS root PASSING 5 AS x
        COLUMNS (n FOR ORDINALITY, a integer PATH '$.a' DEFAULT 7 ON EMPTY, has boolean EXISTS PATH '$.b',
            NESTED PATH '$.b[*]' AS inner_rows COLUMNS (b text PATH '$' OMIT QUOTES))) AS t
    WHERE JSON_EXISTS('{}'::jsonb, '$.a' ERROR ON ERROR) IS NOT NULL
        AND JSON_VALUE('{"a": "x"}'::jsonb, '$.a' RETURNING text) = JSON_QUERY('"x"'::jsonb, '$' RETURNING text OMIT QUOTES);
CREATE FUNCTION kinds.merges(wanted integer) RETURNS TABLE (action text, id integer) LANGUAGE sql
BEGIN ATOMIC
    MERGE INTO kinds.identity_index t USING (SELECT wanted AS id) s ON t.id = s.id
        WHEN MATCHED AND t.note IS NULL THEN DELETE
        WHEN NOT MATCHED BY SOURCE AND t.id < 0 THEN UPDATE SET note = NULL
        WHEN NOT MATCHED BY TARGET THEN INSERT (id) VALUES (s.id)
        RETURNING merge_action(), t.id;
END;

CREATE EVENT TRIGGER at_login ON login EXECUTE FUNCTION kinds.quiet();
CREATE SUBSCRIPTION "from 17" CONNECTION 'dbname=none' PUBLICATION one WITH (connect = false, slot_name = s17, failover = true);
