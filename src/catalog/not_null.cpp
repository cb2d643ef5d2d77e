#include "reader.hpp"

namespace confiture::catalog {

// From server 18 on, a constraint with a name and more. What it has from its table and column alone is not said, and as little what an heir has from a parent.
constinit const Reader not_nulls{nullptr, "pg_class", R"(
    SELECT c.oid AS _oid, a.attnum AS _subid,
           CASE WHEN k.conname <> c.relname || '_' || a.attname || '_not_null' AND (k.conislocal OR c.relispartition OR d.description IS NOT NULL)
                THEN quote_ident(k.conname) END AS not_null_name,
           CASE WHEN k.connoinherit THEN 'true' END AS not_null_no_inherit,
           CASE WHEN NOT k.convalidated THEN 'true' END AS not_null_not_valid,
           CASE WHEN k.conislocal AND k.coninhcount > 0 AND NOT c.relispartition THEN 'true' END AS not_null_merged,
           d.description AS not_null_comment
      FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
           JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
           LEFT JOIN pg_description d ON d.classoid = 'pg_constraint'::regclass AND d.objoid = k.oid AND d.objsubid = 0
     WHERE k.contype = 'n' AND c.oid >= 16384 AND c.relpersistence <> 't' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
       AND (k.conname <> c.relname || '_' || a.attname || '_not_null' OR k.connoinherit OR NOT k.convalidated OR d.description IS NOT NULL
            OR (k.conislocal AND k.coninhcount > 0)))", {}, false, nullptr, 18};

} // namespace confiture::catalog
