#include "reader.hpp"

namespace confiture::catalog {

constinit const Reader default_privileges{"default acl", "pg_default_acl", R"(
    SELECT d.oid AS _oid, format('for role %I%s on %s', pg_get_userbyid(d.defaclrole), ' in schema ' || quote_ident(n.nspname),
              CASE d.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences' WHEN 'f' THEN 'functions' WHEN 'T' THEN 'types' WHEN 'n' THEN 'schemas' ELSE 'large objects' END) AS _identity,
           quote_ident(pg_get_userbyid(d.defaclrole)) AS role, quote_ident(n.nspname) AS schema,
           CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS' WHEN 'T' THEN 'TYPES' WHEN 'n' THEN 'SCHEMAS' ELSE 'LARGE OBJECTS' END AS objects,
           d.defaclacl::text[] AS grants
      FROM pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace)"};

} // namespace confiture::catalog
