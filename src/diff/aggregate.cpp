#include "kind.hpp"

namespace confiture::diff {
namespace {

std::string written(const Object &object) {
    return "AGGREGATE " + object.text("schema") + "." + object.text("name") + "(" + object.text("arguments") + ") (\n    " +
           join(object.list("parameters"), ",\n    ") + "\n)";
}

Pieces create(const Object &object, const Context &) { return {statement("CREATE " + written(object))}; }

Pieces drop(const Object &, const Context &context) {
    Piece piece = statement("DROP AGGREGATE " + context.address.identity);
    piece.hazards = {"breaks_clients"};
    return {piece};
}

bool alter(const Object &before, const Object &after, const Context &, Pieces &) { return same_but(before, after, {}); }

} // namespace

constinit const Kind aggregate_kind{"aggregate", "AGGREGATE", "routine", create, drop, alter};

} // namespace confiture::diff
