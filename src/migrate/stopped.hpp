#pragma once

#include <string>

#include "state.hpp"

namespace confiture::migrate {

// Refuses (stopped_migration) what can't be done while a migration has stopped half-way.
void refuse_stopped(const State &state);

// Throws it, with what is in the way.
[[noreturn]] void throw_stopped(const State &state, const std::string &detail);

} // namespace confiture::migrate
