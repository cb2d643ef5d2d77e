// Statements on what all databases of the server share. Islands.
#pragma once

#include "pg/server.h"

extern "C" {
#include "nodes/parsenodes.h"
}

namespace confiture::pg {

// The command tag of such a statement, or null.
const char *shared_tag(Node *statement);

} // namespace confiture::pg
