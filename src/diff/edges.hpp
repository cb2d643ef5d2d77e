#pragma once

#include <set>

#include "nodes.hpp"

namespace confiture::diff {

// What is done to an object in one phase.
using Key = std::pair<Phase, Address>;

// The node in which that is done, the other thing by which it is done where it has no node of its own, and what is kept from that.
struct Places {
    const std::map<Key, std::size_t> &numbers;
    const std::map<Key, Key> &homes;
    const std::set<Address> &apart;
};

// Functions of a type, which are dropped with it.
bool is_in_circle_with(const Schema &schema, const Address &type, const Address &function);

// Which of the nodes come before which, and the places that they take where nothing else decides.
void add_edges(const Schema &before, const Schema &after, const Changes &changes, const Places &places, Work &work);

} // namespace confiture::diff
