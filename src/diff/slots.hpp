#pragma once

#include <utility>
#include <vector>

#include "edges.hpp"

namespace confiture::diff {

// The names that the object takes, each with the space of names that it is taken from.
std::vector<std::string> slots_of(const Address &address, const Object &object);

// What comes first, and what then, where one object takes the name that another one leaves.
std::vector<std::pair<Key, Key>> order_of_slots(const Schema &before, const Schema &after, const Changes &changes);

} // namespace confiture::diff
