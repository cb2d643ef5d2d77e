// What statements say of objects beside what they do to them. Islands.
#pragma once

#include "pg/server.h"

extern "C" {
#include "nodes/parsenodes.h"
}

namespace confiture::pg {

// Whether comments and labels stay as they are; statements within this one are asked about by themselves.
bool says_nothing(Node *statement);

} // namespace confiture::pg
