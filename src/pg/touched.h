// Notes what statements of files touch; called by the hooks. Islands.
#pragma once

#include "pg/server.h"

extern "C" {
#include "catalog/objectaccess.h"
}

namespace confiture::pg {

void note_access(ObjectAccessType access, Oid catalog, Oid object, int part);

// Of statements of which the access hook does not tell all: before they run, and after.
void note_before(Node *statement);
void note_after(Node *statement);

void note_written(Oid relation);

void install_row_watch();

} // namespace confiture::pg
