#include "kind.hpp"

namespace confiture::diff {
namespace {

void enable(const Object *before, const Object &after, Pieces &pieces) {
    static const Object none;
    if (differs(before == nullptr ? none : *before, after, "enabled"))
        pieces.push_back(clause(after.text("relation"), (after.has("enabled") ? after.text("enabled") : "ENABLE") + " RULE " + after.text("name")));
}

Pieces create(const Object &rule, const Context &) {
    Pieces pieces{statement(rule.text("definition"), "AccessExclusiveLock")};
    enable(nullptr, rule, pieces);
    return pieces;
}

Pieces drop(const Object &rule, const Context &) { return {statement("DROP RULE " + rule.text("name") + " ON " + rule.text("relation"), "AccessExclusiveLock")}; }

bool alter(const Object &before, const Object &after, const Context &, Pieces &pieces) {
    if (differs(before, after, "definition")) {
        std::string sql = after.text("definition");
        pieces.push_back(statement(sql.insert(sql.find(" RULE "), " OR REPLACE"), "AccessExclusiveLock"));
    }
    enable(&before, after, pieces);
    return true;
}

} // namespace

constinit const Kind rule_kind{"rule", "RULE", nullptr, create, drop, alter};

} // namespace confiture::diff
