#pragma once

#include "tables.hpp"

namespace confiture::diff {

// Tables that are no partitions and have all that another one has, and what is below them: by whether they have a column of that name already.
struct Heirs {
    std::vector<std::string> with{}, without{};

    bool empty() const { return with.empty() && without.empty(); }
};

Heirs heirs_of(const Schema &schema, const std::string &relation, const std::string &column);

} // namespace confiture::diff
