#pragma once

#include <utility>
#include <vector>

#include "edges.hpp"

namespace confiture::diff {

// What comes first, and what then, around tables that change and those that have their whole rows: in columns, which are text meanwhile, or in materialized views.
std::vector<std::pair<Key, Key>> order_of_row_types(const Schema &before, const Schema &after, const Changes &changes);

} // namespace confiture::diff
