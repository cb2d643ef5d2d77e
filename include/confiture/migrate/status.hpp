#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace confiture::migrate {

// One migration of the source, or one applied here whose file is gone.
struct Status {
    std::string version;
    std::string name;
    std::string state;          // applied, pending, out_of_order, changed, missing
    std::string reversible;     // written, derived, lossy, no
    std::optional<std::int64_t> applied_at; // microseconds since 1970-01-01 UTC
    std::optional<std::string> applied_by;
    std::optional<std::int64_t> microseconds;
    std::optional<bool> checksum_matches;
};

std::vector<Status> status();

// A file of an applied migration that is not what was applied.
struct Finding {
    std::string version;
    std::string path;
    std::string problem;        // changed, missing, added
    std::string detail;
};

// Looks at the up and the down of every applied migration.
std::vector<Finding> verify();

// What is deployed here.
struct Deployed {
    std::optional<std::string> version;
    std::optional<std::string> name;
    std::optional<std::int64_t> applied_at;
    std::optional<std::string> applied_by;
    std::int64_t migrations = 0;
    std::int64_t pending = 0;
};

Deployed deployed();

} // namespace confiture::migrate
