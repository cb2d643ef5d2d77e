#include "rank.hpp"

#include <algorithm>
#include <map>

#include "confiture/base/poll.hpp"
#include "typed.hpp"

namespace confiture::diff {
namespace {

// By name; new columns as they stand in their table, which one of a type asks for.
std::string place_of(const Node &node, const Schema &after) {
    if (node.phase != Phase::create || !is_table_column(node.address)) return node.address.identity;
    const Object &column = after.at(node.address);
    const std::string number = std::to_string(number_of(column));
    return column.text("relation") + "." + std::string(number.size(), '9') + number;
}

} // namespace

void rank(const Schema &after, Work &work) {
    std::vector<std::pair<std::pair<std::size_t, std::string>, std::size_t>> all;
    std::map<std::string, std::size_t> groups;
    for (std::size_t i = 0; i < work.nodes.size(); i++) {
        base::poll();
        const Node &one = work.nodes[i];
        const std::size_t phase = one.phase == Phase::unlink || one.phase == Phase::prepare ? 0 : one.phase == Phase::drop ? 1 : one.phase == Phase::link ? 3 : 2;
        all.push_back({{phase * 100 + rank_of(one.address.kind), place_of(one, after)}, i});
        const std::string table = one.pieces.empty() ? "" : one.pieces[0].table;
        work.graph.groups.push_back(table.empty() ? 0 : groups.try_emplace(table, groups.size() + 1).first->second);
    }
    std::sort(all.begin(), all.end());
    work.graph.ranks.resize(all.size());
    for (std::size_t i = 0; i < all.size(); i++) work.graph.ranks[all[i].second] = i;
}

} // namespace confiture::diff
