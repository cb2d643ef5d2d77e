#include "kind.hpp"

#include <algorithm>

#include "confiture/text/quote.hpp"
#include "generic_options.hpp"

namespace confiture::diff {
namespace {

std::string routines(const Object &before, const Object &after) {
    std::string sql;
    for (const auto &[name, word] : {std::pair{"handler", "HANDLER"}, {"validator", "VALIDATOR"}, {"connection", "CONNECTION"}})
        if (differs(before, after, name)) sql += after.has(name) ? std::string(" ") + word + " " + after.text(name) : std::string(" NO ") + word;
    return sql;
}

Pieces create_wrapper(const Object &wrapper, const Context &) {
    return {statement("CREATE FOREIGN DATA WRAPPER " + wrapper.text("name") + routines({}, wrapper) + written_options(wrapper))};
}

Pieces drop_wrapper(const Object &wrapper, const Context &) { return {statement("DROP FOREIGN DATA WRAPPER " + wrapper.text("name"))}; }

bool alter_wrapper(const Object &before, const Object &after, const Context &, Pieces &pieces) {
    const std::string changes = routines(before, after) + altered_options(before.list("options"), after.list("options"));
    if (!changes.empty()) pieces.push_back(statement("ALTER FOREIGN DATA WRAPPER " + after.text("name") + changes));
    return true;
}

Pieces create_server(const Object &server, const Context &) {
    std::string sql = "CREATE SERVER " + server.text("name");
    for (const auto &[name, word] : {std::pair{"type", " TYPE "}, {"version", " VERSION "}})
        if (server.has(name)) sql += word + text::quote_literal(server.text(name));
    return {statement(sql + " FOREIGN DATA WRAPPER " + server.text("wrapper") + written_options(server))};
}

Pieces drop_server(const Object &server, const Context &) {
    Piece piece = statement("DROP SERVER " + server.text("name"));
    piece.hazards = {"breaks_clients"};
    return {piece};
}

bool alter_server(const Object &before, const Object &after, const Context &, Pieces &pieces) {
    if (differs(before, after, "type") || differs(before, after, "wrapper")) return false;
    std::string changes;
    if (differs(before, after, "version")) changes = " VERSION " + (after.has("version") ? text::quote_literal(after.text("version")) : "NULL");
    changes += altered_options(before.list("options"), after.list("options"));
    if (!changes.empty()) pieces.push_back(statement("ALTER SERVER " + after.text("name") + changes));
    return true;
}

std::string written_mapping(const Object &mapping) { return "USER MAPPING FOR " + mapping.text("user") + " SERVER " + mapping.text("server"); }

// Without its secrets, which are in no snapshot.
Pieces create_mapping(const Object &mapping, const Context &) {
    Piece piece = statement("CREATE " + written_mapping(mapping) + written_options(mapping));
    if (mapping.has("withheld")) piece.hazards = {"not_modelled"};
    return {piece};
}

Pieces drop_mapping(const Object &mapping, const Context &) {
    Piece piece = statement("DROP " + written_mapping(mapping));
    piece.reversible = !mapping.has("withheld");
    return {piece};
}

// Which secrets there are can be taken back; what a new one is, nobody has said.
bool alter_mapping(const Object &before, const Object &after, const Context &, Pieces &pieces) {
    if (const std::string changes = altered_options(before.list("options"), after.list("options")); !changes.empty()) pieces.push_back(statement("ALTER " + written_mapping(after) + changes));
    const std::vector<std::string> &old = before.list("withheld"), &next = after.list("withheld");
    for (const std::string &name : old)
        if (std::find(next.begin(), next.end(), name) == next.end()) {
            pieces.push_back(statement("ALTER " + written_mapping(after) + " OPTIONS (DROP " + name + ")"));
            pieces.back().reversible = false;
        }
    for (const std::string &name : next)
        if (std::find(old.begin(), old.end(), name) == old.end()) {
            pieces.push_back(statement(""));
            pieces.back().hazards = {"not_modelled"};
        }
    return true;
}

} // namespace

constinit const Kind foreign_data_wrapper_kind{"foreign-data wrapper", "FOREIGN DATA WRAPPER", nullptr, create_wrapper, drop_wrapper, alter_wrapper};
constinit const Kind foreign_server_kind{"server", "SERVER", nullptr, create_server, drop_server, alter_server};
constinit const Kind user_mapping_kind{"user mapping", "USER MAPPING", nullptr, create_mapping, drop_mapping, alter_mapping};

} // namespace confiture::diff
