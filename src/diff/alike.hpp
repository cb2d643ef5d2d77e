#pragma once

#include <optional>

#include "kind.hpp"

namespace confiture::diff {

// The schema before, once constraints, indexes and owned sequences that differ from one of the schema after in nothing but the name have that, and the
// statements for it: nothing is checked, built or counted anew for the sake of a name. Empty: there are none.
struct Alike {
    Schema before;
    std::vector<Step> steps;
};
std::optional<Alike> rename_alike(const Schema &before, const Schema &after);

} // namespace confiture::diff
