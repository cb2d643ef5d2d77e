#pragma once

namespace confiture::pg {

// Takes the runner lock of this database to the end of the transaction. Polls it, since a wait inside the lock table would hold a
// snapshot against concurrent index builds unseen by the deadlock detector; throws runner_busy, naming the holder, after
// confiture.runner_timeout, and nested_run inside a run. Numbers of the tag: pg_locks shows them as classid, objid, objsubid.
void take_runner_lock();

// Refuses (nested_run) what must not be called by a statement of a run.
void refuse_inside_run(const char *what);

} // namespace confiture::pg
