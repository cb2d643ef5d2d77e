#pragma once

#include "tables.hpp"

namespace confiture::diff {

bool has_item(const std::vector<std::string> &items, const std::string &item);

// Partitions and heirs of a table, and those with what is below them, each once.
std::vector<std::string> tables_below(const Schema &schema, const std::string &relation);
std::vector<std::string> all_below(const Schema &schema, const std::string &relation);

// The heirs that are no partitions among the latter: by whether they have a column of that name.
struct Heirs {
    std::vector<std::string> with{}, without{};

    bool empty() const { return with.empty() && without.empty(); }
};

Heirs heirs_of(const Schema &schema, const std::string &relation, const std::string &column);

} // namespace confiture::diff
