#pragma once

#include <map>
#include <optional>
#include <string>

#include "confiture/model/schema.hpp"

namespace confiture::catalog {

// What our own statements have made of an object: as it was before, under which name, and as it is; none where there was, or is, none.
struct Course {
    std::optional<model::Object> before;
    model::Address from;
    std::optional<model::Object> now;
};

using Patch = std::map<model::Address, Course>;

// Whether table expected has something: what was built and applied here is known.
bool has_expected();

// Makes the schema what is expected, whatever was before.
void expect(const model::Schema &schema);

// Follows what our own statements have changed, attribute by attribute: what others have changed before of the same objects, or made, stays as it was
// expected. Does nothing where nothing is known.
void expect_changes(const Patch &patch);

// What is expected, without dependencies. Throws unknown_expected where nothing is known, or where it was recorded by another major version of the
// server or in another format.
model::Schema expected();

} // namespace confiture::catalog
