#include <algorithm>
#include <cstdlib>

#include "confiture/text/quote.hpp"
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
    const auto range = [](const Object &object) { return std::vector<std::string>{object.text("start"), object.text("min"), object.text("max")}; };
    restart_sequence(context.address.identity, range(before), range(after), differs(before, after, "type"), pieces);
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

void restart_sequence(const std::string &identity, const std::vector<std::string> &before, const std::vector<std::string> &after, bool other_type, Pieces &pieces) {
    const auto number = [](const std::string &text) { return std::strtoll(text.c_str(), nullptr, 10); };
    const auto within = [&](const std::vector<std::string> &range, const std::string &value) { return number(range[1]) <= number(value) && number(value) <= number(range[2]); };
    const bool start_is_old = within(before, after[0]);
    if (start_is_old && within(after, before[0])) return;
    if (!start_is_old)
        pieces.push_back(statement("ALTER SEQUENCE " + identity + (other_type ? " AS bigint" : "") + " MINVALUE " + std::to_string(std::min(number(before[1]), number(after[1]))) +
                                   " MAXVALUE " + std::to_string(std::max(number(before[2]), number(after[2]))), "ShareRowExclusiveLock"));
    pieces.push_back(statement("SELECT pg_catalog.setval(" + text::quote_literal(identity) + ", " + after[0] + ", false) FROM " + identity + " WHERE NOT last_value BETWEEN " +
                               after[1] + " AND " + after[2]));
    pieces.back().hazards = {"deletes_data"};
    pieces.back().reversible = false;
}

constinit const Kind sequence_kind{"sequence", "SEQUENCE", "relation", create, drop, alter};

} // namespace confiture::diff
