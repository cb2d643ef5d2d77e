#pragma once

#include <cstdint>
#include <string>

namespace confiture::pg {

// An OID that no database has.
std::int64_t new_database_oid();

// The OID of the database of that name, 0 where there is none; sees what has been committed since the caller's snapshot.
std::int64_t database_oid(const std::string &name);

} // namespace confiture::pg
