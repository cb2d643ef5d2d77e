// The table whose rows are visited, and the unique key in whose order they are.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "confiture/pg/caller.hpp"

namespace confiture::batch {

// Values of the key's columns.
using Bound = std::vector<std::string>;

struct KeyColumn {
    std::string name;
    std::string expression;    // quoted, in the collation of the index
    std::uint32_t type = 0;
    int number = 0;            // of the column in its table
    std::string less;          // operators of the index's order, as SQL names them
    std::string less_equal;
    std::string equal;
    std::string greater_equal;
    std::string greater;
    bool nulls_first = false;  // in ascending order
};

struct Target {
    std::uint32_t relation = 0;
    std::string name;                      // as SQL names the table
    std::string printed;                   // as the server prints it, by which it is seen whether it was renamed
    std::string from;                      // what stands behind FROM or UPDATE
    bool has_children = false;             // tables inherit from it, which the key does not cover
    std::optional<std::int64_t> estimated; // rows, as the planner believes
    std::string key;                       // name of the index
    std::vector<KeyColumn> columns;
    std::string greater;                   // operators that compare rows of all columns
    std::string less_equal;
};

// Reads the table and the index named, or its primary key; refuses what can't be visited so, saying why.
Target find_target(std::uint32_t relation, const std::optional<std::string> &key);

// The rows of a batch.
struct Range {
    Bound from;
    bool behind = false;   // the row of `from` itself is none of them
    Bound end;             // the last one
};

// The smallest or the largest key; none in an empty table.
std::optional<Bound> end_key(const Target &target, bool smallest);

// The key of the row that ends a batch of so many rows behind `after`, none where fewer are left up to `last`.
std::optional<Bound> end_of_batch(const Target &target, const std::optional<Bound> &after, const Bound &last, std::int64_t rows);

// The condition that a row is in the range, and what it takes as parameters $1...
std::string in_range(const Target &target, const Range &range);
std::vector<pg::TypedText> parameters(const Target &target, const Range &range);

} // namespace confiture::batch
