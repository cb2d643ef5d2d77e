#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace confiture::pg {

// Modes of a lock on a relation, weakest first, with the server's own numbers.
enum class LockMode : std::uint8_t {
    none,
    access_share,
    row_share,
    row_exclusive,
    share_update_exclusive,
    share,
    share_row_exclusive,
    exclusive,
    access_exclusive,
};

// The mode as pg_locks prints it (AccessExclusiveLock); `none` where there is no lock.
const char *lock_name(LockMode mode);

// What a statement is to whoever runs it: one of a transaction, or a step of its own, since it refuses a transaction block.
enum class StepKind : std::uint8_t {
    transactional,
    create_index,
    drop_index,
    reindex,
    cluster,             // REPACK too
    vacuum,
    detach,
    create_database,
    drop_database,
    alter_database,
    alter_system,
    create_tablespace,
    drop_tablespace,
    create_subscription,
    alter_subscription,
    drop_subscription,
    batch,               // CALL confiture.batch_update, batch_delete
    call,                // of a procedure that may commit or not: only the server finds out (2D000)
    other,
};

// Whether the parse tree says that the statement may stand in a transaction block with others; a call may.
bool is_transactional(StepKind kind);

// A relation that a statement will lock, and the strongest mode that it will ask for.
struct Target {
    std::uint32_t relation = 0;
    std::string name;        // schema-qualified and quoted
    LockMode mode = LockMode::none;
};

// What is known of a statement's locks before it runs.
struct Forecast {
    StepKind step = StepKind::transactional;
    bool ends_segment = false;   // ALTER TYPE ... ADD VALUE: the new value can be used by the next transaction only
    bool validates = false;      // ALTER TABLE ... VALIDATE CONSTRAINT and nothing else: scans under a weak lock, if not behind a strong one
    bool truncates = false;      // TRUNCATE
    bool sets = false;           // SET or RESET: takes no lock
    bool complete = false;       // false: it may lock others too, or these in stronger modes (functions, DO, triggers, CASCADE ...)
    std::vector<Target> targets; // that exist now; what the same run makes before it is not among them
};

// The strongest mode of the forecast, or none where it locks nothing that exists.
LockMode strongest(const Forecast &forecast);

} // namespace confiture::pg
