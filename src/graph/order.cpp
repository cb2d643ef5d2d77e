#include "confiture/graph/graph.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "confiture/base/poll.hpp"

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

// Cycles among the nodes that are left over, each of which has one before it that is, too. Follows any way back until it meets itself, takes what it has met
// out with all that has nothing left before it then, and goes on from what is left of the way.
class Cycles {
public:
    Cycles(const std::vector<std::vector<Node>> &after, const std::vector<std::vector<Node>> &before, const std::vector<std::size_t> &open)
        : after_(after), before_(before), open_(open), next_(open.size(), 0), place_(open.size(), 0) {}

    std::vector<std::vector<Node>> all() {
        std::vector<std::vector<Node>> cycles;
        for (Node first = 0; first < open_.size(); first++)
            for (; open_[first] != 0; base::poll()) cycles.push_back(next(first));
        return cycles;
    }

private:
    std::vector<Node> next(Node first) {
        while (!way_.empty() && open_[way_.back()] == 0) leave();
        for (Node node = way_.empty() ? first : before(way_.back());; node = before(node)) {
            if (place_[node] != 0) {
                std::vector<Node> cycle(way_.begin() + static_cast<std::ptrdiff_t>(place_[node]) - 1, way_.end());
                std::reverse(cycle.begin(), cycle.end());
                for (const Node met : cycle) take(met);
                return cycle;
            }
            way_.push_back(node);
            place_[node] = way_.size();
        }
    }

    void leave() {
        place_[way_.back()] = 0;
        way_.pop_back();
    }

    Node before(Node node) {
        while (open_[before_[node][next_[node]]] == 0) next_[node]++;
        return before_[node][next_[node]];
    }

    void take(Node node) {
        std::vector<Node> taken;
        if (open_[node] != 0) taken.push_back(node);
        open_[node] = 0;
        while (!taken.empty()) {
            const Node gone = taken.back();
            taken.pop_back();
            for (const Node other : after_[gone])
                if (open_[other] != 0 && --open_[other] == 0) taken.push_back(other);
        }
    }

    const std::vector<std::vector<Node>> &after_;
    const std::vector<std::vector<Node>> &before_;
    std::vector<std::size_t> open_;  // how many of those before it are left over; 0: it is not, itself
    std::vector<std::size_t> next_;  // of those before it, the first that may be left over
    std::vector<std::size_t> place_; // on the way, from 1
    std::vector<Node> way_{};
};

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
            base::poll();
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
        for (const auto &[first, second] : *some) {
            base::poll();
            after[first].push_back(second);
        }
    const Components components(after);
    for (const auto &[first, second] : graph.wishes) {
        base::poll();
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
        base::poll();
        after[first].push_back(second);
        before[second].push_back(first);
        open[second]++;
    }
    Ready ready(graph);
    for (Node node = 0; node < count; node++)
        if (open[node] == 0) ready.add(node);
    for (std::size_t group = 0; !ready.empty();) {
        base::poll();
        const Node node = ready.take(group);
        group = graph.groups[node];
        result.nodes.push_back(node);
        for (const Node next : after[node])
            if (--open[next] == 0) ready.add(next);
    }
    if (result.nodes.size() < count) result.cycles = Cycles(after, before, open).all();
    return result;
}

} // namespace confiture::graph
