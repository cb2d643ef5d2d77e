#include "kind.hpp"

#include <algorithm>

namespace confiture::diff {
namespace {

void alter_members(const Object &before, const Object &after, const Context &context, Pieces &pieces) {
    const std::vector<std::string> &old = before.list("members"), &next = after.list("members");
    std::vector<std::string> lost, won;
    for (std::size_t i = 0; i < old.size(); i++)
        if (std::find(next.begin(), next.end(), old[i]) == next.end()) lost.push_back(before.list("places")[i]);
    for (const std::string &member : next)
        if (std::find(old.begin(), old.end(), member) == old.end()) won.push_back(member);
    const std::string head = "ALTER OPERATOR FAMILY " + context.address.identity;
    if (!lost.empty()) pieces.push_back(statement(head + " DROP\n    " + join(lost, ",\n    ")));
    if (!won.empty()) pieces.push_back(statement(head + " ADD\n    " + join(won, ",\n    ")));
}

Pieces create(const Object &object, const Context &context) {
    Pieces pieces{statement("CREATE OPERATOR FAMILY " + context.address.identity)};
    alter_members({}, object, context, pieces);
    return pieces;
}

Pieces drop(const Object &, const Context &context) { return {statement("DROP OPERATOR FAMILY " + context.address.identity)}; }

bool alter(const Object &before, const Object &after, const Context &context, Pieces &pieces) {
    alter_members(before, after, context, pieces);
    return true;
}

} // namespace

constinit const Kind operator_family_kind{"operator family", "OPERATOR FAMILY", nullptr, create, drop, alter};

} // namespace confiture::diff
