#include "kind.hpp"
#include "online.hpp"

namespace confiture::diff {
namespace {

std::vector<std::string> parameters(const Object *before, const Object &after) {
    static const Object none;
    const Object &old = before == nullptr ? none : *before;
    std::vector<std::string> parts;
    if (differs(old, after, "publish")) parts.push_back("publish = '" + after.text("publish") + "'");
    if (differs(old, after, "via_root")) parts.push_back(std::string("publish_via_partition_root = ") + (after.has("via_root") ? "true" : "false"));
    if (differs(old, after, "generated_columns")) parts.push_back("publish_generated_columns = " + (after.has("generated_columns") ? after.text("generated_columns") : "none"));
    return parts;
}

// What a publication is for, unless it is for what is added to it.
std::string all_of(const Object &publication) {
    std::vector<std::string> all;
    std::vector<std::string> except = publication.list("except_tables");
    for (std::string &table : except) table = "TABLE ONLY " + table;
    if (publication.has("all_tables")) all.push_back("ALL TABLES" + (except.empty() ? "" : " EXCEPT (" + join(except, ", ") + ")"));
    if (publication.has("all_sequences")) all.push_back("ALL SEQUENCES");
    return join(all, ", ");
}

// That of the tables left out.
const char *lock_of(const Object &publication) { return publication.has("except_tables") ? "ShareUpdateExclusiveLock" : nullptr; }

Pieces create(const Object &publication, const Context &) {
    const std::string all = all_of(publication);
    return {statement("CREATE PUBLICATION " + publication.text("name") + (all.empty() ? "" : " FOR " + all) + " WITH (" + join(parameters(nullptr, publication), ", ") + ")",
                      lock_of(publication))};
}

Pieces drop(const Object &publication, const Context &) {
    Piece piece = statement("DROP PUBLICATION " + publication.text("name"));
    piece.hazards = {"breaks_clients"};
    return {piece};
}

// From server 19 on it comes to be for all when nothing is left in it, and never for less again.
bool alter(const Object &before, const Object &after, const Context &context, Pieces &pieces) {
    if (all_of(before) != all_of(after)) {
        if (server_of(context.after) < 19 || all_of(after).empty()) return false;
        pieces.push_back(publish_all(after));
        const bool loses_some = !missing(after.list("except_tables"), before.list("except_tables")).empty();
        if (loses_some || (before.has("all_tables") && !after.has("all_tables")) || (before.has("all_sequences") && !after.has("all_sequences"))) pieces.back().hazards = {"breaks_clients"};
    }
    const std::vector<std::string> parts = parameters(&before, after);
    if (!parts.empty()) pieces.push_back(statement("ALTER PUBLICATION " + after.text("name") + " SET (" + join(parts, ", ") + ")"));
    return true;
}

Pieces add_relation(const Object &relation, const Context &) {
    std::string sql = "ALTER PUBLICATION " + relation.text("publication") + " ADD TABLE ONLY " + relation.text("relation");
    if (relation.has("columns")) sql += " (" + join(relation.list("columns"), ", ") + ")";
    if (relation.has("filter")) sql += " WHERE (" + relation.text("filter") + ")";
    return {statement(sql, "ShareUpdateExclusiveLock")};
}

Pieces drop_relation(const Object &relation, const Context &) {
    return {statement("ALTER PUBLICATION " + relation.text("publication") + " DROP TABLE ONLY " + relation.text("relation"), "ShareUpdateExclusiveLock")};
}

Pieces add_namespace(const Object &object, const Context &) {
    return {statement("ALTER PUBLICATION " + object.text("publication") + " ADD TABLES IN SCHEMA " + object.text("schema"))};
}

Pieces drop_namespace(const Object &object, const Context &) {
    return {statement("ALTER PUBLICATION " + object.text("publication") + " DROP TABLES IN SCHEMA " + object.text("schema"))};
}

bool alter_member(const Object &before, const Object &after, const Context &, Pieces &) { return same_but(before, after, {}); }

} // namespace

Piece publish_all(const Object &publication) { return statement("ALTER PUBLICATION " + publication.text("name") + " SET " + all_of(publication), lock_of(publication)); }

constinit const Kind publication_kind{"publication", "PUBLICATION", nullptr, create, drop, alter};
constinit const Kind publication_relation_kind{"publication relation", "PUBLICATION", nullptr, add_relation, drop_relation, alter_member};
constinit const Kind publication_namespace_kind{"publication namespace", "PUBLICATION", nullptr, add_namespace, drop_namespace, alter_member};

} // namespace confiture::diff
