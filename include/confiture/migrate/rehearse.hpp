#pragma once

#include <optional>
#include <string>
#include <vector>

#include "confiture/run/rehearsal.hpp"

namespace confiture::migrate {

// One statement of a pending migration, as it was rehearsed.
struct RehearsedRow {
    std::string version;
    std::string path;
    run::Rehearsed rehearsed;
};

// Runs what is pending, up to and including target, on the real data, measures each statement, and rolls everything back. A statement that
// fails, or in which confiture.rehearse_timeout ends, is the last row. Texts are empty for a caller who may not read those of the source.
// Throws what migrate_up() does before it runs anything, but for transaction=off.
std::vector<RehearsedRow> rehearse(const std::optional<std::string> &target);

// The same in a copy of this database's schema, where statements that refuse a transaction run too, what has run is committed, and tables are empty. Takes no
// lock here that outlives reading the catalogs, and not the runner lock. Throws no_copy.
std::vector<RehearsedRow> rehearse_in_shadow(const std::optional<std::string> &target);

} // namespace confiture::migrate
