-- What the server prints of each object of this database that has an expression or a query, and what that comes to.
SET search_path = 'pg_catalog';
SET timezone = 'UTC';
SET datestyle = 'ISO';
SET intervalstyle = 'postgres';
SET extra_float_digits = 3;

CREATE TEMP TABLE printed AS
SELECT *, row_number() OVER (ORDER BY kind, identity, object) AS number
FROM (
    SELECT 'constraint' AS kind, conrelid AS relation, contypid AS object,
        concat(conname, ' on ', coalesce(nullif(conrelid, 0)::regclass::text, contypid::regtype::text)) AS identity,
        pg_get_constraintdef(oid) AS text, '' AS type
    FROM pg_constraint WHERE contype IN ('c', 'x')
    UNION ALL
    SELECT 'column_default', adrelid, adnum, concat(adrelid::regclass, '.', attname), pg_get_expr(adbin, adrelid), format_type(atttypid, -1)
    FROM pg_attrdef JOIN pg_attribute ON (attrelid, attnum) = (adrelid, adnum)
    UNION ALL
    SELECT 'type_default', 0, oid, oid::regtype::text, pg_get_expr(typdefaultbin, 0), format_type(typbasetype, -1)
    FROM pg_type WHERE typdefaultbin IS NOT NULL
    UNION ALL
    SELECT 'index', indrelid, indexrelid, indexrelid::regclass::text, pg_get_indexdef(indexrelid), ''
    FROM pg_index JOIN pg_class c ON c.oid = indexrelid WHERE relnamespace <> 'pg_toast'::regnamespace
    UNION ALL
    SELECT 'partition_key', partrelid, 0, partrelid::regclass::text, pg_get_partkeydef(partrelid), ''
    FROM pg_partitioned_table
    UNION ALL
    SELECT 'condition', polrelid, 0, concat(polname, ' using on ', polrelid::regclass), pg_get_expr(polqual, polrelid), ''
    FROM pg_policy
    UNION ALL
    SELECT 'condition', polrelid, 0, concat(polname, ' check on ', polrelid::regclass), pg_get_expr(polwithcheck, polrelid), ''
    FROM pg_policy
    UNION ALL
    SELECT 'condition', prrelid, 0, concat(pubname, ' of ', prrelid::regclass), pg_get_expr(prqual, prrelid), ''
    FROM pg_publication_rel JOIN pg_publication p ON p.oid = prpubid
    UNION ALL
    SELECT 'trigger', tgrelid, oid, concat(tgname, ' on ', tgrelid::regclass), pg_get_triggerdef(oid), ''
    FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL
    SELECT 'rule', ev_class, oid, concat(rulename, ' on ', ev_class::regclass), pg_get_ruledef(oid), ''
    FROM pg_rewrite WHERE rulename <> '_RETURN'
    UNION ALL
    SELECT 'view', oid, 0, oid::regclass::text, pg_get_viewdef(oid), ''
    FROM pg_class WHERE relkind IN ('v', 'm')
    UNION ALL
    SELECT 'statistics', stxrelid, oid, concat(stxnamespace::regnamespace, '.', stxname), pg_get_statisticsobjdef(oid), ''
    FROM pg_statistic_ext
    UNION ALL
    SELECT 'body', 0, oid, oid::regprocedure::text, pg_get_function_sqlbody(oid), ''
    FROM pg_proc WHERE prosqlbody IS NOT NULL
    UNION ALL
    SELECT 'arguments', 0, oid, oid::regprocedure::text, pg_get_function_arguments(oid), ''
    FROM pg_proc WHERE proargdefaults IS NOT NULL
    UNION ALL
    SELECT 'function', 0, oid, oid::regprocedure::text, pg_get_functiondef(oid), ''
    FROM pg_proc WHERE prokind <> 'a' AND oid >= 16384
) AS t
WHERE text IS NOT NULL AND identity !~ '\mconfiture\.';

CREATE TEMP TABLE settled AS
SELECT * FROM ground.ground_settle(
    (SELECT array_agg(kind ORDER BY number) FROM printed),
    (SELECT array_agg(relation::text ORDER BY number) FROM printed),
    (SELECT array_agg(object::text ORDER BY number) FROM printed),
    (SELECT array_agg(text ORDER BY number) FROM printed),
    (SELECT array_agg(type ORDER BY number) FROM printed));
