#pragma once

#include <optional>

#include "changes.hpp"

namespace confiture::diff {

// What takes an object off the whole that it is a part of, and what makes it a part: partitions, owned sequences, indexes of partitions,
// the index that a table is clustered on or known by.
Pieces unlink(const Schema &before, const Schema &after, const Changes &changes, const Address &address, bool online);
Pieces link(const Schema &before, const Schema &after, const Changes &changes, const Address &address, bool online);

// The object of a parent table that this one was inherited from.
std::optional<Address> inherited_from(const Schema &schema, const Address &address);

// Tables by the identity of what they are partitions or heirs of.
std::map<std::string, std::vector<Address>> children_of(const Schema &schema);

// The names that the object takes, each with the space of names that it is taken from.
std::vector<std::string> slots_of(const Address &address, const Object &object);

// The name of a type for as long as columns leave it.
std::string old_name(const Object &type);

// A column's way from a type to another of the same name, through text.
Piece conversion(const Object &column);

} // namespace confiture::diff
