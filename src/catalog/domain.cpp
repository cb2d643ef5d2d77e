#include "reader.hpp"

namespace confiture::catalog {

constinit const Reader domains{"type", "pg_type", R"(
    SELECT t.oid AS _oid, format('%I.%I', n.nspname, t.typname) AS _identity, 'domain' AS form, quote_ident(n.nspname) AS schema,
           quote_ident(t.typname) AS name, quote_ident(pg_get_userbyid(t.typowner)) AS owner,
           format_type(t.typbasetype, t.typtypmod) AS base,
           CASE WHEN t.typcollation <> b.typcollation THEN (SELECT format('%I.%I', cn.nspname, c.collname)
              FROM pg_collation c JOIN pg_namespace cn ON cn.oid = c.collnamespace WHERE c.oid = t.typcollation) END AS collation,
           coalesce(pg_get_expr(t.typdefaultbin, 0), t.typdefault) AS default_value,
           format_type(t.typbasetype, -1) AS _base, CASE WHEN t.typnotnull THEN 'true' END AS not_null,
           CASE WHEN k.conname <> t.typname || '_not_null' THEN quote_ident(k.conname) END AS not_null_name, d.description AS not_null_comment,
           t.typacl::text[] AS privileges, acldefault('T', t.typowner)::text[] AS _default
      FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace JOIN pg_type b ON b.oid = t.typbasetype
           LEFT JOIN pg_constraint k ON k.contypid = t.oid AND k.contype = 'n' AND current_setting('server_version_num')::integer >= 170000
           LEFT JOIN pg_description d ON d.classoid = 'pg_constraint'::regclass AND d.objoid = k.oid AND d.objsubid = 0
     WHERE t.typtype = 'd' AND t.oid >= 16384 AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema')", {{{"default_value", pg::Deparsed::type_default}}}};

constinit const Reader domain_constraints{"domain constraint", "pg_constraint", R"(
    SELECT c.oid AS _oid, c.contypid AS _type, format('%I on %I.%I', c.conname, n.nspname, t.typname) AS _identity,
           format('%I.%I', n.nspname, t.typname) AS domain, quote_ident(c.conname) AS name, pg_get_constraintdef(c.oid) AS definition
      FROM pg_constraint c JOIN pg_type t ON t.oid = c.contypid JOIN pg_namespace n ON n.oid = t.typnamespace
     WHERE c.contype = 'c' AND c.oid >= 16384 AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema')", {{{"definition", pg::Deparsed::constraint}}}};

} // namespace confiture::catalog
