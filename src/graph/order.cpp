#include "confiture/graph/graph.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace confiture::graph {
namespace {

using Node = std::size_t;

// The nodes that may come next: by rank, and by group.
class Ready {
public:
    explicit Ready(const Graph &graph) : graph_(graph) {}

    bool empty() const { return all_.empty(); }

    void add(Node node) {
        all_.emplace(graph_.ranks[node], node);
        if (graph_.groups[node] != 0) groups_[graph_.groups[node]].emplace(graph_.ranks[node], node);
    }

    Node take(std::size_t group) {
        const auto same = groups_.find(group);
        const bool stay = group != 0 && same != groups_.end() && !same->second.empty();
        const auto chosen = stay ? *same->second.begin() : *all_.begin();
        all_.erase(chosen);
        if (const std::size_t own = graph_.groups[chosen.second]; own != 0) groups_[own].erase(chosen);
        return chosen.second;
    }

private:
    using Ranked = std::set<std::pair<std::size_t, Node>>;

    const Graph &graph_;
    Ranked all_{};
    std::map<std::size_t, Ranked> groups_{};
};

// Follows any way back from a node that is left over, each of which has one, until it meets itself.
std::vector<Node> cycle_of(const std::vector<std::vector<Node>> &before, const std::vector<std::size_t> &open) {
    Node node = 0;
    while (open[node] == 0) node++;
    std::vector<Node> way;
    for (;;) {
        const auto seen = std::find(way.begin(), way.end(), node);
        if (seen != way.end()) {
            std::vector<Node> cycle(seen, way.end());
            std::reverse(cycle.begin(), cycle.end());
            return cycle;
        }
        way.push_back(node);
        node = *std::find_if(before[node].begin(), before[node].end(), [&](Node other) { return open[other] != 0; });
    }
}

} // namespace

Order order(const Graph &graph) {
    const std::size_t count = graph.ranks.size();
    std::vector<std::vector<Node>> after(count);
    std::vector<std::vector<Node>> before(count);
    std::vector<std::size_t> open(count, 0); // how many come before it that have not come; never 0 for what stays
    for (const auto &[first, second] : graph.edges) {
        after[first].push_back(second);
        before[second].push_back(first);
        open[second]++;
    }
    Ready ready(graph);
    for (Node node = 0; node < count; node++)
        if (open[node] == 0) ready.add(node);
    Order result;
    for (std::size_t group = 0; !ready.empty();) {
        const Node node = ready.take(group);
        group = graph.groups[node];
        result.nodes.push_back(node);
        for (const Node next : after[node])
            if (--open[next] == 0) ready.add(next);
    }
    if (result.nodes.size() < count) result.cycle = cycle_of(before, open);
    return result;
}

} // namespace confiture::graph
