#include "kind.hpp"

namespace confiture::diff {
namespace {

Pieces create(const Object &object, const Context &context) {
    Piece piece = statement("ALTER DOMAIN " + object.text("domain") + " ADD CONSTRAINT " + object.text("name") + " " + object.text("definition"), "ShareLock");
    if (!context.made_here) piece.hazards = {"scans_table"};
    return {piece};
}

Pieces drop(const Object &object, const Context &) {
    return {statement("ALTER DOMAIN " + object.text("domain") + " DROP CONSTRAINT " + object.text("name"))};
}

bool alter(const Object &before, const Object &after, const Context &, Pieces &pieces) {
    if (same_but(before, after, {})) return true;
    if (before.text("definition") != after.text("definition") + " NOT VALID") return false;
    pieces.push_back(statement("ALTER DOMAIN " + after.text("domain") + " VALIDATE CONSTRAINT " + after.text("name"), "ShareLock"));
    pieces.back().hazards = {"scans_table"};
    return true;
}

} // namespace

constinit const Kind domain_constraint_kind{"domain constraint", "CONSTRAINT", nullptr, create, drop, alter};

} // namespace confiture::diff
