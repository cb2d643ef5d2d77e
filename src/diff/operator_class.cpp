#include "kind.hpp"

namespace confiture::diff {
namespace {

Pieces create(const Object &object, const Context &) {
    std::vector<std::string> members = object.list("members");
    if (object.has("storage") || members.empty()) members.push_back("STORAGE " + object.text(object.has("storage") ? "storage" : "type"));
    return {statement("CREATE OPERATOR CLASS " + object.text("schema") + "." + object.text("name") + (object.has("default") ? " DEFAULT" : "") + " FOR TYPE " +
                      object.text("type") + " USING " + object.text("method") + " FAMILY " + object.text("family") + " AS\n    " + join(members, ",\n    "))};
}

Pieces drop(const Object &, const Context &context) { return {statement("DROP OPERATOR CLASS " + context.address.identity)}; }

bool alter(const Object &before, const Object &after, const Context &, Pieces &) { return same_but(before, after, {}); }

} // namespace

constinit const Kind operator_class_kind{"operator class", "OPERATOR CLASS", nullptr, create, drop, alter};

} // namespace confiture::diff
