#pragma once

#include <cstdint>

namespace confiture::pg {

// Takes the runner lock of this database to the end of the transaction. Polls it, since a wait inside the lock table would hold a
// snapshot against concurrent index builds unseen by the deadlock detector; throws runner_busy, naming the holder, after
// confiture.runner_timeout, and at once where such a build of the holder waits for us; nested_run inside a run. Numbers of the tag:
// pg_locks shows them as classid, objid, objsubid.
void take_runner_lock();

// The same for a procedure: to its end, over all its transactions. It commits between its attempts.
void hold_runner_lock();

// Locks that SQL can neither take nor name, by what they are about; the numbers are classid in pg_locks.
enum class LockSpace : std::uint32_t {
    runner = 0x434f4e46,
    batch = 0x434f4e42,         // objects: OIDs of tables
    whole_cluster = 0x434f4e43, // of no database; objects: hashes of database names
};

// For a procedure: takes such a lock to its end, over all its transactions, unless another session has it.
bool hold_lock(LockSpace space, std::uint32_t object);
void release_lock(LockSpace space, std::uint32_t object);

// For a function: takes such a lock to the end of the transaction, unless another session has it.
bool try_lock(LockSpace space, std::uint32_t object);

// For a worker of the runner: shows it in view runner until it ends.
void show_as_worker();

// Whether a statement of a run has called.
bool is_inside_run();

// Refuses (nested_run) what must not be called by a statement of a run.
void refuse_inside_run(const char *what);

} // namespace confiture::pg
