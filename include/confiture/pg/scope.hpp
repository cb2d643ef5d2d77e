#pragma once

#include <functional>
#include <optional>
#include <string>

namespace confiture::pg {

// What a file runs under.
struct FileScope {
    std::string search_path;
    std::string set_role;          // SET ROLE before the file (an environment's owner); empty: the caller stays
    std::string run_as;            // the current user for the file (a migration's role=); the file can't leave it
    std::optional<int> lock_timeout_ms;
};

// Runs fn, which runs a file's statements, in a scope of its own: afterwards its deferred constraints have been checked, and settings, role
// and session authorization are the caller's again, whatever the file did to them. On an error the abort does that.
void with_file_scope(const FileScope &scope, const std::function<void()> &fn);

// Looks whether the database has deferrable constraints; to be called once before the files of a run.
void prepare_run();

} // namespace confiture::pg
