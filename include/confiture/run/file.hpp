#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "confiture/model/migration.hpp"
#include "confiture/pg/error.hpp"
#include "confiture/pg/scope.hpp"

namespace confiture::run {

// A file to be run in the caller's transaction.
struct File {
    std::string path;
    std::string_view text;            // in the server's encoding
    pg::FileScope scope;
    int statement_timeout_ms = 0;     // per statement; 0 = none of ours
    bool directives = false;          // a migration: directives must stand before its first statement
};

struct Outcome {
    std::int64_t statements = 0;
    std::int64_t microseconds = 0;
};

// Runs every statement of file `index` (from 0) of `count` as psql would. Errors keep all that the server said and gain path, line and
// statement in CONTEXT; an error for want of lock memory then says how large max_locks_per_transaction would have to be.
Outcome run_file(const File &file, std::size_t index, std::size_t count);

// Gives an error of what was done behind the last statement of file `index` of `count` its place, and what it says for want of lock memory.
void explain_behind(pg::Error &error, const File &file, std::size_t index, std::size_t count);

// Milliseconds that a function, which can't try again, queues for a lock: lock_timeout times lock_retries, never beyond the caller's own.
int queue_once_ms(std::int64_t lock_timeout_ms);

} // namespace confiture::run
