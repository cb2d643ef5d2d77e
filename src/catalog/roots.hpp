#pragma once

#include <vector>

#include "confiture/pg/touched.hpp"
#include "reading.hpp"

namespace confiture::catalog {

// What is to be read again once these were touched.
Roots roots_of(const Reading &reading, const pg::Touched &touched);

// The objects that need one of these, at once or by another, as pg_depend says now.
std::vector<model::Address> dependents_of(const Reading &reading, const std::vector<Key> &keys);

} // namespace confiture::catalog
