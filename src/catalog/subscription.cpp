#include "reader.hpp"

namespace confiture::catalog {

// Whether it is enabled is a state, which an error may change, and no part of the schema. A column that this server's catalog lacks is the fallback's.
// Not the whole row: one of its columns is not for everybody.
constinit const Reader subscriptions{"subscription", "pg_subscription", R"(
    SELECT s.oid AS _oid, quote_ident(s.subname) AS _identity, quote_ident(s.subname) AS name, quote_ident(pg_get_userbyid(s.subowner)) AS owner,
           ARRAY(SELECT quote_ident(p) FROM unnest(s.subpublications) p ORDER BY p COLLATE "C") AS publications,
           CASE WHEN s.subpublications <> ARRAY(SELECT p FROM unnest(s.subpublications) p ORDER BY p COLLATE "C")
                THEN ARRAY(SELECT quote_ident(p) FROM unnest(s.subpublications) WITH ORDINALITY AS u (p, o) ORDER BY o) END AS publications_as_set, s.subslotname AS slot,
           CASE WHEN s.subtwophasestate <> 'd' THEN 'true' END AS two_phase,
           (SELECT quote_ident(v.srvname) FROM pg_foreign_server v WHERE v.oid::text = o.subserver) AS server,
           array_remove(ARRAY['streaming = ' || CASE o.substream WHEN 'p' THEN 'parallel' WHEN 't' THEN 'on' WHEN 'true' THEN 'on' ELSE 'off' END,
                 CASE WHEN s.subbinary THEN 'binary = true' END, CASE WHEN s.subdisableonerr THEN 'disable_on_error = true' END,
                 'synchronous_commit = ' || nullif(s.subsynccommit, 'off'), 'origin = ' || nullif(o.suborigin, 'any'),
                 'password_required = ' || nullif(o.subpasswordrequired, 'true'), 'run_as_owner = ' || nullif(o.subrunasowner, 'false'),
                 'failover = ' || nullif(o.subfailover, 'false'), 'retain_dead_tuples = ' || nullif(o.subretaindeadtuples, 'false'),
                 'max_retention_duration = ' || nullif(o.submaxretention, '0'), 'wal_receiver_timeout = ' || nullif(o.subwalrcvtimeout, '-1')], NULL) AS options
      FROM pg_subscription s,
           (SELECT NULL::text AS suborigin, NULL::text AS subpasswordrequired, NULL::text AS subrunasowner, NULL::text AS subfailover, NULL::text AS subserver,
                   NULL::text AS subretaindeadtuples, NULL::text AS submaxretention, NULL::text AS subwalrcvtimeout) AS fallback,
           LATERAL (SELECT substream::text, suborigin::text, subpasswordrequired::text, subrunasowner::text, subfailover::text, subserver::text,
                           subretaindeadtuples::text, submaxretention::text, subwalrcvtimeout::text
                      FROM pg_subscription x WHERE x.oid = s.oid) AS o
     WHERE s.subdbid = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database()) AND s.oid >= 16384)"};

// What is secret in a connection string of either form is withheld, and only its name is told.
constinit const Reader subscription_connections{.kind = "subscription", .catalog = "pg_subscription", .sql = R"(
    SELECT s.oid AS _oid, coalesce(CASE WHEN f.is_uri THEN u.connection ELSE k.connection END, '') AS connection,
           CASE WHEN f.is_uri THEN u.withheld ELSE k.withheld END AS withheld
      FROM pg_subscription s, LATERAL (SELECT s.subconninfo ~ '^postgres(ql)?://') AS f (is_uri),
           LATERAL (SELECT string_agg(m[1] || '=' || m[2], ' ' ORDER BY o) FILTER (WHERE m[1] !~ '(passw|secret|token|scram_)'),
                           array_agg(m[1] ORDER BY m[1] COLLATE "C") FILTER (WHERE m[1] ~ '(passw|secret|token|scram_)')
                      FROM regexp_matches(s.subconninfo, $$\s*(\w+)\s*=\s*('(?:\\.|[^'\\])*'|(?:\\.|[^\s'\\])*)$$, 'g') WITH ORDINALITY AS r (m, o)) AS k (connection, withheld),
           LATERAL (SELECT regexp_replace(regexp_replace(regexp_replace(s.subconninfo, $$^(\w+://[^:@/?]*):[^@/?]*@$$, '\1@'),
                               '([?&])\w*(passw|secret|token|scram_)\w*=[^&]*', '\1', 'g'), '(?<=[?&])&+|[?&]+$', '', 'g'),
                           (SELECT array_agg(p.name ORDER BY p.name COLLATE "C")
                              FROM (SELECT 'password' AS name WHERE s.subconninfo ~ $$^\w+://[^:@/?]*:[^@/?]*@$$
                                    UNION
                                    SELECT m[1] FROM regexp_matches(s.subconninfo, '[?&](\w*(?:passw|secret|token|scram_)\w*)=', 'g') AS m) AS p)) AS u (connection, withheld)
     WHERE s.subdbid = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database()) AND s.oid >= 16384)",
    .allowed = "SELECT has_column_privilege('pg_subscription', 'subconninfo', 'SELECT')"};

} // namespace confiture::catalog
