#include "kind.hpp"

namespace confiture::diff {
namespace {

constexpr const char *options[][2] = {{"increment", "INCREMENT BY "}, {"min", "MINVALUE "}, {"max", "MAXVALUE "}, {"start", "START WITH "}, {"cache", "CACHE "}};

Pieces create(const Object &object, const Context &context) {
    std::string sql = std::string("CREATE ") + (object.has("persistence") ? "UNLOGGED " : "") + "SEQUENCE " + context.address.identity + " AS " + object.text("type");
    for (const auto &[name, word] : options) sql += std::string(" ") + word + object.text(name);
    if (object.has("cycle")) sql += " CYCLE";
    return {statement(sql)};
}

Pieces drop(const Object &, const Context &context) {
    Piece piece = statement("DROP SEQUENCE " + context.address.identity, "AccessExclusiveLock");
    piece.hazards = {"deletes_data", "breaks_clients"};
    return {piece};
}

bool alter(const Object &before, const Object &after, const Context &context, Pieces &pieces) {
    std::string changes;
    if (differs(before, after, "type")) changes += " AS " + after.text("type");
    for (const auto &[name, word] : options)
        if (differs(before, after, name)) changes += std::string(" ") + word + after.text(name);
    if (differs(before, after, "cycle")) changes += after.has("cycle") ? " CYCLE" : " NO CYCLE";
    const std::string head = "ALTER SEQUENCE " + context.address.identity;
    if (!changes.empty()) pieces.push_back(statement(head + changes, "ShareRowExclusiveLock"));
    if (differs(before, after, "persistence"))
        pieces.push_back(statement(head + (after.has("persistence") ? " SET UNLOGGED" : " SET LOGGED"), "AccessExclusiveLock"));
    return true;
}

} // namespace

constinit const Kind sequence_kind{"sequence", "SEQUENCE", "relation", create, drop, alter};

} // namespace confiture::diff
