#pragma once

#include <string>
#include <vector>

namespace confiture::migrate {

// A file of a migration, as it would stand in the source.
struct Generated {
    std::string path;
    std::string content;
};

// The migration, up and down, that takes this database to what the environment's schema files make; with `save`, as rows of the source. Nothing, with a
// NOTICE, where there is nothing to do. Throws pending_migration, stopped_migration, invalid_path for the name, and what diff() raises.
std::vector<Generated> generate(const std::string &name, const std::string &environment, bool save);

} // namespace confiture::migrate
