#include "confiture/pg/database.hpp"

#include "pg/guard.h"

extern "C" {
#include "access/table.h"
#include "catalog/catalog.h"
#include "catalog/pg_database.h"
#include "commands/dbcommands.h"
#include "utils/inval.h"
#include "utils/rel.h"
}

namespace confiture::pg {
namespace {

void pick(Oid *oid) {
    Relation catalog = table_open(DatabaseRelationId, AccessShareLock);
    *oid = GetNewOidWithIndex(catalog, DatabaseOidIndexId, Anum_pg_database_oid);
    table_close(catalog, AccessShareLock);
}

struct Named {
    const char *name;
    Oid oid;
};

// Another backend may just have made it, of which server 19 takes no news by itself here.
void look_up(Named *named) {
    AcceptInvalidationMessages();
    named->oid = get_database_oid(named->name, true);
}

} // namespace

std::int64_t new_database_oid() {
    Oid oid = InvalidOid;
    guarded<Oid, pick>(oid);
    return oid;
}

std::int64_t database_oid(const std::string &name) {
    Named named{name.c_str(), InvalidOid};
    guarded<Named, look_up>(named);
    return named.oid;
}

} // namespace confiture::pg
