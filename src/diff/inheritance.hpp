#pragma once

#include "changes.hpp"

namespace confiture::diff {

// The parents that a table leaves and comes to, other than as a partition. It keeps its place among the heirs of the others: their order stays.
struct Inheritance {
    std::vector<std::string> leaves;
    std::vector<std::string> enters;
    std::vector<Address> held; // columns and checks that are inherited before and afterwards, with no parent that has them all the time
    bool holds = false;        // whether it takes a parent for as long as that lasts: what has no parent becomes the table's own for good
};

Inheritance inheritance_of(const Schema &before, const Schema &after, const Changes &changes, const Address &table);

// Whether a column or check that is new comes from a parent that the table inherits from only then: it is made by the parent for the time.
bool comes_by_holder(const Schema &before, const Schema &after, const Changes &changes, const Address &part);

// The name of that parent.
std::string holder_of(const Object &table);

Pieces leave_parents(const Schema &before, const Schema &after, const Changes &changes, const Address &table);
Pieces enter_parents(const Schema &before, const Schema &after, const Changes &changes, const Address &table);

} // namespace confiture::diff
