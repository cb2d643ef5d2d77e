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

// Numbers the strongly connected components (Tarjan's algorithm, with a stack of its own): two nodes have one number when each leads to the other.
class Components {
public:
    explicit Components(const std::vector<std::vector<Node>> &after) : after_(after), index_(after.size(), 0), low_(after.size(), 0), component_(after.size(), 0) {
        for (Node node = 0; node < after_.size(); node++)
            if (index_[node] == 0) visit(node);
    }

    bool are_one(Node first, Node second) const { return component_[first] == component_[second]; }

private:
    void enter(Node node) {
        index_[node] = low_[node] = ++entered_;
        open_.push_back(node);
        way_.emplace_back(node, 0);
    }

    void visit(Node root) {
        for (enter(root); !way_.empty();) {
            auto &[node, next] = way_.back();
            if (next < after_[node].size()) {
                const Node other = after_[node][next++];
                if (index_[other] == 0) enter(other);
                else if (component_[other] == 0) low_[node] = std::min(low_[node], index_[other]);
                continue;
            }
            const Node left = node;
            if (low_[left] == index_[left]) close(left);
            way_.pop_back();
            if (!way_.empty()) low_[way_.back().first] = std::min(low_[way_.back().first], low_[left]);
        }
    }

    void close(Node root) {
        components_++;
        for (Node node = after_.size(); node != root;) {
            node = open_.back();
            open_.pop_back();
            component_[node] = components_;
        }
    }

    const std::vector<std::vector<Node>> &after_;
    std::vector<std::size_t> index_;
    std::vector<std::size_t> low_;
    std::vector<std::size_t> component_; // 0: not closed yet
    std::size_t entered_ = 0;
    std::size_t components_ = 0;
    std::vector<Node> open_{};
    std::vector<std::pair<Node, std::size_t>> way_{}; // with the next edge of each to follow
};

// The edges, and the wishes that are in no cycle.
std::vector<std::pair<Node, Node>> with_wishes(const Graph &graph, std::vector<std::pair<Node, Node>> &left_wishes) {
    std::vector<std::pair<Node, Node>> edges = graph.edges;
    if (graph.wishes.empty()) return edges;
    std::vector<std::vector<Node>> after(graph.ranks.size());
    for (const auto *some : {&graph.edges, &graph.wishes})
        for (const auto &[first, second] : *some) after[first].push_back(second);
    const Components components(after);
    for (const auto &[first, second] : graph.wishes) {
        (components.are_one(first, second) ? left_wishes : edges).emplace_back(first, second);
    }
    return edges;
}

} // namespace

Order order(const Graph &graph) {
    Order result;
    const std::vector<std::pair<Node, Node>> edges = with_wishes(graph, result.left_wishes);
    const std::size_t count = graph.ranks.size();
    std::vector<std::vector<Node>> after(count);
    std::vector<std::vector<Node>> before(count);
    std::vector<std::size_t> open(count, 0); // how many come before it that have not come; never 0 for what stays
    for (const auto &[first, second] : edges) {
        after[first].push_back(second);
        before[second].push_back(first);
        open[second]++;
    }
    Ready ready(graph);
    for (Node node = 0; node < count; node++)
        if (open[node] == 0) ready.add(node);
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
