#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "confiture/pg/relations.hpp"

namespace confiture::run {

// Somebody who holds a lock that conflicts with one that is wanted.
struct Blocker {
    std::string relation;
    std::string text;            // pid, role, application, age, and the query as far as pg_stat_activity shows it to the caller
    int pid = 0;                 // 0: a prepared transaction
    bool old = false;            // for longer in his transaction than a queue may wait, or prepared
    bool autovacuum = false;     // one that may be cancelled: it does not prevent wraparound
};

// Who holds conflicting locks on the targets now; `old_after_ms` is the age of a transaction from which on he counts as old.
std::vector<Blocker> blockers_of(const std::vector<pg::Target> &targets, std::int64_t old_after_ms);

// The blockers as one text, for a NOTICE or a column: each once.
std::string listed(const std::vector<Blocker> &blockers);

// For a procedure, before it queues for the targets: waits outside of their queues, and without a snapshot, until nobody old is in the way.
// Ordinary autovacuum is cancelled. `say` is told of who is in the way whenever that changes, in a transaction of its own; so is nobody, as an empty text,
// once it had been told of some. Throws lock_not_available after confiture.lock_wait.
void wait_for_old_holders(const std::vector<pg::Target> &targets, std::int64_t lock_timeout_ms, const std::function<void(const std::string &)> &say);

} // namespace confiture::run
