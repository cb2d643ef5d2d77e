#pragma once

#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "confiture/pg/error.hpp"

namespace confiture::pg {

// Runs fn in a subtransaction. A server error in it is rolled back and given to the caller; query cancel and C++ exceptions
// are rolled back and go on. One per migration or batch, never per row.
std::optional<Error> attempt(const std::function<void()> &fn);

// The same for whoever must clear away before the error goes on: gives what ended fn, a cancel and C++ exceptions too, or null.
std::exception_ptr failure_of(const std::function<void()> &fn);

// Runs fn in a subtransaction and rolls it back, whatever it did. Errors go on.
void roll_back(const std::function<void()> &fn);

// Of a procedure that may commit: ends the transaction, and begins the next one. Scopes of before have ended; the session's locks stay.
// An error of the commit itself (a deferred constraint, say) is thrown in the next transaction.
void commit_and_go_on();
void roll_back_and_go_on();

// The same without a wait for the disk, as under synchronous_commit = off: after a crash of the server the newest of such transactions may be
// gone, never an older one without those behind it. The next commit_and_go_on() makes all of them last.
void commit_lazily_and_go_on();

// Refuses, naming the call, a read-only transaction and a standby (25006).
void require_writable(std::string_view call);

// Refuses (wrong_isolation) any isolation but READ COMMITTED: under REPEATABLE READ the snapshot is older than the runner lock,
// and two sessions would apply the same migration.
void require_read_committed(std::string_view call);

} // namespace confiture::pg
