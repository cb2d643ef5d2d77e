#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "chosen.hpp"

namespace confiture::build {

// What a template is made from, and its name, which stands for all of that.
struct Recipe {
    Chosen chosen;
    std::string checksum;
    std::string base;           // the database that it begins as a copy of
    std::string options;        // encoding and locale, as CREATE DATABASE takes them
    std::string made_by;
    std::string key;
    std::string name;
};

// Throws what keeps the files from running for this caller.
Recipe recipe_of(const std::string &environment);

// The OID of the template, if there is one that is whole.
std::optional<std::int64_t> whole_template(const Recipe &recipe);

// The OID of the template, which is made first where it is not there. One session makes it, while the others wait for it.
std::int64_t ready_template(const Recipe &recipe);

} // namespace confiture::build
