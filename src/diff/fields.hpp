#pragma once

#include "changes.hpp"

namespace confiture::diff {

// The name of a field of a composite type, as its definition begins.
std::string field_name(const std::string &field);

// A column's way from a type to another of the same name: field by field where fields have others beside them or before them afterwards, else through text. A parked one is text.
Piece conversion(const Schema &before, const Schema &after, const Changes &changes, const Object &column, bool is_parked);

} // namespace confiture::diff
