#include "kind.hpp"

#include "privileges.hpp"

namespace confiture::diff {
namespace {

std::string head(const Object &object) {
    return "ALTER DEFAULT PRIVILEGES FOR ROLE " + object.text("role") + (object.has("schema") ? " IN SCHEMA " + object.text("schema") : "") + " ";
}

// What nobody has altered: the owner's and PUBLIC's for all schemas, nothing more for one of them.
std::vector<std::string> unaltered(const Object &object, const Context &context) {
    if (object.has("schema")) return {};
    static constexpr const char *kinds[][2] = {{"TABLES", "table"}, {"SEQUENCES", "sequence"}, {"FUNCTIONS", "function"}, {"TYPES", "type"}, {"SCHEMAS", "schema"}};
    for (const auto &[objects, kind] : kinds) {
        Object fresh;
        fresh.attributes["owner"] = object.attributes.at("role");
        if (object.text("objects") == objects) return privileges_of(context.before, {kind, ""}, fresh);
    }
    return {};
}

void change(const Object &object, const std::vector<std::string> &before, const std::vector<std::string> &after, Pieces &pieces) {
    alter_privileges("", before, after, object.text("objects"), [&](std::string sql) { pieces.push_back(statement(head(object) + sql)); });
}

Pieces create(const Object &object, const Context &context) {
    Pieces pieces;
    change(object, unaltered(object, context), object.list("grants"), pieces);
    return pieces;
}

Pieces drop(const Object &object, const Context &context) {
    Pieces pieces;
    change(object, object.list("grants"), unaltered(object, context), pieces);
    return pieces;
}

bool alter(const Object &before, const Object &after, const Context &, Pieces &pieces) {
    change(after, before.list("grants"), after.list("grants"), pieces);
    return true;
}

} // namespace

constinit const Kind default_acl_kind{"default acl", "DEFAULT PRIVILEGES", nullptr, create, drop, alter};

} // namespace confiture::diff
