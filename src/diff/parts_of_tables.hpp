#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "kind.hpp"

namespace confiture::diff {

// The parts of each table of a schema, and the foreign keys that refer to it.
class PartsOfTables {
public:
    using Entry = std::pair<const Address, Object>;

    explicit PartsOfTables(const Schema &schema) : schema_(schema) {}

    // Those of these tables, each once, by address.
    std::vector<const Entry *> of(const std::set<std::string> &relations);

private:
    void find();

    const Schema &schema_;
    std::map<std::string, std::vector<const Entry *>> parts_{}; // found when they are asked for: few plans do
};

} // namespace confiture::diff
