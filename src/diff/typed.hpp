#pragma once

#include "changes.hpp"

namespace confiture::diff {

// The columns of a table in their order, by their addresses.
std::vector<Address> columns_of(const Schema &schema, const Address &table);

// What takes a table off the type that it is of, before that changes or goes and before it gets parents, and makes it one of the new type of that name.
Pieces leave_type(const Schema &before, const Schema &after, const Changes &changes, const Address &table);
void enter_type(const Schema &before, const Schema &after, const Changes &changes, const Address &table, Pieces &pieces);

// Whether a table is off its type for as long as that is made anew, or a column of the table is text.
bool is_off_type(const Schema &before, const Schema &after, const Changes &changes, const Address &table);

// The place of a column in its table.
int number_of(const Object &column);

// Whether the columns of a table of a type would stand in another order than those of the type, which the server allows no more than it can move them.
bool is_out_of_order(const Schema &before, const Schema &after, const Changes &changes, const Address &table);

} // namespace confiture::diff
