#pragma once

#include <optional>
#include <string>
#include <vector>

namespace confiture::migrate {

// For a procedure: takes this database to what the environment's schema files make, by the plan of diff(), and records that; commits as it goes, a plan that
// can run in one transaction in one. Throws hazards_not_allowed unless `allow` names every hazard of the plan, schema_changed where a fingerprint is
// given that is not this database's, pending_migration, stopped_migration, and what diff() and the statements raise.
void sync_schema(const std::string &environment, const std::vector<std::string> &allow, const std::optional<std::string> &fingerprint);

} // namespace confiture::migrate
