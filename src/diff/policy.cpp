#include "kind.hpp"

namespace confiture::diff {
namespace {

std::string conditions(const Object &policy) {
    std::string sql = " TO " + join(policy.list("roles"), ", ");
    if (policy.has("using")) sql += " USING (" + policy.text("using") + ")";
    if (policy.has("with_check")) sql += " WITH CHECK (" + policy.text("with_check") + ")";
    return sql;
}

Pieces create(const Object &policy, const Context &) {
    return {statement("CREATE POLICY " + policy.text("name") + " ON " + policy.text("relation") + (policy.has("restrictive") ? " AS RESTRICTIVE" : "") + " FOR " +
                      policy.text("command") + conditions(policy), "AccessExclusiveLock")};
}

Pieces drop(const Object &policy, const Context &) {
    return {statement("DROP POLICY " + policy.text("name") + " ON " + policy.text("relation"), "AccessExclusiveLock")};
}

// A condition can be changed, and never taken away.
bool alter(const Object &before, const Object &after, const Context &, Pieces &pieces) {
    if (differs(before, after, "command") || differs(before, after, "restrictive")) return false;
    if ((before.has("using") && !after.has("using")) || (before.has("with_check") && !after.has("with_check"))) return false;
    if (!same_but(before, after, {}))
        pieces.push_back(statement("ALTER POLICY " + after.text("name") + " ON " + after.text("relation") + conditions(after), "AccessExclusiveLock"));
    return true;
}

} // namespace

constinit const Kind policy_kind{"policy", "POLICY", nullptr, create, drop, alter};

} // namespace confiture::diff
