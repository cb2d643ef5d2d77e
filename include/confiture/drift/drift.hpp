#pragma once

#include <optional>
#include <string>
#include <vector>

#include "confiture/model/schema.hpp"

namespace confiture::drift {

// An object that is not as confiture has built and migrated it.
struct Drift {
    model::Address object;
    std::string change;                    // added, changed, removed
    std::optional<std::string> expected;   // JSON: its attributes; of one that changed, those that differ
    std::optional<std::string> actual;
};

// This database against table expected. Of a table that came or went, its parts are not told one by one. Throws unknown_expected.
std::vector<Drift> drift();

} // namespace confiture::drift
