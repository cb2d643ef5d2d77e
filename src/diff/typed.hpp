#pragma once

#include "changes.hpp"

namespace confiture::diff {

// Whether a table of a type has parents instead from now on: it leaves the type before.
bool becomes_heir(const Object &before, const Object &after);

// What takes a table off the type that it is of, where that has to go before, and makes it one of the new type of that name.
Pieces leave_type(const Schema &before, const Schema &after, const Changes &changes, const Address &table);
void enter_type(const Schema &before, const Schema &after, const Changes &changes, const Address &table, Pieces &pieces);

// The place of a column in its table.
int number_of(const Object &column);

// Whether the columns of a table of a type would stand in another order than those of the type, which the server allows no more than it can move them.
bool is_out_of_order(const Schema &before, const Schema &after, const Changes &changes, const Address &table);

} // namespace confiture::diff
