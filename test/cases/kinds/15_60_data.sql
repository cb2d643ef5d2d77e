-- Values that hold what COPY, INSERT and a scanner of SQL text each treat as special.
INSERT INTO kinds.columns (name, fixed, tags, cube, moods, email, home, address, label, js, doc, raw, "Ünï ""q"" %s\") VALUES
    (E'\\.', E'\n', '{}', NULL, '{}', 'a@b', NULL, NULL, '', 'null', '<a/>', '', ''),
    (E'a\tb\\tc', 'x', E'{"\\\\N","\\"",NULL,"NULL"," ","a,b","{}"}', '{{{1,2},{3,NULL}}}', ARRAY['', 'größte ☺', 'o''k']::kinds.mood[],
        'q@"x"', ROW('s,(")\', 1, ARRAY['a"b', NULL]), ROW(NULL, NULL, NULL), E'a\nb', '{"k": [1, "\u00e9\\n", null]}', '<b>&lt;</b>',
        decode('00ff5c0a0d09', 'hex'), '\'),
    (E'one\r\ntwo\n\\.\n', '', '[0:1]={a,b}', '[2:2][1:1][0:0]={{{9}}}', NULL, 'ü@ö', NULL, ROW('', 0, '{}'), E'\\', '"\\"', '',
        decode('5c4e', 'hex'), E'\001'),
    (E'\\N', NULL, E'{"a\nb"}', '{}', NULL, 'N@N', NULL, NULL, '--/*', '{}', '<!-- '' -->', '\x5c2e', ';'),
    (E'\b\f\n\r\t\v\\b\x7F', '''', NULL, NULL, NULL, '$$@$a$', NULL, NULL, '$$', '[]', NULL, NULL, NULL),
    ('日本語🎉e' || U&'\0301\200B\2028', NULL, '{COPY t FROM stdin;}', NULL, NULL, '''@"', NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO kinds.columns (name, step, steps, cents, amounts, pair, bits, span, moment, store)
    SELECT 'row ' || g, kinds.step(g, g + 3), kinds.steps(kinds.step(g, g + 1), kinds.step(g + 5, g + 6)), g::bigint,
        ARRAY[g, -g]::bigint[]::kinds.cents[], ('(' || g || ',0.1)')::kinds.pair, g::bit(8), make_interval(days => g, secs => 0.25),
        '2020-02-29 12:00:00.123+00'::timestamptz + make_interval(hours => g), extensions.hstore(ARRAY['k"', 'a=>' || g, 'n', NULL])
    FROM generate_series(1, 300) g;
INSERT INTO kinds."no columns" DEFAULT VALUES;
INSERT INTO kinds."no columns" DEFAULT VALUES;
INSERT INTO "Odd ""Name"".x"."Table; --" VALUES (1, E'it''s\t\\.'), (2, NULL), (3, '');
INSERT INTO kinds.of_type VALUES (NULL, 1, '{}'), ('', 2, NULL);
INSERT INTO kinds.in_space VALUES (1, repeat('long ', 5000));
INSERT INTO kinds.other_method VALUES (1, 'in another table access method');
INSERT INTO kinds.compressed VALUES (repeat('x', 10000)), (E'\\.'), (''), (NULL);
ALTER TABLE kinds.compressed ADD COLUMN added text DEFAULT E'without a rewrite\\';
INSERT INTO kinds.whole_row SELECT c, '()' FROM kinds.columns c WHERE id < 130;
INSERT INTO kinds.parent VALUES (1, 'p');
INSERT INTO kinds.child VALUES (2, 'c', '2020-01-01', E'\\.');
INSERT INTO kinds.grandchild VALUES (3, 'g', NULL, '');
INSERT INTO kinds.by_range VALUES (1, '2019-05-05', 'z'), (-2, '2024-01-01', 'one'), (3, '2024-01-01', 'two'), (4, '2025-01-01', 'three'),
    (5, '2025-01-01', 'o''ne');
INSERT INTO kinds.by_enum VALUES ('happy'), ('größte ☺');
INSERT INTO kinds.by_own_class VALUES ('7'::kinds.cents);
INSERT INTO kinds.target SELECT g, g * 2, g * 3 FROM generate_series(1, 20) g;
INSERT INTO kinds.source (a, b, c) SELECT g, g * 2, g FROM generate_series(1, 6) g;
BEGIN;
INSERT INTO kinds.egg VALUES (1, 11), (2, 12);
INSERT INTO kinds.hen VALUES (11, 2), (12, 1);
COMMIT;
INSERT INTO kinds.tree VALUES (3, 3), (1, 3), (2, 1);
INSERT INTO kinds.orders
    SELECT CASE WHEN g % 2 = 0 THEN 'north' ELSE E's\\o"u''th' END, g, date '2020-01-01' + g FROM generate_series(1, 30) g;
INSERT INTO kinds.order_lines SELECT region, id, 1 FROM kinds.orders;
SELECT setval('kinds.free', -30), setval('kinds.fast', 12, false), nextval('kinds.used');
REFRESH MATERIALIZED VIEW kinds.filled;
REFRESH MATERIALIZED VIEW kinds.upon_filled;

SELECT lo_create(4000001), lo_from_bytea(4000002, decode('00ff5c0a27', 'hex')),
    lo_from_bytea(4000003, (SELECT string_agg(set_byte('\x00', 0, g % 256), '') FROM generate_series(1, 50000) g)),
    lo_create(4000004), lo_put(4000004, 9000, 'after a hole');
COMMENT ON LARGE OBJECT 4000002 IS E'a large object''s \\ comment';
GRANT SELECT ON LARGE OBJECT 4000002 TO kinds_reader;
GRANT ALL ON LARGE OBJECT 4000003 TO kinds_owner WITH GRANT OPTION;
ALTER LARGE OBJECT 4000004 OWNER TO kinds_owner;
