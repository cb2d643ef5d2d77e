#include "kind.hpp"

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

// Tables left out of one for all tables can be named only when it is made.
std::vector<std::string> exceptions(const Context &context) {
    std::vector<std::string> tables;
    for (const auto &[address, object] : context.after.objects)
        if (address.kind == "publication relation" && object.has("excepted") && object.text("publication") == context.address.identity)
            tables.push_back("TABLE ONLY " + object.text("relation"));
    return tables;
}

Pieces create(const Object &publication, const Context &context) {
    std::vector<std::string> all;
    const std::vector<std::string> except = exceptions(context);
    if (publication.has("all_tables")) all.push_back("ALL TABLES" + (except.empty() ? "" : " EXCEPT (" + join(except, ", ") + ")"));
    if (publication.has("all_sequences")) all.push_back("ALL SEQUENCES");
    return {statement("CREATE PUBLICATION " + publication.text("name") + (all.empty() ? "" : " FOR " + join(all, ", ")) + " WITH (" +
                      join(parameters(nullptr, publication), ", ") + ")")};
}

Pieces drop(const Object &publication, const Context &) {
    Piece piece = statement("DROP PUBLICATION " + publication.text("name"));
    piece.hazards = {"breaks_clients"};
    return {piece};
}

bool alter(const Object &before, const Object &after, const Context &, Pieces &pieces) {
    if (differs(before, after, "all_tables") || differs(before, after, "all_sequences")) return false;
    const std::vector<std::string> parts = parameters(&before, after);
    if (!parts.empty()) pieces.push_back(statement("ALTER PUBLICATION " + after.text("name") + " SET (" + join(parts, ", ") + ")"));
    return true;
}

Pieces add_relation(const Object &relation, const Context &) {
    if (relation.has("excepted")) return {};
    std::string sql = "ALTER PUBLICATION " + relation.text("publication") + " ADD TABLE ONLY " + relation.text("relation");
    if (relation.has("columns")) sql += " (" + join(relation.list("columns"), ", ") + ")";
    if (relation.has("filter")) sql += " WHERE (" + relation.text("filter") + ")";
    return {statement(sql, "ShareUpdateExclusiveLock")};
}

Pieces drop_relation(const Object &relation, const Context &) {
    if (relation.has("excepted")) return {};
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

constinit const Kind publication_kind{"publication", "PUBLICATION", nullptr, create, drop, alter};
constinit const Kind publication_relation_kind{"publication relation", "PUBLICATION", nullptr, add_relation, drop_relation, alter_member};
constinit const Kind publication_namespace_kind{"publication namespace", "PUBLICATION", nullptr, add_namespace, drop_namespace, alter_member};

} // namespace confiture::diff
