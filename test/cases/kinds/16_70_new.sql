CREATE COLLATION kinds.rules (provider = icu, locale = 'und', rules = E'&a < g, b <<< ''x''');
CREATE TABLE kinds.stored (line text STORAGE external, rest text STORAGE DEFAULT);
CREATE VIEW kinds.json AS
    SELECT JSON_ARRAY(1, 'a' ABSENT ON NULL RETURNING jsonb) AS a, JSON_OBJECT('k': 2 NULL ON NULL WITH UNIQUE KEYS) AS o,
        ('{}' IS JSON OBJECT WITH UNIQUE KEYS) AS is_json, any_value(g) AS some, 0x1F AS hexadecimal,
        xmlserialize(DOCUMENT '<a/>'::xml AS text INDENT) AS doc
    FROM generate_series(1, 3) g;
CREATE STATISTICS ON price, old_style FROM kinds.columns;
CREATE SUBSCRIPTION "from 16" CONNECTION 'dbname=none password=x' PUBLICATION one
    WITH (connect = false, slot_name = NONE, origin = none, run_as_owner = true, password_required = false, streaming = parallel);
