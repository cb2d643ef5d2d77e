#pragma once

#include "kind.hpp"

namespace confiture::diff {

// The ways that keep an application running: what takes long runs under a lock that lets others read and write, and never in one transaction with what
// takes a stronger one. Each gives nothing where the server has no such way.

// The major version that a snapshot is of.
int server_of(const Schema &schema);

// A check or a foreign key: NOT VALID, so that it holds for new rows at once, and then validated.
Pieces add_not_valid(const Object &constraint, const Context &context);

// The index of a new primary key or unique constraint, built before it; and the constraint that takes it over.
Pieces build_key_index(const Object &constraint, const Context &context);
Pieces add_key_using_index(const Object &constraint, const Context &context);

// NOT NULL by a check of its own, which is validated, believed, and dropped.
Pieces set_not_null(const Object &column, const Context &context);

// Whether an index that is defined in another way can be built beside the old one and then take its name; and how.
bool may_stand_beside(const Object &before, const Object &after);
Pieces replace_index(const Object &before, const Object &after, const Context &context);

// A partition comes and goes by a check that says what its bounds say, so that the server need not look at its rows under a lock.
Pieces attach_checked(const Schema &before, const Schema &after, const Object &table);
Pieces detach_concurrently(const Schema &before, const Schema &after, const Object &table);

} // namespace confiture::diff
