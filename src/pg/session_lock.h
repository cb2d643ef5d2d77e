// Locks of ours that outlive transactions: a procedure holds them from its first commit to its end. Islands.
#pragma once

namespace confiture::pg {

// Before a commit: takes them for the session once more, since pg_advisory_unlock_all() in a file drops such a hold.
void keep_session_locks();

// In a new transaction: takes them for it too, which nothing in SQL can drop.
void follow_into_transaction();

// At the end of a procedure, however it ends: nothing else would.
void release_session_locks();

} // namespace confiture::pg
