#pragma once

#include <string>
#include <vector>

#include "confiture/diff/compare.hpp"
#include "confiture/model/schema.hpp"

namespace confiture::drift {

// What takes this database to its source.
struct Difference {
    std::vector<diff::Step> steps;
    std::string fingerprint;       // of this database, as it was read for the plan
    std::string search_path;       // of the environment, under which its files were built
    model::Schema here;            // once what comments in the source say has been renamed
    model::Schema there;
    std::vector<diff::Step> renamed_back{};
};

// Reads this database, while the environment's schema files are built and read in a shadow database, and compares the two. Where the environment has
// no owner, owners and privileges stay as they are here. Throws what shadow_snapshot() does, and 25006 where nothing can be written.
Difference difference(const std::string &environment, bool online);

// The statements that undo the plan, but for the rows that it deletes.
std::vector<diff::Step> way_back(const Difference &difference);

} // namespace confiture::drift
