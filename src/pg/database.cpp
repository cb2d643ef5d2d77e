#include "confiture/pg/database.hpp"

#include "pg/guard.h"

extern "C" {
#include "access/table.h"
#include "catalog/catalog.h"
#include "catalog/pg_database.h"
#include "utils/rel.h"
}

namespace confiture::pg {
namespace {

void pick(Oid *oid) {
    Relation catalog = table_open(DatabaseRelationId, AccessShareLock);
    *oid = GetNewOidWithIndex(catalog, DatabaseOidIndexId, Anum_pg_database_oid);
    table_close(catalog, AccessShareLock);
}

} // namespace

std::int64_t new_database_oid() {
    Oid oid = InvalidOid;
    guarded<Oid, pick>(oid);
    return oid;
}

} // namespace confiture::pg
