#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "state.hpp"
#include "step.hpp"

namespace confiture::migrate {

// A migration to be undone, with its stored down.
struct Undo {
    const Applied *applied;
    Step step;
};

// Applied migrations to be undone, in the order in which they are.
using Chosen = std::vector<const Applied *>;

// All above target. Throws unknown_version, not_applied.
Chosen above(const State &state, const std::string &target);

// The newest `steps`.
Chosen newest(const State &state, std::int64_t steps);

// Throws requirement_not_met where one that stays applied requires one of them.
void check_requirements(const Chosen &chosen);

// Checks that each has a way back, and that its author may be made to run it, before anything runs. Throws missing_down, irreversible, 42501.
std::vector<Undo> make_undos(const Chosen &chosen, bool may_commit = false);

// The path that the file of an applied migration had.
std::string path_of(const Applied &applied, const char *direction);

} // namespace confiture::migrate
