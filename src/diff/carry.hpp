#pragma once

#include "changes.hpp"

namespace confiture::diff {

// Tables that are made anew, since the server has no statement for what becomes of them, and whose rows are carried over: they are put by in another
// table of the schema, and back when the new one has its partitions. Those that partitions keep as tables of their own stay there.
std::set<Address> carried_tables(const Schema &before, const Schema &after, const Changes &changes);

// Puts the rows by, with the values of identity sequences; `deletes_data` where a column has no place in the new table.
Pieces put_rows_by(const Schema &before, const Schema &after, const Changes &changes, const Address &table);

// Puts them back.
void put_rows_back(const Schema &before, const Schema &after, const Changes &changes, const Address &table, Pieces &pieces);

// What looks at rows that come, or refers to others', is made when they are back.
bool is_behind_rows(const Address &address, const Object &object);

} // namespace confiture::diff
