// The scope in which our own bookkeeping is read and written: as the owner of table history, security-restricted, search_path pinned. Islands.
#pragma once

#include "pg/server.h"

namespace confiture::pg {

struct OwnScope {
    Oid user;
    int security_context;
    int guc_level;
    bool own_write;
    bool reads_few;
};

OwnScope enter_own_scope();

// The scope in which the system catalogs are read: the caller's rights, and settings under which the server prints a schema in one way. Where few rows
// are asked for, they are found by indexes.
OwnScope enter_catalog_scope(bool few_rows);
void leave_own_scope(const OwnScope &scope);

// OID of schema confiture, and of the extension; an error where the extension is not installed in this database.
Oid own_schema();
Oid own_extension();

} // namespace confiture::pg
