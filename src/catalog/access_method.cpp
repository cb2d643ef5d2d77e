#include "reader.hpp"

namespace confiture::catalog {

constinit const Reader access_methods{"access method", "pg_am", R"(
    SELECT m.oid AS _oid, quote_ident(m.amname) AS _identity, quote_ident(m.amname) AS name,
           CASE m.amtype WHEN 't' THEN 'TABLE' ELSE 'INDEX' END AS type, m.amhandler::text AS handler
      FROM pg_am m
     WHERE m.oid >= 16384)"};

} // namespace confiture::catalog
