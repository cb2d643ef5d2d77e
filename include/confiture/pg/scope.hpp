#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace confiture::pg {

// Settings by name, as SHOW would give them to SET.
using Settings = std::vector<std::pair<std::string, std::string>>;

// All settings that a statement could change, and those of them that are others now. For a file that runs in several transactions: its settings,
// role and session authorization end with the file, not with each of them.
Settings settings_in_force();
Settings changed_settings(const Settings &before, const Settings &now);

// What a file runs under.
struct FileScope {
    std::string search_path;
    std::string set_role;          // SET ROLE before the file (an environment's owner); empty: the caller stays
    std::string run_as;            // the current user for the file (a migration's role=); the file can't leave it
    std::optional<int> lock_timeout_ms;
    Settings settings = {};        // what an earlier part of the file has set
};

// Runs fn, which runs a file's statements, in a scope of its own: afterwards its deferred constraints have been checked, and settings, role
// and session authorization are the caller's again, whatever the file did to them. On an error the abort does that.
void with_file_scope(const FileScope &scope, const std::function<void()> &fn);

// Looks whether the database has deferrable constraints; to be called once before the files of a run.
void prepare_run();

} // namespace confiture::pg
