#pragma once

#include <optional>
#include <string>
#include <vector>

#include "confiture/source/store.hpp"

namespace confiture::source {

// Which files a build takes, and under what it runs them.
struct Environment {
    std::string name;
    std::vector<std::string> include;     // globs over paths
    std::vector<std::string> exclude;
    std::string search_path;
    std::string owner;                    // empty: the caller keeps what he creates
    bool seed = false;
    std::string checksum;
    std::string loaded_by;                // empty for the built-in `default`
    std::optional<std::string> approved_by;
};

// The environment of that name; `default` is there without a row. Throws unknown_environment with the known names in the hint.
Environment find_environment(const std::string &name);

// The schema files that it chooses, then, where it says so, the seeds, in the order in which they run.
std::vector<File> chosen_files(const Environment &environment, const std::vector<File> &files);

// Stores it; returns its checksum.
std::string set_environment(Environment environment);

// Removes it; false where there is none.
bool remove_environment(const std::string &name);

} // namespace confiture::source
