#pragma once

#include <map>
#include <string>

#include "confiture/model/schema.hpp"

namespace confiture::catalog {

// This database's schema as the server's catalogs have it now: every object but those that belong to an extension. Needs no extension here, and
// no rights; keeps no lock.
model::Schema read();

// By which row of a catalog something that holds rows, values or a state stands there: that row has another name after a rename, and something made anew another row.
using Holders = std::map<std::string, model::Address>;

// The same, and what of it holds data.
struct Read {
    model::Schema schema;
    Holders holders;
};
Read read_with_holders();

// Whether one of these has another name in the second, or a label of an enum, which the values that are there follow.
bool is_renamed(const Read &before, const Read &after);

} // namespace confiture::catalog
