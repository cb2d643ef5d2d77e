#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "confiture/pg/touched.hpp"
#include "reading.hpp"

namespace confiture::catalog {

// Names of the catalogs by their OIDs.
using Catalogs = std::unordered_map<std::uint32_t, std::string>;

Catalogs catalogs();

// The row as a key; without a name of the catalog where that is none.
Key key_of(const Catalogs &catalogs, const pg::CatalogRow &row);
pg::CatalogRow row_of(const Catalogs &catalogs, const Key &key);

// What is to be read again once these were touched.
std::vector<Key> roots_of(const Reading &reading, const Catalogs &catalogs, const pg::Touched &touched);

// The objects that need one of these, at once or by another, as pg_depend says now.
std::vector<model::Address> dependents_of(const Reading &reading, const std::vector<Key> &keys);

} // namespace confiture::catalog
