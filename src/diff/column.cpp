#include "kind.hpp"

#include <algorithm>

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
    if (differs(old, after, "storage")) pieces.push_back(clause(relation, head + "SET STORAGE " + (after.has("storage") ? after.text("storage") : old.text("default_storage"))));
    if (differs(old, after, "compression"))
        pieces.push_back(clause(relation, head + "SET COMPRESSION " + (after.has("compression") ? after.text("compression") : "default")));
    if (differs(old, after, "statistics"))
        pieces.push_back(clause(relation, head + "SET STATISTICS " + (after.has("statistics") ? after.text("statistics") : "-1"), "ShareUpdateExclusiveLock"));
    alter_options(old.list("options"), after.list("options"),
                  [&](std::string text) { pieces.push_back(clause(relation, head + text, "ShareUpdateExclusiveLock")); });
}

std::string written_sequence(const std::vector<std::string> &sequence) {
    return " (SEQUENCE NAME " + sequence[0] + " START WITH " + sequence[1] + " INCREMENT BY " + sequence[2] + " MINVALUE " + sequence[3] + " MAXVALUE " +
           sequence[4] + " CACHE " + sequence[5] + (sequence[6] == "true" ? " CYCLE)" : ")");
}

const Object *default_of(const Schema &schema, const Address &column) { return schema.find({"default value", "for " + column.identity}); }

Pieces create(const Object &column, const Context &context) {
    const Object *default_value = default_of(context.after, context.address);
    const bool generated = column.has("generated");
    Piece piece = clause(column.text("relation"), "ADD COLUMN " + written_column(column, generated ? default_value : nullptr));
    if ((generated && column.text("generated") == "STORED") || column.has("identity")) piece.hazards = {"rewrites_table", "blocks_reads", "blocks_writes"};
    Pieces pieces{piece};
    alter_details(nullptr, column, pieces);
    return pieces;
}

Pieces drop(const Object &column, const Context &) {
    Piece piece = clause(column.text("relation"), "DROP COLUMN " + column.text("name"));
    piece.hazards = {"deletes_data", "breaks_clients"};
    piece.reversible = false;
    return {piece};
}

struct Type {
    std::string name;
    std::vector<int> limits;
};

// `character varying(20)[]` is no type of this form: its limits would count for the elements.
Type parsed(const std::string &text) {
    const std::size_t open = text.find('(');
    if (open == std::string::npos || text.back() != ')') return {text, {}};
    Type type{text.substr(0, open), {}};
    for (std::size_t at = open; at != std::string::npos && at < text.size() - 1; at = text.find(',', at + 1)) type.limits.push_back(std::atoi(text.c_str() + at + 1));
    return type;
}

// What the server knows to need no look at the rows.
bool keeps_rows(const std::string &from, const std::string &to) {
    const Type old = parsed(from), next = parsed(to);
    const bool same = old.name == next.name;
    if (old.name == "character varying" && to == "text") return true;
    if (from == "text" && to == "character varying") return true;
    if (!same || (old.name != "character varying" && old.name != "numeric" && old.name != "bit varying")) return false;
    if (next.limits.empty()) return true;
    if (old.limits.empty()) return false;
    if (old.name == "numeric") return old.limits.size() == next.limits.size() && next.limits[0] >= old.limits[0] && old.limits.back() == next.limits.back();
    return next.limits[0] >= old.limits[0];
}

void alter_type(const Object &before, const Object &after, Pieces &pieces) {
    if (!differs(before, after, "type") && !differs(before, after, "collation")) return;
    const std::string &name = after.text("name");
    std::string text = "ALTER COLUMN " + name + " TYPE " + type_of(after);
    if (differs(before, after, "collation") && !after.has("collation")) text = "ALTER COLUMN " + name + " TYPE " + after.text("type");
    const bool keeps = keeps_rows(before.text("type"), after.text("type"));
    if (differs(before, after, "type") && !keeps) text += " USING " + name + "::" + after.text("type");
    Piece piece = clause(after.text("relation"), text);
    if (!keeps) piece.hazards = {"rewrites_table", "blocks_reads", "blocks_writes"};
    pieces.push_back(piece);
}

void alter_identity(const Object &before, const Object &after, Pieces &pieces) {
    const std::string head = "ALTER COLUMN " + after.text("name") + " ";
    const std::string &relation = after.text("relation");
    if (before.has("identity") && !after.has("identity")) pieces.push_back(clause(relation, head + "DROP IDENTITY"));
    else if (!before.has("identity") && after.has("identity"))
        pieces.push_back(clause(relation, head + "ADD GENERATED " + after.text("identity") + " AS IDENTITY" + written_sequence(after.list("sequence"))));
    else if (before.has("identity")) {
        std::string text;
        if (differs(before, after, "identity")) text += " SET GENERATED " + after.text("identity");
        static constexpr const char *words[] = {"", "START WITH ", "INCREMENT BY ", "MINVALUE ", "MAXVALUE ", "CACHE "};
        const std::vector<std::string> &old = before.list("sequence"), &next = after.list("sequence");
        for (std::size_t i = 1; i < 6; i++)
            if (old[i] != next[i]) text += std::string(" SET ") + words[i] + next[i];
        if (old[6] != next[6]) text += next[6] == "true" ? " SET CYCLE" : " SET NO CYCLE";
        if (!text.empty()) pieces.push_back(clause(relation, "ALTER COLUMN " + after.text("name") + text));
        if (old[0] != next[0]) pieces.push_back(statement("ALTER SEQUENCE " + old[0] + " RENAME TO " + next[0].substr(next[0].rfind('.') + 1), "AccessExclusiveLock"));
    }
}

void alter_not_null(const Object &before, const Object &after, Pieces &pieces) {
    if (!differs(before, after, "not_null")) return;
    Piece piece = clause(after.text("relation"), "ALTER COLUMN " + after.text("name") + (after.has("not_null") ? " SET NOT NULL" : " DROP NOT NULL"));
    if (after.has("not_null")) piece.hazards = {"scans_table", "blocks_reads", "blocks_writes"};
    pieces.push_back(piece);
}

bool alter(const Object &before, const Object &after, const Context &context, Pieces &pieces) {
    if (differs(before, after, "generated")) {
        if (after.has("generated")) return false;
        pieces.push_back(clause(after.text("relation"), "ALTER COLUMN " + after.text("name") + " DROP EXPRESSION"));
    } else if (after.has("generated")) {
        const Object *old = default_of(context.before, context.address), *next = default_of(context.after, context.address);
        if (old != nullptr && next != nullptr && old->text("expression") != next->text("expression")) return false;
    }
    if (!before.has("not_null") || after.has("not_null") || !before.has("identity")) alter_not_null(before, after, pieces);
    if (!after.has("inherited")) alter_type(before, after, pieces);
    alter_identity(before, after, pieces);
    if (before.has("not_null") && !after.has("not_null") && before.has("identity")) alter_not_null(before, after, pieces);
    alter_details(&before, after, pieces);
    return true;
}

Pieces nothing(const Object &, const Context &) { return {}; }

bool alter_nothing(const Object &, const Object &, const Context &, Pieces &) { return true; }

} // namespace

bool is_constant(const std::string &expression) {
    if (expression == "now()" || expression == "CURRENT_TIMESTAMP" || expression == "CURRENT_DATE") return true;
    return expression.find('(') == std::string::npos || expression[0] == '\'';
}

std::string written_column(const Object &column, const Object *default_value) {
    std::string sql = column.text("name") + " " + type_of(column);
    if (column.has("compression")) sql += " COMPRESSION " + column.text("compression");
    if (column.has("identity")) sql += " GENERATED " + column.text("identity") + " AS IDENTITY" + written_sequence(column.list("sequence"));
    else if (column.has("generated")) sql += " GENERATED ALWAYS AS (" + default_value->text("expression") + ") " + column.text("generated");
    else if (default_value != nullptr) sql += " DEFAULT " + default_value->text("expression");
    if (column.has("not_null")) sql += " NOT NULL";
    return sql;
}

constinit const Kind column_kind{"table column", "COLUMN", nullptr, create, drop, alter};
constinit const Kind view_column_kind{"view column", "COLUMN", nullptr, nothing, nothing, alter_nothing};
constinit const Kind matview_column_kind{"materialized view column", "COLUMN", nullptr, nothing, nothing, alter_nothing};

} // namespace confiture::diff
