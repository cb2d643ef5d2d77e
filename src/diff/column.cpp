#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <set>

#include "confiture/text/quote.hpp"
#include "generic_options.hpp"
#include "handover.hpp"
#include "heirs.hpp"
#include "not_null.hpp"
#include "online.hpp"
#include "rows.hpp"

namespace confiture::diff {
namespace {

std::string type_of(const Object &column) {
    return column.text("type") + (column.has("collation") ? " COLLATE " + column.text("collation") : "");
}

// Of ALTER COLUMN: what CREATE TABLE has no words for on all servers.
void alter_details(const Object *before, const Object &after, Pieces &pieces) {
    static const Object none;
    const Object &old = before == nullptr ? none : *before;
    const std::string &relation = after.text("relation");
    const std::string head = "ALTER COLUMN " + after.text("name") + " ";
    // A new type brings its own.
    const bool anew = before != nullptr && differs(old, after, "type");
    if (anew ? after.has("storage") : differs(old, after, "storage")) pieces.push_back(clause(relation, head + "SET STORAGE " + (after.has("storage") ? after.text("storage") : old.text("default_storage"))));
    if (differs(old, after, "compression") || (anew && after.has("compression")))
        pieces.push_back(clause(relation, head + "SET COMPRESSION " + (after.has("compression") ? after.text("compression") : "default")));
    if (differs(old, after, "statistics"))
        pieces.push_back(clause(relation, head + "SET STATISTICS " + (after.has("statistics") ? after.text("statistics") : "-1"), "ShareUpdateExclusiveLock"));
    alter_options(old.list("options"), after.list("options"),
                  [&](std::string text) { pieces.push_back(clause(relation, head + text, "ShareUpdateExclusiveLock")); });
}

// One of another type than its column is made with the column's, whose range it may not have.
std::string options_of_sequence(const Object &column, bool with_range) {
    const std::vector<std::string> &sequence = column.list("sequence", 7);
    const std::string range = " START WITH " + sequence[1] + " MINVALUE " + sequence[3] + " MAXVALUE " + sequence[4];
    return " INCREMENT BY " + sequence[2] + (with_range ? range : "") + " CACHE " + sequence[5] + (sequence[6] == "true" ? " CYCLE" : "");
}

std::string written_sequence(const Object &column) {
    return " (SEQUENCE NAME " + column.list("sequence", 7)[0] + options_of_sequence(column, !column.has("sequence_type")) + ")";
}

// LIKE copies identities with a sequence of type bigint, whatever the column's is.
const std::string &sequence_type(const Object &column) { return column.text(column.has("sequence_type") ? "sequence_type" : "type"); }

Piece set_sequence_type(const std::string &sequence, const Object &column) {
    const std::vector<std::string> &next = column.list("sequence", 7);
    return statement("ALTER SEQUENCE " + sequence + " AS " + sequence_type(column) + " START WITH " + next[1] + " MINVALUE " + next[3] + " MAXVALUE " + next[4], "ShareRowExclusiveLock");
}

void start_with_type(const Object &column, Pieces &pieces) {
    if (!column.has("sequence_type")) return;
    pieces.push_back(set_sequence_type(column.list("sequence", 7)[0], column));
    pieces.back().text += " RESTART";
}

// That of an identity's sequence, where it is not its table's.
void alter_persistence(const Object &before, const Object &after, const Context &context, Pieces &pieces) {
    if (!after.has("identity") || !differs(before, after, "sequence_persistence")) return;
    const Object *table = context.after.find({"table", after.text("relation")});
    const bool logged = after.has("sequence_persistence") ? after.text("sequence_persistence") == "LOGGED" : table != nullptr && !table->has("persistence");
    pieces.push_back(statement("ALTER SEQUENCE " + after.list("sequence", 7)[0] + (logged ? " SET LOGGED" : " SET UNLOGGED"), "AccessExclusiveLock"));
}

// As a statement: the server looks at the type of a column that it counts or computes before it has changed that.
Piece by_itself(Piece piece, bool really) {
    if (really) piece.text = piece.table + " " + piece.text, piece.table.clear();
    return piece;
}

// What a new column has from one of its parents though it should not.
void give_back(const Object &column, const Context &context, Pieces &pieces) {
    const Object *table = context.after.find({"table", column.text("relation")}), *had = context.before.find({"table", column.text("relation")});
    if (table == nullptr) return;
    const std::string &name = column.text("name");
    std::set<std::string> clauses;
    for (const std::string &parent : table->list("inherits")) {
        const Object *above = context.after.find({"table column", parent + "." + name});
        if (above == nullptr || (had != nullptr && !context.made_here && !has_item(had->list("inherits"), parent))) continue; // or has that only later
        const bool value = context.after.find({"default value", "for " + parent + "." + name}) != nullptr;
        const bool computed = column.has("generated") || column.has("identity");
        if (hands_on_not_null(*above) && !column.has("not_null")) clauses.insert("DROP NOT NULL");
        if (value && !computed && context.after.find({"default value", "for " + context.address.identity}) == nullptr) clauses.insert("DROP DEFAULT");
        if (above->has("compression") && !column.has("compression")) clauses.insert("SET COMPRESSION default");
        if (above->has("storage") && !column.has("storage")) clauses.insert("SET STORAGE " + above->text("default_storage"));
    }
    for (const std::string &text : clauses) pieces.push_back(clause(column.text("relation"), "ALTER COLUMN " + name + " " + text));
}

// To a table with heirs the server adds no column with an identity, though it lets that have one later. Rows that are there, the heirs' too, get their
// values from a sequence that lends them.
Pieces add_with_identity_later(const Object &column, const Context &context) {
    const std::vector<std::string> &sequence = column.list("sequence", 7);
    const std::string lender = old_sequence(sequence[0]), &relation = column.text("relation");
    Object plain = column;
    plain.attributes.erase("identity");
    Object value;
    value.attributes["expression"] = {"nextval(" + text::quote_literal(lender) + "::regclass)", {}, false};
    Piece add = by_itself(clause(relation, "ADD COLUMN " + written_column(plain, &value, context)), true);
    add.hazards = hazards_of_new_column(column, nullptr, context.after);
    Pieces pieces{statement("CREATE SEQUENCE " + lender + " AS " + sequence_type(column) + options_of_sequence(column, true)), add};
    // Nothing else's default is taken. Those that are heirs no more have left before.
    const Heirs heirs = heirs_of(context.before, relation, column.text("name")), then = heirs_of(context.after, relation, column.text("name"));
    const std::string drop = " ALTER COLUMN " + column.text("name") + " DROP DEFAULT", only = heirs.with.empty() ? "" : "ONLY ";
    pieces.push_back(statement("ALTER TABLE " + only + relation + drop, "AccessExclusiveLock"));
    if (!only.empty())
        for (const std::string &table : heirs.without)
            if (has_item(then.with, table)) pieces.push_back(statement("ALTER TABLE ONLY " + table + drop, "AccessExclusiveLock"));
    add_identity(column, pieces);
    pieces.push_back(take_over(lender, sequence[0], sequence[3], sequence[4]));
    pieces.push_back(statement("DROP SEQUENCE " + lender));
    return pieces;
}

Pieces add(const Object &column, const Context &context) {
    if (column.has("identity") && !context.made_here && !heirs_of(context.before, column.text("relation"), column.text("name")).empty()) return add_with_identity_later(column, context);
    Piece piece = clause(column.text("relation"), "ADD COLUMN " + written_column(column, nullptr, context));
    piece.hazards = hazards_of_new_column(column, nullptr, context.after);
    return {piece};
}

Pieces create(const Object &column, const Context &context) {
    Pieces pieces = add(column, context);
    give_back(column, context, pieces);
    alter_details(nullptr, column, pieces);
    start_with_type(column, pieces);
    alter_persistence({}, column, context, pieces);
    finish_not_null(column, context, pieces);
    return pieces;
}

// From 18 on an heir that has the column by itself, too, would keep its NOT NULL as one that is tied to this one's, which nobody could take from it any more.
Pieces take_not_null_from_heirs(const Object &column, const Context &context) {
    Pieces pieces;
    if (server_of(context.before) < 18 || !column.has("not_null") || !hands_on_not_null(column)) return pieces;
    const std::string &relation = column.text("relation"), head = "ALTER COLUMN " + column.text("name");
    const Heirs heirs = heirs_of(context.before, relation, column.text("name"));
    const auto has_own = [&](const std::string &heir) { return context.before.at(column_of(context.before, heir, heir + "." + column.text("name"))).has("merged"); };
    if (std::ranges::none_of(heirs.with, has_own)) return pieces;
    if (column.has("identity")) pieces.push_back(clause(relation, head + " DROP IDENTITY"));
    for (const auto &[key, object] : of_kind(context.before.objects, "table constraint"))
        if (object.text("type") == "p" && object.text("relation") == relation && depends(context.before, key, context.address))
            pieces.push_back(clause(relation, "DROP CONSTRAINT IF EXISTS " + object.text("name")));
    pieces.push_back(clause(relation, head + " DROP NOT NULL"));
    return pieces;
}

Pieces drop(const Object &column, const Context &context) {
    Pieces pieces = take_not_null_from_heirs(column, context);
    Piece piece = clause(column.text("relation"), "DROP COLUMN " + column.text("name"));
    piece.hazards = {"deletes_data", "breaks_clients"};
    piece.reversible = false;
    pieces.push_back(piece);
    return pieces;
}

// The name of a type without its limits and its dimensions.
std::string plain(std::string type) {
    while (type.ends_with("[]")) type.resize(type.size() - 2);
    const std::size_t open = type.find('(');
    if (open == std::string::npos) return type;
    const std::size_t close = type.find(')', open);
    return type.substr(0, open) + type.substr(close + 1); // timestamp(3) without time zone
}

bool is_text(const std::string &type) { return type == "text" || type == "character varying" || type == "character"; }

// Whether the server has a cast that may be written; any type can be cast to text and from it.
bool is_castable(const Schema &schema, const std::string &from, const std::string &to) {
    const std::string old = plain(from), next = plain(to);
    if (from.ends_with("[]") != to.ends_with("[]")) return is_text(from.ends_with("[]") ? next : old);
    if (old == next || is_text(old) || is_text(next)) return true;
    const auto casts = schema.facts.find("casts");
    return casts != schema.facts.end() && casts->second.find("\n" + old + " > " + next + "\n") != std::string::npos;
}

// Whether the server casts without being told to.
bool is_implicit(const std::string &from, const std::string &to) {
    const auto is_unpadded = [](const std::string &type) { return type == "text" || type == "character varying"; };
    return plain(from) == plain(to) || (is_unpadded(plain(from)) && is_unpadded(plain(to)));
}

void alter_type(const Object &before, const Object &after, const Context &context, Pieces &pieces) {
    if (!differs(before, after, "type") && !differs(before, after, "collation")) return;
    const std::string &name = after.text("name");
    std::string text = "ALTER COLUMN " + name + " TYPE " + type_of(after);
    if (differs(before, after, "collation") && !after.has("collation")) text = "ALTER COLUMN " + name + " TYPE " + after.text("type");
    const bool keeps = keeps_rows(before, after, context);
    if (needs_using(before, after, context))
        text += " USING " + written_cast(before, after, context);
    Piece piece = clause(after.text("relation"), text);
    piece.hazards = keeps ? hazards_of_kept_rows(before, after, context) : std::vector<std::string>{"rewrites_table", "blocks_reads", "blocks_writes"};
    pieces.push_back(piece);
}

// The bounds of a sequence that come with its type; nullptr of a type that it can't have.
const std::array<std::string, 2> *bounds_of_type(const std::string &type) {
    static const std::map<std::string, std::array<std::string, 2>> ranges{{"smallint", {"-32768", "32767"}}, {"integer", {"-2147483648", "2147483647"}},
                                                                         {"bigint", {"-9223372036854775808", "9223372036854775807"}}};
    const auto found = ranges.find(type);
    return found == ranges.end() ? nullptr : &found->second;
}

// The type of a column is its sequence's from then on, in which its start must lie, and its bounds, if they are not the old type's own.
bool outgrows(const Object &before, const Object &after) {
    const auto *old = bounds_of_type(sequence_type(before)), *next = bounds_of_type(after.text("type"));
    if (!differs(before, after, "type") || old == nullptr || next == nullptr) return false;
    const auto number = [](const std::string &text) { return std::strtoll(text.c_str(), nullptr, 10); };
    const auto is_out = [&](const std::string &text) { return number(text) < number((*next)[0]) || number(text) > number((*next)[1]); };
    const std::vector<std::string> &sequence = before.list("sequence", 7);
    return is_out(sequence[1]) || (sequence[3] != (*old)[0] && is_out(sequence[3])) || (sequence[4] != (*old)[1] && is_out(sequence[4]));
}

// What an identity is once its column has the other type: bounds of the old one have become those of the new one.
Object with_type(Object identity, const Object &after) {
    const auto *old = bounds_of_type(sequence_type(identity)), *next = bounds_of_type(after.text("type"));
    if (!identity.has("identity") || !differs(identity, after, "type") || old == nullptr || next == nullptr) return identity;
    std::vector<std::string> &sequence = identity.attributes.at("sequence").items;
    for (const std::size_t i : {0, 1})
        if (sequence[3 + i] == (*old)[i]) sequence[3 + i] = (*next)[i];
    return identity;
}

// Gives a sequence its new bounds before its type; and what it is then.
Object shrink_identity(const Object &before, const Object &after, Pieces &pieces) {
    if (!before.has("identity") || !after.has("identity") || !outgrows(before, after)) return before;
    Object within = before;
    std::vector<std::string> &old = within.attributes.at("sequence").items;
    const std::vector<std::string> &next = after.list("sequence", 7);
    restart_sequence(old[0], {old[1], old[3], old[4]}, {next[1], next[3], next[4]}, false, pieces);
    for (const std::size_t i : {1, 3, 4}) old[i] = next[i];
    pieces.push_back(statement("ALTER SEQUENCE " + old[0] + " START WITH " + next[1] + " MINVALUE " + next[3] + " MAXVALUE " + next[4], "ShareRowExclusiveLock"));
    return within;
}

void alter_identity(const Object &before, const Object &after, Pieces &pieces) {
    const std::string head = "ALTER COLUMN " + after.text("name") + " ";
    const std::string &relation = after.text("relation");
    if (before.has("identity") && !after.has("identity")) {
        if (!differs(before, after, "type")) pieces.push_back(clause(relation, head + "DROP IDENTITY"));
    } else if (!before.has("identity") && after.has("identity")) {
        pieces.push_back(by_itself(clause(relation, head + "ADD GENERATED " + after.text("identity") + " AS IDENTITY" + written_sequence(after)),
                                   differs(before, after, "type")));
        start_with_type(after, pieces);
    } else if (before.has("identity")) {
        std::string text;
        if (differs(before, after, "identity")) text += " SET GENERATED " + after.text("identity");
        static constexpr const char *words[] = {"", "START WITH ", "INCREMENT BY ", "MINVALUE ", "MAXVALUE ", "CACHE "};
        const std::vector<std::string> &old = before.list("sequence", 7), &next = after.list("sequence", 7);
        const bool other_type = (differs(before, after, "type") ? after.text("type") : sequence_type(before)) != sequence_type(after);
        restart_sequence(old[0], {old[1], old[3], old[4]}, {next[1], next[3], next[4]}, other_type, pieces);
        if (other_type) pieces.push_back(set_sequence_type(old[0], after));
        for (const std::size_t i : other_type ? std::vector<std::size_t>{2, 5} : std::vector<std::size_t>{1, 2, 3, 4, 5})
            if (old[i] != next[i]) text += std::string(" SET ") + words[i] + next[i];
        if (old[6] != next[6]) text += next[6] == "true" ? " SET CYCLE" : " SET NO CYCLE";
        if (!text.empty()) pieces.push_back(clause(relation, "ALTER COLUMN " + after.text("name") + text));
        if (old[0] != next[0]) pieces.push_back(statement("ALTER SEQUENCE " + old[0] + " RENAME TO " + next[0].substr(end_of_name(next[0], '.') + 1), "AccessExclusiveLock"));
    }
}

bool alter(const Object &before, const Object &after, const Context &context, Pieces &pieces) {
    const bool computed = before.has("generated") && after.has("generated");
    if (!before.has("generated") && after.has("generated")) return false;
    if (computed && (differs(before, after, "generated") || differs(before, after, "expression"))) return false;
    const bool from_text = is_text(plain(before.text("type"))) && !is_text(plain(after.text("type"))); // which takes a USING, that can't be written here
    if (computed && (from_text || !is_castable(context.before, before.text("type"), after.text("type")))) return false;
    if (before.has("generated") && !computed && !context.follows)
        pieces.push_back(by_itself(clause(after.text("relation"), "ALTER COLUMN " + after.text("name") + " DROP EXPRESSION"), differs(before, after, "type")));
    if (before.has("identity") && !after.has("identity") && differs(before, after, "type"))
        pieces.push_back(by_itself(clause(after.text("relation"), "ALTER COLUMN " + after.text("name") + " DROP IDENTITY"), true));
    if (!before.has("not_null") || after.has("not_null") || !before.has("identity")) alter_not_null(before, after, context, pieces);
    const Object within = shrink_identity(before, after, pieces);
    if (!context.follows) alter_type(before, after, context, pieces);
    alter_identity(with_type(within, after), after, pieces);
    if (before.has("not_null") && !after.has("not_null") && before.has("identity")) alter_not_null(before, after, context, pieces);
    alter_details(&before, after, pieces);
    alter_persistence(before, after, context, pieces);
    comment_not_null(before, after, context, pieces);
    return true;
}

// The rows of a foreign table are elsewhere, and stay as they are.
void spare_rows(Pieces &pieces) {
    for (Piece &piece : pieces) piece.hazards.clear();
}

Pieces create_foreign(const Object &column, const Context &context) {
    Pieces pieces = create(column, context);
    spare_rows(pieces);
    return pieces;
}

Pieces drop_foreign(const Object &column, const Context &context) {
    Pieces pieces = drop(column, context);
    pieces.back().hazards = {"breaks_clients"};
    pieces.back().reversible = true;
    return pieces;
}

bool alter_foreign(const Object &before, const Object &after, const Context &context, Pieces &pieces) {
    if (gives_up(before, after, context) || !alter(before, after, context, pieces)) return false;
    spare_rows(pieces);
    if (const std::string options = altered_options(before.list("foreign_options"), after.list("foreign_options")); !options.empty())
        pieces.push_back(clause(after.text("relation"), "ALTER COLUMN " + after.text("name") + options));
    return true;
}

Pieces create_stored(const Object &column, const Context &) {
    Pieces pieces;
    alter_details(nullptr, column, pieces);
    return pieces;
}

bool alter_stored(const Object &before, const Object &after, const Context &, Pieces &pieces) {
    alter_details(&before, after, pieces);
    return true;
}

Pieces nothing(const Object &, const Context &) { return {}; }

bool alter_nothing(const Object &, const Object &, const Context &, Pieces &) { return true; }

} // namespace

std::string written_cast(const Object &before, const Object &after, const Context &context) {
    if (!needs_using(before, after, context)) return before.text("name");
    return before.text("name") + (is_castable(context.before, before.text("type"), after.text("type")) ? "::" : "::text::") + after.text("type");
}

bool needs_using(const Object &before, const Object &after, const Context &context) {
    const bool keeps = keeps_rows(before, after, context) && is_implicit(before.text("type"), after.text("type"));
    return differs(before, after, "type") && !keeps && !after.has("generated") && context.address.kind == "table column";
}

void add_identity(const Object &column, Pieces &pieces) {
    if (!column.has("identity")) return;
    pieces.push_back(clause(column.text("relation"), "ALTER COLUMN " + column.text("name") + " ADD GENERATED " + column.text("identity") + " AS IDENTITY" +
                            written_sequence(column)));
}

std::string written_column(const Object &column, const Object *default_value, const Context &context) {
    std::string sql = column.text("name") + " " + column.text("type");
    if (column.has("compression")) sql += " COMPRESSION " + column.text("compression");
    if (column.has("foreign_options")) sql += " OPTIONS (" + join(column.list("foreign_options"), ", ") + ")";
    if (column.has("collation")) sql += " COLLATE " + column.text("collation");
    return sql + written_options(column, default_value, context);
}

std::string written_options(const Object &column, const Object *default_value, const Context &context) {
    std::string sql;
    if (column.has("identity")) sql += " GENERATED " + column.text("identity") + " AS IDENTITY" + written_sequence(column);
    else if (column.has("generated")) sql += " GENERATED ALWAYS AS (" + column.text("expression") + ") " + column.text("generated");
    else if (default_value != nullptr) sql += " DEFAULT " + default_value->text("expression");
    return sql + written_not_null(column, context);
}

constinit const Kind foreign_column_kind{"foreign table column", "COLUMN", nullptr, create_foreign, drop_foreign, alter_foreign};
constinit const Kind column_kind{"table column", "COLUMN", nullptr, create, drop, alter};
constinit const Kind view_column_kind{"view column", "COLUMN", nullptr, nothing, nothing, alter_nothing};
constinit const Kind matview_column_kind{"materialized view column", "COLUMN", nullptr, create_stored, nothing, alter_stored};

} // namespace confiture::diff
