#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace confiture::graph {

// What has to be ordered: nodes by number, and edges, the first of which comes before the second.
struct Graph {
    std::vector<std::size_t> ranks;  // of each node: among those that may come next, the smallest does
    std::vector<std::size_t> groups; // of each node: one of the same group as the last is taken first; 0 is none
    std::vector<std::pair<std::size_t, std::size_t>> edges;
    std::vector<std::pair<std::size_t, std::size_t>> wishes{}; // edges that count where they are in no cycle
};

struct Order {
    std::vector<std::size_t> nodes;
    std::vector<std::vector<std::size_t>> cycles; // where there is no order: some that share no node, of each the nodes, each before the next; then `nodes` is not whole
    std::vector<std::pair<std::size_t, std::size_t>> left_wishes{}; // that are in a cycle
};

// A topological order (Kahn's algorithm), the same for the same graph.
Order order(const Graph &graph);

} // namespace confiture::graph
