#include "kind.hpp"

#include <algorithm>

namespace confiture::diff {
namespace {

std::string with(const Object &view) {
    if (view.list("options").empty()) return {};
    std::vector<std::string> options;
    for (const std::string &option : view.list("options")) options.push_back(written_option(option));
    return " WITH (" + join(options, ", ") + ")";
}

// A view may have no columns, and then no list of them.
std::string named(const Object &view) { return view.list("columns").empty() ? "" : " (" + join(view.list("columns"), ", ") + ")"; }

Pieces create(const Object &view, const Context &context) {
    return {statement("CREATE VIEW " + context.address.identity + named(view) + with(view) + " AS\n" + view.text("definition"))};
}

Pieces drop(const Object &, const Context &context) { return {statement("DROP VIEW " + context.address.identity, "AccessExclusiveLock")}; }

// CREATE OR REPLACE can append columns, and change none.
bool may_replace(const Object &before, const Object &after, const Context &context) {
    const std::vector<std::string> &old = before.list("columns"), &next = after.list("columns");
    if (next.size() < old.size() || !std::equal(old.begin(), old.end(), next.begin())) return false;
    for (const std::string &name : old) {
        const Address column{"view column", context.address.identity + "." + name};
        const Object *was = context.before.find(column), *is = context.after.find(column);
        if (was == nullptr || is == nullptr || differs(*was, *is, "type") || differs(*was, *is, "collation")) return false;
    }
    return true;
}

bool alter(const Object &before, const Object &after, const Context &context, Pieces &pieces) {
    const std::string &identity = context.address.identity;
    if (differs(before, after, "definition") || differs(before, after, "columns")) {
        if (!may_replace(before, after, context)) return false;
        pieces.push_back(statement("CREATE OR REPLACE VIEW " + identity + named(after) + with(after) + " AS\n" + after.text("definition"),
                                   "AccessExclusiveLock"));
        return true;
    }
    alter_options(before.list("options"), after.list("options"),
                  [&](std::string text) { pieces.push_back(statement("ALTER VIEW " + identity + " " + text, "AccessExclusiveLock")); });
    return true;
}

Pieces create_stored(const Object &view, const Context &context) {
    std::string sql = "CREATE MATERIALIZED VIEW " + context.address.identity + named(view);
    if (view.has("access_method")) sql += " USING " + view.text("access_method");
    sql += with(view);
    if (view.has("tablespace")) sql += " TABLESPACE " + view.text("tablespace");
    Piece piece = statement(sql + " AS\n" + view.text("definition") + (view.has("no_data") ? "\n  WITH NO DATA" : ""));
    const bool has_tables = std::any_of(context.before.objects.begin(), context.before.objects.end(), [](const auto &entry) { return entry.first.kind.ends_with("table"); });
    if (has_tables && !view.has("no_data")) piece.hazards = {"scans_table"};
    return {piece};
}

// What it holds can be computed again.
Pieces drop_stored(const Object &, const Context &context) { return {statement("DROP MATERIALIZED VIEW " + context.address.identity, "AccessExclusiveLock")}; }

bool alter_stored(const Object &before, const Object &after, const Context &context, Pieces &pieces) {
    if (!same_but(before, after, {"options", "tablespace", "no_data", "clustered_on"})) return false;
    const std::string &identity = context.address.identity;
    const std::string head = "ALTER MATERIALIZED VIEW " + identity + " ";
    if (differs(before, after, "no_data")) {
        pieces.push_back(statement("REFRESH MATERIALIZED VIEW " + identity + (after.has("no_data") ? " WITH NO DATA" : ""), "AccessExclusiveLock"));
        pieces.back().hazards = {"rewrites_table", "scans_table", "blocks_reads"};
    }
    if (differs(before, after, "tablespace")) {
        pieces.push_back(statement(head + "SET TABLESPACE " + (after.has("tablespace") ? after.text("tablespace") : "pg_default"), "AccessExclusiveLock"));
        pieces.back().hazards = {"rewrites_table", "blocks_reads"};
    }
    alter_options(before.list("options"), after.list("options"), [&](std::string text) { pieces.push_back(statement(head + text, "AccessExclusiveLock")); });
    return true;
}

} // namespace

constinit const Kind view_kind{"view", "VIEW", "relation", create, drop, alter};
constinit const Kind matview_kind{"materialized view", "MATERIALIZED VIEW", "relation", create_stored, drop_stored, alter_stored};

} // namespace confiture::diff
