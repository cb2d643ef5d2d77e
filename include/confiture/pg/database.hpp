#pragma once

#include <cstdint>

namespace confiture::pg {

// An OID that no database has.
std::int64_t new_database_oid();

} // namespace confiture::pg
