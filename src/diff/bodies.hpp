#pragma once

#include "edges.hpp"

namespace confiture::diff {

// The first of which had better come before the second.
using Wishes = std::vector<std::pair<Key, Key>>;

// Names of objects may stand in the texts of functions, where pg_depend does not look: a function comes behind what its text names, and what its text named goes
// behind it. A word of a text may mean something else, so that nothing but the order hangs on it.
Wishes wishes_of_bodies(const Schema &before, const Schema &after, const Changes &changes);

bool is_routine(const Address &address);

// Whether a function that goes would make calls ambiguous beside another of its name, which the dependent needs from now on.
bool is_overloaded(const Schema &before, const Schema &after, const Address &gone, const Address &dependent);

} // namespace confiture::diff
