#include "kind.hpp"

#include "privileges.hpp"

namespace confiture::diff {
namespace {

Pieces change(const Object &object, const std::vector<std::string> &before, const std::vector<std::string> &after) {
    Pieces pieces;
    alter_privileges(object.has("column") ? " (" + object.text("column") + ")" : "", before, after, object.text("of"), [&](std::string sql) { pieces.push_back(statement(std::move(sql))); });
    return pieces;
}

Pieces create(const Object &object, const Context &) { return change(object, object.list("initial_grants"), object.list("grants")); }

Pieces drop(const Object &object, const Context &) { return change(object, object.list("grants"), object.list("initial_grants")); }

bool alter(const Object &before, const Object &after, const Context &, Pieces &pieces) {
    pieces = change(after, before.list("grants"), after.list("grants"));
    return true;
}

} // namespace

constinit const Kind initial_privileges_kind{"initial privileges", "INITIAL PRIVILEGES", nullptr, create, drop, alter};

} // namespace confiture::diff
