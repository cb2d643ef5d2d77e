-- Puts rows into each empty ordinary table that takes some, in rounds, since what refers to a row comes after it.
DO $fill$
DECLARE
    t record;
    columns text;
    row_values text;
    has_rows boolean;
BEGIN
    SET CONSTRAINTS ALL IMMEDIATE;
    FOR round IN 1 .. 3 LOOP
        FOR t IN SELECT c.oid, c.oid::regclass AS name FROM pg_class c
                  WHERE c.relkind = 'r' AND c.oid >= 16384 AND c.relpersistence <> 't' AND c.relnamespace <> 'confiture'::regnamespace
                  ORDER BY c.oid LOOP
            EXECUTE format('SELECT EXISTS (SELECT FROM ONLY %s)', t.name) INTO has_rows;
            CONTINUE WHEN has_rows;
            FOR number IN 1 .. 4 LOOP
                SELECT string_agg(quote_ident(a.attname), ', '),
                       string_agg(CASE y.typcategory
                           WHEN 'N' THEN quote_literal((ARRAY[1, 2, 11, 105])[number])
                           WHEN 'S' THEN quote_literal((ARRAY['x', 'a', 'b', 'ok'])[number])
                           WHEN 'B' THEN quote_literal(number % 2 = 1)
                           WHEN 'D' THEN quote_literal((ARRAY['2020-01-01', '2020-01-02', '2020-01-11', '2020-05-01'])[number])
                           WHEN 'T' THEN quote_literal('1 day')
                           WHEN 'A' THEN quote_literal('{}')
                           WHEN 'R' THEN quote_literal(CASE WHEN y.typtype = 'm' THEN '{}' ELSE 'empty' END)
                           WHEN 'G' THEN quote_literal(CASE y.typname WHEN 'circle' THEN format('<(%s,0),1>', number * 10) WHEN 'point' THEN format('(%s,0)', number) END)
                           WHEN 'I' THEN quote_literal(format('10.0.0.%s', number))
                           WHEN 'V' THEN quote_literal(repeat('1', greatest(a.atttypmod, 1)))
                           WHEN 'E' THEN (SELECT quote_literal(e.enumlabel) FROM pg_enum e WHERE e.enumtypid = y.oid
                                           ORDER BY e.enumsortorder OFFSET (number - 1) % 2 LIMIT 1)
                           WHEN 'U' THEN quote_literal(CASE y.typname
                               WHEN 'uuid' THEN lpad(number::text, 32, '0') WHEN 'json' THEN '{"a": 1}' WHEN 'jsonb' THEN '{"a": 1}'
                               WHEN 'bytea' THEN 'x' WHEN 'tsvector' THEN 'x' WHEN 'xml' THEN '<a/>' END) END, ', ')
                  INTO columns, row_values
                  FROM pg_attribute a
                  JOIN pg_type d ON d.oid = a.atttypid
                  JOIN pg_type y ON y.oid = CASE WHEN d.typtype = 'd' THEN d.typbasetype ELSE d.oid END
                 WHERE a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped AND NOT a.atthasdef AND a.attidentity = '';
                BEGIN
                    EXECUTE CASE WHEN columns IS NULL THEN format('INSERT INTO %s DEFAULT VALUES', t.name)
                        ELSE format('INSERT INTO %s (%s) VALUES (%s)', t.name, columns, row_values) END;
                EXCEPTION WHEN OTHERS THEN
                    -- What a table does not take, it need not have.
                END;
            END LOOP;
        END LOOP;
    END LOOP;
END
$fill$;
