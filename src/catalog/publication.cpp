#include "reader.hpp"

namespace confiture::catalog {

// The columns that not every server has are looked up by their names. A table that is left out, from server 19 on, is no member of the publication.
constinit const Reader publications{"publication", "pg_publication", R"(
    SELECT p.oid AS _oid, quote_ident(p.pubname) AS _identity, quote_ident(p.pubname) AS name, quote_ident(pg_get_userbyid(p.pubowner)) AS owner,
           CASE WHEN p.puballtables THEN 'true' END AS all_tables, CASE WHEN (j ->> 'puballsequences')::boolean THEN 'true' END AS all_sequences,
           (SELECT array_agg(e.name ORDER BY e.name COLLATE "C")
              FROM (SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_publication_rel r JOIN pg_class c ON c.oid = r.prrelid JOIN pg_namespace n ON n.oid = c.relnamespace
                     WHERE r.prpubid = p.oid AND (to_jsonb(r) ->> 'prexcept')::boolean) AS e) AS except_tables,
           array_to_string(ARRAY[CASE WHEN p.pubinsert THEN 'insert' END, CASE WHEN p.pubupdate THEN 'update' END, CASE WHEN p.pubdelete THEN 'delete' END,
                                 CASE WHEN p.pubtruncate THEN 'truncate' END], ', ') AS publish,
           CASE WHEN p.pubviaroot THEN 'true' END AS via_root, CASE j ->> 'pubgencols' WHEN 's' THEN 'stored' END AS generated_columns
      FROM pg_publication p, LATERAL (SELECT to_jsonb(p)) AS o (j)
     WHERE p.oid >= 16384)"};

constinit const Reader publication_relations{"publication relation", "pg_publication_rel", R"(
    SELECT r.oid AS _oid, c.oid AS _relation, format('%I.%I in publication %I', n.nspname, c.relname, p.pubname) AS _identity, quote_ident(p.pubname) AS publication,
           format('%I.%I', n.nspname, c.relname) AS relation, pg_get_expr(r.prqual, r.prrelid) AS filter,
           (SELECT array_agg(quote_ident(a.attname) ORDER BY a.attname COLLATE "C") FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = ANY (r.prattrs)) AS columns
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_publication_rel r ON r.prrelid = c.oid JOIN pg_publication p ON p.oid = r.prpubid
     WHERE r.oid >= 16384 AND (to_jsonb(r) ->> 'prexcept') IS DISTINCT FROM 'true')", {{{"filter", pg::Deparsed::condition}}}};

constinit const Reader publication_namespaces{"publication namespace", "pg_publication_namespace", R"(
    SELECT r.oid AS _oid, format('%I in publication %I', n.nspname, p.pubname) AS _identity, quote_ident(p.pubname) AS publication, quote_ident(n.nspname) AS schema
      FROM pg_publication_namespace r JOIN pg_publication p ON p.oid = r.pnpubid JOIN pg_namespace n ON n.oid = r.pnnspid
     WHERE r.oid >= 16384)"};

} // namespace confiture::catalog
