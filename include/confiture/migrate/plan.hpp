#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace confiture::migrate {

// One statement of a pending migration: what would run, and how.
struct PlanRow {
    std::string version;
    std::string path;
    int line = 0;
    int segment = 0;
    std::string statement;                               // its text; cut where it may carry a password
    std::optional<bool> transactional;                   // empty: only the server finds out
    std::optional<std::vector<std::string>> relations;   // that it would lock; empty: not all of them are known
    std::optional<std::string> lock;                     // the strongest mode; empty: not known
};

// What CALL migrate() would run, up to and including target. Runs and locks nothing, and takes no runner lock. Throws 42501 unless the caller
// may read the texts of the source, and whatever migrate_up() would say of the pending migrations before it runs them.
std::vector<PlanRow> plan(const std::optional<std::string> &target);

} // namespace confiture::migrate
