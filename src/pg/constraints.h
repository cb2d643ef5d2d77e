// State of deferrable constraints at the ends of files; islands.
#pragma once

#include "pg/server.h"

extern "C" {
#include "nodes/parsenodes.h"
}

namespace confiture::pg {

// SET CONSTRAINTS of a file that runs. ALL is turned into the names of those that are there: ALL itself would bind, for the rest of the
// transaction, also the constraints that later files make.
void set_constraints(ConstraintsSetStmt *statement);

// Fires what the file left deferred, each constraint by its name, and puts each back to how it begins.
void settle_constraints();

// Whether this database has any deferrable constraint.
bool any_deferrable_constraint();

} // namespace confiture::pg
