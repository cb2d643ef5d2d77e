// Topological order: right, the same each time, staying with a group, and naming a cycle.
#include <algorithm>

#include "confiture/graph/graph.hpp"
#include "tap.hpp"

using confiture::graph::Graph;
using confiture::graph::order;
using Nodes = std::vector<std::size_t>;
using Cycles = std::vector<Nodes>;

// The cycles of a graph with these edges, each by number.
Cycles all_of(const std::vector<std::pair<std::size_t, std::size_t>> &edges, std::size_t nodes) {
    Cycles cycles = order({Nodes(nodes, 0), Nodes(nodes, 0), edges}).cycles;
    for (Nodes &cycle : cycles) std::sort(cycle.begin(), cycle.end());
    std::sort(cycles.begin(), cycles.end());
    return cycles;
}

int main() {
    Graph free{{2, 0, 1}, {0, 0, 0}, {}};
    tap::ok(order(free).nodes == Nodes{1, 2, 0}, "what is free comes by rank");

    Graph chain{{0, 1, 2}, {0, 0, 0}, {{2, 1}, {1, 0}}};
    tap::ok(order(chain).nodes == Nodes{2, 1, 0}, "edges go before ranks");

    Graph twice{{0, 1}, {0, 0}, {{1, 0}, {1, 0}}};
    tap::ok(order(twice).nodes == Nodes{1, 0}, "an edge may be given twice");

    Graph groups{{0, 1, 2, 3}, {1, 0, 1, 0}, {}};
    tap::ok(order(groups).nodes == Nodes{0, 2, 1, 3}, "one of the same group goes before a smaller rank");

    Graph late{{0, 1, 2}, {1, 0, 1}, {{1, 2}}};
    tap::ok(order(late).nodes == Nodes{0, 1, 2}, "a group waits for what comes before");

    Graph cycle{{0, 1, 2, 3}, {0, 0, 0, 0}, {{0, 1}, {1, 2}, {2, 1}, {2, 3}}};
    const auto found = order(cycle);
    Nodes sorted = found.cycles.at(0);
    std::sort(sorted.begin(), sorted.end());
    tap::ok(sorted == Nodes{1, 2} && found.cycles.size() == 1, "a cycle is named, without what only hangs on it");
    Graph wished{{0, 1, 2}, {0, 0, 0}, {{1, 0}}, {{2, 1}}};
    tap::ok(order(wished).nodes == Nodes{2, 1, 0} && order(wished).left_wishes.empty(), "a wish counts");
    Graph contrary{{0, 1, 2, 3}, {0, 0, 0, 0}, {{0, 1}}, {{1, 0}, {3, 2}, {2, 2}}};
    tap::ok(order(contrary).nodes == Nodes{0, 1, 3, 2} && order(contrary).left_wishes.size() == 2, "... unless it is in a cycle");
    Graph mutual{{0, 1, 2, 3}, {0, 0, 0, 0}, {{1, 3}}, {{1, 2}, {2, 1}, {3, 0}}};
    tap::ok(order(mutual).nodes == Nodes{1, 2, 3, 0}, "... and one outside of the cycle does");
    tap::ok(order(cycle).cycles.at(0).size() == 2 && order({{0, 1}, {0, 0}, {{0, 1}, {1, 0}}, {{0, 1}}}).cycles.at(0).size() == 2, "a cycle of edges stays one");
    tap::ok(all_of({{0, 1}, {1, 0}, {1, 2}, {2, 3}, {3, 2}, {4, 4}, {3, 5}}, 6) == Cycles{{0, 1}, {2, 3}, {4}}, "all cycles are named that share no node");
    tap::ok(all_of({{0, 1}, {1, 2}, {2, 0}, {1, 0}}, 3).size() == 1, "... and no two that share one");
    tap::ok(all_of({{1, 0}, {2, 1}, {3, 2}, {2, 3}, {4, 3}, {0, 4}, {0, 1}}, 5) == Cycles{{0, 1}, {2, 3}}, "... wherever the way back begins");
    tap::ok(order({}).nodes.empty() && order({}).cycles.empty(), "nothing is in order");
    return tap::done();
}
