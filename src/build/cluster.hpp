#pragma once

#include <functional>
#include <optional>
#include <string>

#include "confiture/pg/error.hpp"
#include "made.hpp"

namespace confiture::build {

// Holds a name of a database against everybody who asks for the same one, in other databases of the server too, to the end of the procedure or until
// release_name(). Commits before it returns, so that what is read next is what the last holder left. Waits for at most confiture.runner_timeout,
// without a snapshot, then throws database_busy, naming the holder.
void hold_name(const std::string &name);
void release_name(const std::string &name);

// Whether nobody else has it; then holds it.
bool try_hold_name(const std::string &name);

// Writes the row, makes the database with these options behind its name, and runs `fill`, if there is one, outside of any snapshot. Whatever ends that,
// a cancel too, the database goes again, with its row, before it is thrown. Commits.
void create(Row &row, const std::string &options, const std::function<void()> &fill = {});

// Drops a database that is ours, forgets it, and commits; gives what the server says against it. Sessions that are connected to it are not ended.
std::optional<pg::Error> drop(const std::string &name, std::int64_t oid);

// Says what to do about sessions that are connected to it (55006).
void explain_in_use(pg::Error &error, const std::string &name);

} // namespace confiture::build
