#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "confiture/pg/value.hpp"

namespace confiture::pg {

using Params = std::vector<Value>;

// Runs one SQL statement of our own as the owner of our tables, under search_path pg_catalog, and gives its rows.
// The text must be a literal: its plan is kept for the session under its address. Parameters are $1.., typed by their values.
Rows query(const char *sql, const Params &params = {});

// The same for a statement whose rows do not matter; gives the number of rows that it touched.
std::int64_t execute(const char *sql, const Params &params = {});

} // namespace confiture::pg
