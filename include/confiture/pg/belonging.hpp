#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "confiture/pg/touched.hpp"

namespace confiture::pg {

// Whether the catalog of this name has rows of objects that somebody has made.
bool has_rows_of_users(const std::string &catalog);

// The relation, type or other object with which the row of a catalog is read: two for a sequence that serves a column, none where it is gone.
std::vector<CatalogRow> owners_of(const CatalogRow &row);

} // namespace confiture::pg
