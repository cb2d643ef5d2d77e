#pragma once

#include <string>

#include "state.hpp"

namespace confiture::migrate {

// Refuses (stopped_migration, pending_migration) what takes this database to its source by another way than its migrations, while one of these has
// stopped half-way, or is not applied: its changes would be made twice.
void require_all_applied(const State &state, const std::string &call);

} // namespace confiture::migrate
