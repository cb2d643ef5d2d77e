
-- Nobody but the owner may do anything until it is granted, whatever ALTER DEFAULT PRIVILEGES says of new objects; docs/reference/rights says
-- what to grant to whom.
DO $$
DECLARE
    holder text;
BEGIN
    FOR holder IN
        SELECT DISTINCT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::pg_catalog.regrole::pg_catalog.text END
          FROM (SELECT n.nspacl, n.nspowner FROM pg_catalog.pg_namespace n WHERE n.nspname = 'confiture'
                UNION ALL
                SELECT c.relacl, c.relowner FROM pg_catalog.pg_class c WHERE c.relnamespace = 'confiture'::pg_catalog.regnamespace
                UNION ALL
                SELECT coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner)), p.proowner
                  FROM pg_catalog.pg_proc p WHERE p.pronamespace = 'confiture'::pg_catalog.regnamespace) AS o (acl, owner),
               pg_catalog.aclexplode(o.acl) AS a
         WHERE a.grantee <> o.owner
    LOOP
        EXECUTE pg_catalog.format('REVOKE ALL ON SCHEMA confiture FROM %s CASCADE', holder);
        EXECUTE pg_catalog.format('REVOKE ALL ON ALL TABLES IN SCHEMA confiture FROM %s CASCADE', holder);
        EXECUTE pg_catalog.format('REVOKE ALL ON ALL ROUTINES IN SCHEMA confiture FROM %s CASCADE', holder);
    END LOOP;
END $$;
