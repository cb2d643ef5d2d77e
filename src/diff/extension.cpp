#include "kind.hpp"

#include "confiture/text/quote.hpp"

namespace confiture::diff {
namespace {

std::string version_of(const Object &object) { return text::quote_literal(object.text("version")); }

Pieces create(const Object &object, const Context &) {
    Pieces pieces{statement("CREATE EXTENSION " + object.text("name") + " SCHEMA " + object.text("schema") + " VERSION " + version_of(object))};
    // It comes with one of its own.
    if (!object.has("comment")) pieces.push_back(statement("COMMENT ON EXTENSION " + object.text("name") + " IS NULL"));
    return pieces;
}

Pieces drop(const Object &object, const Context &) {
    Piece piece = statement("DROP EXTENSION " + object.text("name"));
    piece.hazards = {"breaks_clients"};
    return {piece};
}

// What the server said of the versions that it can update this one to; a snapshot without that leaves it to the server.
bool has_update(const Schema &schema, const Object &before, const Object &after) {
    const auto updates = schema.facts.find("updates of extension " + before.text("name"));
    return updates == schema.facts.end() || (" " + updates->second + " ").find(" " + after.text("version") + " ") != std::string::npos;
}

bool alter(const Object &before, const Object &after, const Context &context, Pieces &pieces) {
    if (differs(before, after, "version") && !has_update(context.before, before, after)) return false;
    if (differs(before, after, "schema")) pieces.push_back(statement("ALTER EXTENSION " + after.text("name") + " SET SCHEMA " + after.text("schema")));
    if (!differs(before, after, "version")) return true;
    Piece piece = statement("ALTER EXTENSION " + after.text("name") + " UPDATE TO " + version_of(after));
    piece.reversible = false;
    pieces.push_back(piece);
    return true;
}

} // namespace

constinit const Kind extension_kind{"extension", "EXTENSION", nullptr, create, drop, alter};

} // namespace confiture::diff
