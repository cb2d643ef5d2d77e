#include "reader.hpp"

namespace confiture::catalog {

// A member belongs to the class or to the family that pg_depend says; many that a class was made with are the family's. `places` are the members as
// ALTER OPERATOR FAMILY ... DROP names them, in the same order.
constinit const Reader operator_classes{"operator class", "pg_opclass", R"(
    SELECT c.oid AS _oid, format('%I.%I USING %I', n.nspname, c.opcname, m.amname) AS _identity, quote_ident(n.nspname) AS schema, quote_ident(c.opcname) AS name,
           quote_ident(m.amname) AS method, quote_ident(pg_get_userbyid(c.opcowner)) AS owner, format_type(c.opcintype, NULL) AS type,
           format('%I.%I', fn.nspname, f.opfname) AS family, CASE WHEN c.opcdefault THEN 'true' END AS "default",
           format_type(nullif(c.opckeytype, 0), NULL) AS storage,
           ARRAY(SELECT o.member FROM (
               SELECT 1 AS sort, a.amopstrategy AS number, format('OPERATOR %s %I.%s (%s, %s)', a.amopstrategy, pn.nspname, p.oprname,
                          format_type(a.amoplefttype, NULL), format_type(a.amoprighttype, NULL)) ||
                      coalesce((SELECT format(' FOR ORDER BY %I.%I', sn.nspname, s.opfname) FROM pg_opfamily s JOIN pg_namespace sn ON sn.oid = s.opfnamespace
                                 WHERE s.oid = a.amopsortfamily), '') AS member
                 FROM pg_depend d JOIN pg_amop a ON a.oid = d.objid JOIN pg_operator p ON p.oid = a.amopopr JOIN pg_namespace pn ON pn.oid = p.oprnamespace
                WHERE d.classid = 'pg_amop'::regclass AND d.refclassid = 'pg_opclass'::regclass AND d.refobjid = c.oid
               UNION ALL
               SELECT 2, a.amprocnum, format('FUNCTION %s (%s, %s) %s', a.amprocnum, format_type(a.amproclefttype, NULL), format_type(a.amprocrighttype, NULL),
                          a.amproc::regprocedure)
                 FROM pg_depend d JOIN pg_amproc a ON a.oid = d.objid
                WHERE d.classid = 'pg_amproc'::regclass AND d.refclassid = 'pg_opclass'::regclass AND d.refobjid = c.oid) AS o
                ORDER BY o.sort, o.number, o.member COLLATE "C") AS members
      FROM pg_opclass c JOIN pg_namespace n ON n.oid = c.opcnamespace JOIN pg_am m ON m.oid = c.opcmethod
           JOIN pg_opfamily f ON f.oid = c.opcfamily JOIN pg_namespace fn ON fn.oid = f.opfnamespace
     WHERE c.oid >= 16384 AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema')"};

constinit const Reader operator_families{"operator family", "pg_opfamily", R"(
    SELECT f.oid AS _oid, format('%I.%I USING %I', n.nspname, f.opfname, m.amname) AS _identity, quote_ident(n.nspname) AS schema, quote_ident(f.opfname) AS name,
           quote_ident(m.amname) AS method, quote_ident(pg_get_userbyid(f.opfowner)) AS owner, o.members, o.places
      FROM pg_opfamily f JOIN pg_namespace n ON n.oid = f.opfnamespace JOIN pg_am m ON m.oid = f.opfmethod, LATERAL (
           SELECT array_agg(i.member ORDER BY i.sort, i.number, i.member COLLATE "C") AS members,
                  array_agg(i.place ORDER BY i.sort, i.number, i.member COLLATE "C") AS places
             FROM (SELECT 1 AS sort, a.amopstrategy AS number, format('OPERATOR %s (%s, %s)', a.amopstrategy,
                              format_type(a.amoplefttype, NULL), format_type(a.amoprighttype, NULL)) AS place,
                          format('OPERATOR %s %I.%s (%s, %s)', a.amopstrategy, pn.nspname, p.oprname,
                              format_type(a.amoplefttype, NULL), format_type(a.amoprighttype, NULL)) ||
                          coalesce((SELECT format(' FOR ORDER BY %I.%I', sn.nspname, s.opfname) FROM pg_opfamily s JOIN pg_namespace sn ON sn.oid = s.opfnamespace
                                     WHERE s.oid = a.amopsortfamily), '') AS member
                     FROM pg_depend d JOIN pg_amop a ON a.oid = d.objid JOIN pg_operator p ON p.oid = a.amopopr JOIN pg_namespace pn ON pn.oid = p.oprnamespace
                    WHERE d.classid = 'pg_amop'::regclass AND d.refclassid = 'pg_opfamily'::regclass AND d.refobjid = f.oid AND a.amopfamily = f.oid
                   UNION ALL
                   SELECT 2, a.amprocnum, format('FUNCTION %s (%s, %s)', a.amprocnum, format_type(a.amproclefttype, NULL), format_type(a.amprocrighttype, NULL)),
                          format('FUNCTION %s (%s, %s) %s', a.amprocnum, format_type(a.amproclefttype, NULL), format_type(a.amprocrighttype, NULL), a.amproc::regprocedure)
                     FROM pg_depend d JOIN pg_amproc a ON a.oid = d.objid
                    WHERE d.classid = 'pg_amproc'::regclass AND d.refclassid = 'pg_opfamily'::regclass AND d.refobjid = f.oid) AS i) AS o
     WHERE f.oid >= 16384 AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema')"};

} // namespace confiture::catalog
