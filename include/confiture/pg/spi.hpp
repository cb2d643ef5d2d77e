#pragma once

#include <cstdint>
#include <functional>
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

// The same; frees each text of the parameters as soon as the server has its copy, so that a large one is not held twice while it is written.
std::int64_t execute_consuming(const char *sql, Params params);

// Rows with the names of their columns, and which of them are arrays of text.
struct Table {
    std::vector<std::string> names;
    std::vector<bool> lists;
    Rows rows;
};

// Runs one SQL statement of our own on the system catalogs, with the caller's rights, and under settings that make the server print the same
// schema in the same way for everybody. For databases, too, that lack the extension. The text must be a literal.
Table read_catalog(const char *sql, const Params &params = {});

// Makes these settings once for all that fn reads by read_catalog(), where it asks for few rows each time.
void read_few(const std::function<void()> &fn);

} // namespace confiture::pg
