#include "reader.hpp"

namespace confiture::catalog {

constinit const Reader text_search_parsers{"text search parser", "pg_ts_parser", R"(
    SELECT p.oid AS _oid, format('%I.%I', n.nspname, p.prsname) AS _identity, quote_ident(n.nspname) AS schema, quote_ident(p.prsname) AS name,
           p.prsstart::text AS start, p.prstoken::text AS gettoken, p.prsend::text AS "end", p.prslextype::text AS lextypes,
           nullif(p.prsheadline, 0)::regproc::text AS headline
      FROM pg_ts_parser p JOIN pg_namespace n ON n.oid = p.prsnamespace
     WHERE p.oid >= 16384 AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema')"};

constinit const Reader text_search_templates{"text search template", "pg_ts_template", R"(
    SELECT t.oid AS _oid, format('%I.%I', n.nspname, t.tmplname) AS _identity, quote_ident(n.nspname) AS schema, quote_ident(t.tmplname) AS name,
           nullif(t.tmplinit, 0)::regproc::text AS init, t.tmpllexize::text AS lexize
      FROM pg_ts_template t JOIN pg_namespace n ON n.oid = t.tmplnamespace
     WHERE t.oid >= 16384 AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema')"};

// The server keeps the options as one text, in the order in which they were set.
constinit const Reader text_search_dictionaries{"text search dictionary", "pg_ts_dict", R"(
    SELECT d.oid AS _oid, format('%I.%I', n.nspname, d.dictname) AS _identity, quote_ident(n.nspname) AS schema, quote_ident(d.dictname) AS name,
           quote_ident(pg_get_userbyid(d.dictowner)) AS owner, format('%I.%I', tn.nspname, t.tmplname) AS template,
           m.options, CASE WHEN m.options <> m.options_as_set THEN m.options_as_set END AS options_as_set
      FROM pg_ts_dict d JOIN pg_namespace n ON n.oid = d.dictnamespace JOIN pg_ts_template t ON t.oid = d.dicttemplate
           JOIN pg_namespace tn ON tn.oid = t.tmplnamespace, LATERAL (
           SELECT array_agg(m[1] || ' = ' || m[2] ORDER BY m[1] COLLATE "C") AS options, array_agg(m[1] || ' = ' || m[2] ORDER BY o) AS options_as_set
             FROM regexp_matches(d.dictinitoption, $$("(?:[^"]|"")*"|[^\s=,]+)\s*=\s*(E?'(?:[^'\\]|''|\\.)*'|[^\s,]+)$$, 'g') WITH ORDINALITY AS r (m, o)) AS m
     WHERE d.oid >= 16384 AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema')"};

constinit const Reader text_search_configurations{"text search configuration", "pg_ts_config", R"(
    SELECT c.oid AS _oid, format('%I.%I', n.nspname, c.cfgname) AS _identity, quote_ident(n.nspname) AS schema, quote_ident(c.cfgname) AS name,
           quote_ident(pg_get_userbyid(c.cfgowner)) AS owner, format('%I.%I', pn.nspname, p.prsname) AS parser,
           (SELECT array_agg(m.item ORDER BY m.maptokentype)
              FROM (SELECT m.maptokentype, quote_ident(t.alias) || ' WITH ' || string_agg(format('%I.%I', dn.nspname, d.dictname), ', ' ORDER BY m.mapseqno) AS item
                      FROM pg_ts_config_map m JOIN ts_token_type(c.cfgparser) AS t ON t.tokid = m.maptokentype
                           JOIN pg_ts_dict d ON d.oid = m.mapdict JOIN pg_namespace dn ON dn.oid = d.dictnamespace
                     WHERE m.mapcfg = c.oid
                     GROUP BY m.maptokentype, t.alias) AS m) AS mappings
      FROM pg_ts_config c JOIN pg_namespace n ON n.oid = c.cfgnamespace JOIN pg_ts_parser p ON p.oid = c.cfgparser
           JOIN pg_namespace pn ON pn.oid = p.prsnamespace
     WHERE c.oid >= 16384 AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema')"};

} // namespace confiture::catalog
