#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace confiture::build {

// A file that was run.
struct Built {
    std::string path;
    std::int64_t statements = 0;
    std::int64_t microseconds = 0;
};

// Runs the environment's schema files, then its seeds, in the caller's transaction, and records every migration of the source as applied.
// Throws already_built where history says that something was built or applied before, nothing_to_build without schema files.
std::vector<Built> build(const std::string &environment, bool dry_run);

// The same as one script for `psql -1 -f`, which names no time and no database.
std::string script(const std::string &environment);

// SHA-256 over the paths and texts that build() runs and the environment's row.
std::string schema_checksum(const std::string &environment);

} // namespace confiture::build
