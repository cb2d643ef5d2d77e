#pragma once

#include <set>

#include "changes.hpp"
#include "confiture/graph/graph.hpp"

namespace confiture::diff {

// When something is done to an object: built beside what it takes the place of, taken off what it is a part of, dropped, its name made known, changed, made, made a part again.
enum class Phase { prepare, unlink, drop, declare, alter, create, link };

struct Node {
    Phase phase = Phase::alter;
    Address address;
    Pieces pieces;
};

// Everything that is to be done, and which of it comes before what.
struct Work {
    std::vector<Node> nodes;
    graph::Graph graph;
};

// `apart` are defaults and constraints of new tables that get a statement of their own, since what they need needs the table.
Work work_of(const Schema &before, const Schema &after, const Changes &changes, const std::set<Address> &apart, bool online);

// The nodes' pieces, in order, as statements: clauses for one table side by side become one.
std::vector<Step> steps_of(const std::vector<Node> &nodes, const std::vector<std::size_t> &order);

} // namespace confiture::diff
