#include "reader.hpp"

namespace confiture::catalog {

// A range type brings the cast to its multirange along.
constinit const Reader casts{"cast", "pg_cast", R"(
    SELECT c.oid AS _oid, format('(%s AS %s)', format_type(c.castsource, NULL), format_type(c.casttarget, NULL)) AS _identity,
           CASE c.castmethod WHEN 'f' THEN 'FUNCTION ' || c.castfunc::regprocedure WHEN 'i' THEN 'INOUT' END AS "with",
           CASE c.castcontext WHEN 'a' THEN 'ASSIGNMENT' WHEN 'i' THEN 'IMPLICIT' END AS context
      FROM pg_cast c
     WHERE c.oid >= 16384 AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_cast'::regclass AND d.objid = c.oid AND d.deptype = 'i'))"};

} // namespace confiture::catalog
