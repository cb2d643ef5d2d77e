#include "kind.hpp"

namespace confiture::diff {
namespace {

void set_target(const Object *before, const Object &after, const std::string &identity, Pieces &pieces) {
    static const Object none;
    if (differs(before == nullptr ? none : *before, after, "target"))
        pieces.push_back(statement("ALTER STATISTICS " + identity + " SET STATISTICS " + (after.has("target") ? after.text("target") : "-1")));
}

Pieces create(const Object &object, const Context &context) {
    Pieces pieces{statement(object.text("definition"), "ShareUpdateExclusiveLock")};
    set_target(nullptr, object, context.address.identity, pieces);
    return pieces;
}

Pieces drop(const Object &, const Context &context) { return {statement("DROP STATISTICS " + context.address.identity, "ShareUpdateExclusiveLock")}; }

bool alter(const Object &before, const Object &after, const Context &context, Pieces &pieces) {
    if (!same_but(before, after, {"target"})) return false;
    set_target(&before, after, context.address.identity, pieces);
    return true;
}

} // namespace

constinit const Kind statistics_kind{"statistics object", "STATISTICS", nullptr, create, drop, alter};

} // namespace confiture::diff
