
CREATE FUNCTION confiture.grant_again(statement text) RETURNS void
    LANGUAGE c STRICT AS 'MODULE_PATHNAME', 'confiture_grant_again';

-- New objects belong to whom the others belong to, and nobody else may do anything with them until it is granted, whatever ALTER DEFAULT
-- PRIVILEGES says; but what was dropped and made anew under its name keeps what had been granted on it.
DO $$
DECLARE
    known text[] := pg_catalog.current_setting('confiture_update.known');
    granted jsonb := pg_catalog.current_setting('confiture_update.granted');
    owner text := (SELECT c.relowner::pg_catalog.regrole FROM pg_catalog.pg_class c WHERE c.oid = 'confiture.history'::pg_catalog.regclass);
    made record;
    holder text;
    statement text;
BEGIN
    FOR made IN
        SELECT o.*
          FROM (SELECT 'TABLE', c.oid, c.relname, c.oid::pg_catalog.regclass::pg_catalog.text, c.relacl
                  FROM pg_catalog.pg_class c WHERE c.relnamespace = 'confiture'::pg_catalog.regnamespace AND c.relkind IN ('r', 'v')
                UNION ALL
                SELECT 'ROUTINE', p.oid, p.proname, p.oid::pg_catalog.regprocedure::pg_catalog.text, p.proacl
                  FROM pg_catalog.pg_proc p WHERE p.pronamespace = 'confiture'::pg_catalog.regnamespace AND p.proname <> 'grant_again'
               ) AS o (kind, oid, name, identity, acl)
         WHERE o.kind || ' ' || o.oid <> ALL (known)
    LOOP
        EXECUTE pg_catalog.format('ALTER %s %s OWNER TO %s', made.kind, made.identity, owner);
        FOR holder IN
            SELECT 'PUBLIC' UNION
            SELECT a.grantee::pg_catalog.regrole::pg_catalog.text FROM pg_catalog.aclexplode(made.acl) AS a
             WHERE a.grantee <> 0 AND a.grantee <> owner::pg_catalog.regrole
        LOOP
            EXECUTE pg_catalog.format('REVOKE ALL ON %s %s FROM %s CASCADE', made.kind, made.identity, holder);
        END LOOP;
        FOR statement IN
            SELECT pg_catalog.format('GRANT %s %s ON %s %s TO %s %s', g.privilege, '(' || pg_catalog.quote_ident(g.part) || ')',
                                     made.kind, made.identity, g.grantee, CASE WHEN g.grantable THEN 'WITH GRANT OPTION' END)
              FROM pg_catalog.jsonb_to_recordset(granted) AS g (kind text, oid oid, name text, part text, grantee text, privilege text, grantable boolean)
             WHERE g.kind = made.kind AND g.name = made.name
               AND NOT EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.oid = g.oid AND g.kind = 'TABLE'
                               UNION ALL SELECT FROM pg_catalog.pg_proc p WHERE p.oid = g.oid AND g.kind = 'ROUTINE')
               AND (g.part IS NULL OR EXISTS (SELECT FROM pg_catalog.pg_attribute t
                                               WHERE t.attrelid = made.oid AND t.attname = g.part AND NOT t.attisdropped))
        LOOP
            -- Said by the script itself, it would count as the extension's own, and pg_dump would leave it out.
            PERFORM confiture.grant_again(statement);
        END LOOP;
    END LOOP;
END $$;

DROP FUNCTION confiture.grant_again(text);
