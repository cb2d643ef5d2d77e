#include "online.hpp"

namespace confiture::diff {
namespace {

bool checks_rows(const Object &object) { return !object.has("not_valid"); }

Pieces create(const Object &object, const Context &context) {
    Pieces online = add_not_valid(object, context);
    if (online.empty()) online = add_key_using_index(object, context);
    if (!online.empty()) return online;
    const std::string &type = object.text("type");
    Piece piece = clause(object.text("relation"), "ADD CONSTRAINT " + object.text("name") + " " + object.text("definition"),
                         type == "f" ? "ShareRowExclusiveLock" : "AccessExclusiveLock");
    if (type == "f") piece.hazards = {"blocks_writes"};
    else if (type != "c") piece.hazards = {"builds_index", "blocks_reads", "blocks_writes"};
    else if (checks_rows(object)) piece.hazards = {"blocks_reads", "blocks_writes"};
    if (checks_rows(object)) piece.hazards.push_back("scans_table");
    if (context.made_here) piece.hazards.clear();
    return {piece};
}

Pieces drop(const Object &object, const Context &) { return {clause(object.text("relation"), "DROP CONSTRAINT " + object.text("name"))}; }

bool alter(const Object &before, const Object &after, const Context &, Pieces &pieces) {
    if (same_but(before, after, {"inherited", "partition_of"})) return true;
    if (!before.has("not_valid") || after.has("not_valid") || before.text("definition") != after.text("definition") + " NOT VALID") return false;
    Piece piece = clause(after.text("relation"), "VALIDATE CONSTRAINT " + after.text("name"), "ShareUpdateExclusiveLock");
    piece.hazards = {"scans_table"};
    pieces.push_back(piece);
    return true;
}

} // namespace

constinit const Kind constraint_kind{"table constraint", "CONSTRAINT", nullptr, create, drop, alter};

} // namespace confiture::diff
