// What can be seen of this backend's own locks, and of the files and scans of relations; islands.
#pragma once

#include "pg/server.h"

extern "C" {
#include "storage/lock.h"
#include "utils/snapshot.h"
}

namespace confiture::pg {

struct Held {
    Oid relation;
    LOCKMASK modes;
};

// Relation locks of this backend, as pg_locks would show them; one relation may stand there twice.
struct HeldLocks {
    MemoryContext memory;
    Held *held;
    int count;
};

// Where a relation's rows are.
struct Files {
    Oid node = InvalidOid;   // 0: nowhere, or where only the server's map knows
    Oid space = InvalidOid;
};

// A relation as it was before a statement.
struct Observed {
    Oid relation = InvalidOid;
    const char *name = nullptr;   // null: nothing is known of it
    char kind = 0;
    bool existed = false;         // before the run
    bool system = false;          // a catalog, or a TOAST table
    Oid table = InvalidOid;       // of an index
    Files files{};
    std::int64_t scans = 0;
};

struct Observation {
    MemoryContext memory;
    Snapshot start;        // of the run
    Snapshot before;       // the statement
    Observed *relations;
    int count;
};

void read_held(HeldLocks *locks);

// Fills in what was there before the statement, but for scans.
void observe(Observation *observation);

// Fills in files and scans of now.
void observe_again(Observation *observation);

} // namespace confiture::pg
