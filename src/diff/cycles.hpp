#pragma once

#include "nodes.hpp"

namespace confiture::diff {

using Cycles = std::vector<std::vector<std::size_t>>;

// Adds what can be done by a statement of its own, so that a cycle ends: defaults and constraints of new tables, and what a table or a function can lose before it goes.
// False where it adds nothing.
bool set_apart(const Work &work, const Cycles &cycles, const Schema &before, const Schema &after, const Changes &changes, std::set<Address> &apart);

// A view that is replaced while what it names is made anew below what it has named is made anew itself, and so is a policy that is altered. False where there is none.
bool make_anew(const Work &work, const Cycles &cycles, std::set<Address> &anew);

} // namespace confiture::diff
