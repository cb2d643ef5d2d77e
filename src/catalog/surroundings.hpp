#pragma once

#include <map>
#include <optional>
#include <vector>

#include "confiture/catalog/watch.hpp"
#include "reading.hpp"

namespace confiture::catalog {

// Puts the changed objects, as they were and as they are, into the change, with all that needs the altered ones, and what any of them needs or is a
// part of: as much of the two schemas as a plan from the one to the other looks at.
void surround(const Reading &reading, const std::map<model::Address, std::optional<Was>> &changed, const std::vector<Key> &altered, Change &change);

} // namespace confiture::catalog
