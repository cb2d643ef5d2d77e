#include "kind.hpp"

namespace confiture::diff {
namespace {

// Of a parent, those of its children stay theirs.
Piece set(const Object &object, const Context &context, const std::string &text) {
    Piece piece = clause(object.text("relation"), "ALTER COLUMN " + object.text("column") + " " + text);
    if (context.has_children(object.text("relation"))) piece.table = "ALTER TABLE ONLY " + object.text("relation");
    return piece;
}

Pieces create(const Object &object, const Context &context) {
    return {set(object, context, "SET DEFAULT " + object.text("expression"))};
}

Pieces drop(const Object &object, const Context &context) {
    return {set(object, context, "DROP DEFAULT")};
}

bool alter(const Object &before, const Object &after, const Context &context, Pieces &pieces) {
    if (differs(before, after, "expression")) pieces.push_back(set(after, context, "SET DEFAULT " + after.text("expression")));
    return true;
}

} // namespace

constinit const Kind default_kind{"default value", "DEFAULT", nullptr, create, drop, alter};

} // namespace confiture::diff
