#include "kind.hpp"

namespace confiture::diff {
namespace {

Pieces create(const Object &object, const Context &) {
    std::vector<std::string> parts{"FUNCTION = " + object.text("function")};
    for (const auto &[name, word] : {std::pair{"left", "LEFTARG = "}, {"right", "RIGHTARG = "}, {"restrict", "RESTRICT = "}, {"join", "JOIN = "}})
        if (object.has(name)) parts.push_back(word + object.text(name));
    for (const auto &[name, word] : {std::pair{"commutator", "COMMUTATOR = "}, {"negator", "NEGATOR = "}})
        if (object.has(name)) parts.push_back(word + ("OPERATOR(" + object.text(name) + ")"));
    if (object.has("hashes")) parts.push_back("HASHES");
    if (object.has("merges")) parts.push_back("MERGES");
    return {statement("CREATE OPERATOR " + object.text("name") + " (" + join(parts, ", ") + ")")};
}

Pieces drop(const Object &, const Context &context) {
    Piece piece = statement("DROP OPERATOR " + context.address.identity);
    piece.hazards = {"breaks_clients"};
    return {piece};
}

Address partner(const Object &object, const std::string &name) {
    const std::string left = object.has("left") ? object.text("left") : "NONE";
    return {"operator", object.text(name) + (name == "commutator" ? "(" + object.text("right") + "," + left + ")" : "(" + left + "," + object.text("right") + ")")};
}

// The server links both when one of them is made, and unlinks both when one of them goes.
bool follows(const Object &before, const Object &after, const Context &context, const std::string &name) {
    if (!differs(before, after, name)) return true;
    return (!before.has(name) || context.after.find(partner(before, name)) == nullptr) && (!after.has(name) || context.before.find(partner(after, name)) == nullptr);
}

bool alter(const Object &before, const Object &after, const Context &context, Pieces &pieces) {
    if (!same_but(before, after, {"commutator", "negator", "restrict", "join"})) return false;
    if (!follows(before, after, context, "commutator") || !follows(before, after, context, "negator")) return false;
    std::vector<std::string> parts;
    for (const auto &[name, word] : {std::pair{"restrict", "RESTRICT = "}, {"join", "JOIN = "}})
        if (differs(before, after, name)) parts.push_back(word + (after.has(name) ? after.text(name) : "NONE"));
    if (!parts.empty()) pieces.push_back(statement("ALTER OPERATOR " + context.address.identity + " SET (" + join(parts, ", ") + ")"));
    return true;
}

} // namespace

constinit const Kind operator_kind{"operator", "OPERATOR", nullptr, create, drop, alter};

} // namespace confiture::diff
