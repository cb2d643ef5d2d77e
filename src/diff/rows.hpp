#pragma once

#include "kind.hpp"

namespace confiture::diff {

// What the server does to the rows that are there, told from the facts that it gave with each schema.

// The hazards of ADD COLUMN with this default or none; `unknown` where no fact tells whether it is another value for each row.
std::vector<std::string> hazards_of_new_column(const Object &column, const Object *default_value, const Schema &schema);

// Whether a column has its new type without a look at the rows.
bool keeps_rows(const Object &before, const Object &after, const Context &context);

// What becomes of indexes and constraints of a column whose type changes though its rows stay.
std::vector<std::string> hazards_of_kept_rows(const Object &before, const Object &after, const Context &context);

// Whether a foreign key can be there while one of its sides has the one type, the other the other.
bool compares(const std::string &from, const std::string &to);

// Whether a check that stays says that the column is never NULL, so that the server believes it.
bool is_known_not_null(const Object &column, const Context &context);

} // namespace confiture::diff
