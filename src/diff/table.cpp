#include <algorithm>

#include "generic_options.hpp"
#include "not_null.hpp"
#include "tables.hpp"

namespace confiture::diff {
namespace {

std::string written_inheritance(const Object &table) {
    std::string sql;
    if (table.has("inherits")) sql += " INHERITS (" + join(table.list("inherits"), ", ") + ")";
    if (table.has("server")) return sql + " SERVER " + table.text("server") + written_options(table);
    if (table.has("partition_key")) sql += " PARTITION BY " + table.text("partition_key");
    if (table.has("access_method")) sql += " USING " + table.text("access_method");
    sql += with_options(table.list(table.has("options_as_set") ? "options_as_set" : "options"));
    if (table.has("tablespace")) sql += " TABLESPACE " + table.text("tablespace");
    return sql;
}

void row_security(const Object *before, const Object &after, const std::string &relation, Pieces &pieces) {
    static constexpr const char *words[][3] = {{"row_security", "ENABLE ROW LEVEL SECURITY", "DISABLE ROW LEVEL SECURITY"},
                                               {"force_row_security", "FORCE ROW LEVEL SECURITY", "NO FORCE ROW LEVEL SECURITY"}};
    for (const auto &[name, on, off] : words)
        if (after.has(name) != (before != nullptr && before->has(name))) pieces.push_back(clause(relation, after.has(name) ? on : off));
}

// Parts of CREATE TABLE that it has no words for.
void finish(const Object &table, const std::string &relation, Pieces &pieces) { row_security(nullptr, table, relation, pieces); }

Pieces drop(const Object &table, const Context &context) {
    Piece piece = statement("DROP TABLE " + context.address.identity, "AccessExclusiveLock");
    if (table.has("partition_key") && context.after.find(context.address) != nullptr) return {piece}; // its rows are its partitions'
    piece.hazards = {"deletes_data", "breaks_clients"};
    piece.reversible = false;
    return {piece};
}

void alter_storage(const Object &before, const Object &after, const std::string &relation, Pieces &pieces) {
    if (differs(before, after, "persistence")) pieces.push_back(clause(relation, after.has("persistence") ? "SET UNLOGGED" : "SET LOGGED"));
    if (differs(before, after, "access_method"))
        pieces.push_back(clause(relation, "SET ACCESS METHOD " + (after.has("access_method") ? after.text("access_method") : "heap")));
    if (differs(before, after, "tablespace"))
        pieces.push_back(clause(relation, "SET TABLESPACE " + (after.has("tablespace") ? after.text("tablespace") : "pg_default")));
    if (after.has("partition_key")) return;
    for (Piece &piece : pieces) piece.hazards = {"rewrites_table", "blocks_reads", "blocks_writes"};
}

bool alter(const Object &before, const Object &after, const Context &context, Pieces &pieces) {
    if (differs(before, after, "partition_key")) return false;
    const std::string &relation = context.address.identity;
    alter_storage(before, after, relation, pieces);
    alter_options(before.list("options"), after.list("options"),
                  [&](std::string text) { pieces.push_back(clause(relation, std::move(text), "ShareUpdateExclusiveLock")); });
    if (differs(before, after, "of_type") && after.has("of_type")) pieces.push_back(clause(relation, "OF " + after.text("of_type")));
    row_security(&before, after, relation, pieces);
    return true;
}

Pieces drop_foreign(const Object &, const Context &context) {
    Piece piece = statement("DROP FOREIGN TABLE " + context.address.identity, "AccessExclusiveLock");
    piece.hazards = {"breaks_clients"};
    return {piece};
}

bool alter_foreign(const Object &before, const Object &after, const Context &context, Pieces &pieces) {
    if (differs(before, after, "server")) return false;
    const std::string &relation = context.address.identity;
    if (const std::string options = altered_options(before.list("options"), after.list("options")); !options.empty())
        pieces.push_back(clause(relation, options.substr(1)));
    return true;
}

// A column that a parent computes in the same way may not say so itself.
bool is_computed_above(const Object &table, const Object &column, const Context &context) {
    if (!column.has("generated")) return false;
    return std::any_of(table.list("inherits").begin(), table.list("inherits").end(), [&](const std::string &parent) {
        const Object *above = context.after.find({"table column", parent + "." + column.text("name")});
        return above != nullptr && above->text("expression") == column.text("expression");
    });
}

} // namespace

Pieces create_table(const Object &table, const Members &members, const Context &context) {
    const std::string &relation = context.address.identity;
    std::vector<std::string> lines;
    for (const auto &[column, default_value] : members.columns)
        if (table.has("of_type")) {
            // The server takes an identity of a typed table only afterwards.
            const std::string options = column->has("identity") ? written_not_null(*column, context) : written_options(*column, default_value, context);
            if (!options.empty()) lines.push_back(column->text("name") + " WITH OPTIONS" + options);
        } else if (!column->has("inherited") || table.has("partition_of")) {
            lines.push_back(is_computed_above(table, *column, context) ? column->text("name") + " " + column->text("type") : written_column(*column, default_value, context));
        } else if (const std::string own = own_not_null(*column, context); !own.empty()) {
            lines.push_back(own);
        }
    for (const Object *constraint : members.constraints)
        lines.push_back(written_constraint(*constraint));
    std::string sql = std::string("CREATE ") + (table.has("server") ? "FOREIGN " : table.has("persistence") ? "UNLOGGED " : "") + "TABLE " + relation;
    if (table.has("of_type")) {
        sql += " OF " + table.text("of_type") + (lines.empty() ? "" : " (\n    " + join(lines, ",\n    ") + "\n)");
    } else {
        sql += lines.empty() ? " ()" : " (\n    " + join(lines, ",\n    ") + "\n)";
    }
    const bool joins = std::ranges::any_of(table.list("inherits"), [&](const std::string &parent) { return context.before.find(table_of(context.before, parent)) != nullptr; });
    Pieces pieces{statement(sql + written_inheritance(table), joins ? "ShareUpdateExclusiveLock" : nullptr)};
    if (table.has("of_type"))
        for (const auto &[column, default_value] : members.columns) add_identity(*column, pieces);
    finish(table, relation, pieces);
    return pieces;
}

Piece attach(const Object &table) {
    Piece piece = statement("ALTER TABLE " + table.text("partition_of") + " ATTACH PARTITION " + table.text("schema") + "." + table.text("name") + " " +
                            table.text("bound"), "ShareUpdateExclusiveLock");
    piece.hazards = {"scans_table", "blocks_reads", "blocks_writes"};
    return piece;
}

Piece detach(const Object &table) {
    return statement("ALTER TABLE " + table.text("partition_of") + " DETACH PARTITION " + table.text("schema") + "." + table.text("name"), "AccessExclusiveLock");
}

constinit const Kind foreign_table_kind{"foreign table", "FOREIGN TABLE", "relation", nullptr, drop_foreign, alter_foreign};
constinit const Kind table_kind{"table", "TABLE", "relation", nullptr, drop, alter};

} // namespace confiture::diff
