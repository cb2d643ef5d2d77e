#pragma once

#include <optional>
#include <string>
#include <vector>

#include "state.hpp"
#include "step.hpp"

namespace confiture::migrate {

using Pending = std::vector<const source::Migration *>;

// The migrations that are pending, up to and including target. Throws unknown_version.
Pending chosen(const State &state, const std::optional<std::string> &target);

// Throws out_of_order, or warns, as confiture.out_of_order says, where some are older than the newest applied one.
void judge_order(const State &state, const Pending &migrations);

// What the steps are for.
struct Purpose {
    bool runs = true;          // their authors must be allowed to
    bool may_commit = false;   // transaction=off can be obeyed
};

// Reads, and checks, the texts of all ups before anything runs. Throws requirement_not_met, invalid_directive, needs_commit, and 42501
// where the author's check fails.
std::vector<Step> make_steps(const State &state, const Pending &migrations, Purpose purpose);

// Warns of applied migrations whose up is not what was applied.
void warn_of_changes(const State &state);

} // namespace confiture::migrate
