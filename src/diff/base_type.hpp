#pragma once

#include "kind.hpp"

namespace confiture::diff {

// Of the forms `base` and `shell`.
Pieces create_base_type(const Object &type, const Context &context);
bool alter_base_type(const Object &before, const Object &after, const Context &context, Pieces &pieces);

// Whether functions that the type needs need the type: its name has to be there before them.
bool is_in_circle(const Schema &schema, const Address &type);

} // namespace confiture::diff
