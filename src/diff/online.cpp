#include "online.hpp"
#include "changes.hpp"

#include <algorithm>

namespace confiture::diff {
namespace {

Piece with_hazards(Piece piece, std::vector<std::string> hazards) {
    piece.hazards = std::move(hazards);
    return piece;
}

std::string altered(const std::string &relation) { return "ALTER TABLE " + relation + " "; }

// A statement of its own, since it commits before the next one.
Piece alter_alone(const std::string &relation, const std::string &text, const char *lock = "AccessExclusiveLock") {
    return statement(altered(relation) + text, lock);
}

Piece validate(const std::string &relation, const std::string &constraint) {
    return with_hazards(alter_alone(relation, "VALIDATE CONSTRAINT " + constraint, "ShareUpdateExclusiveLock"), {"scans_table"});
}

bool is_partitioned(const Schema &schema, const std::string &relation) {
    const Object *table = schema.find({"table", relation});
    return table != nullptr && table->has("partition_key");
}

std::string free_constraint(const char *prefix, const std::string &name, const std::string &relation, const Context &context) {
    return temporary_name(prefix, name, [&](const std::string &candidate) {
        const Address address{"table constraint", candidate + " on " + relation};
        return context.before.find(address) != nullptr || context.after.find(address) != nullptr;
    });
}

std::string free_relation(const char *prefix, const Object &object, const Schema &before, const Schema &after) {
    return temporary_name(prefix, object.text("name"), [&](const std::string &candidate) {
        const std::string identity = object.text("schema") + "." + candidate;
        for (const char *kind : {"index", "table", "sequence", "view", "materialized view", "foreign table"})
            if (before.find({kind, identity}) != nullptr || after.find({kind, identity}) != nullptr) return true;
        return false;
    });
}

// Whether its index can be built by itself; an empty answer of build_key_index() otherwise.
bool has_index_apart(const Object &constraint, const Context &context) {
    const std::string &type = constraint.text("type");
    return context.online && !context.made_here && (type == "p" || type == "u") && !constraint.has("partition_of") &&
           !is_partitioned(context.after, constraint.text("relation")) && constraint.text("definition").find("WITHOUT OVERLAPS") == std::string::npos;
}

// The constraint's own name, unless that is the old one's for as long as both are there.
std::string index_apart(const Object &constraint, const Context &context) {
    if (context.before.find(context.address) == nullptr) return constraint.text("name");
    return free_relation("confiture_new_", constraint, context.before, context.after);
}

Piece build_concurrently(std::string sql) {
    Piece piece = with_hazards(statement(std::move(sql), "ShareUpdateExclusiveLock"), {"builds_index", "not_in_transaction"});
    piece.transactional = false;
    return piece;
}

std::string identity_of(const Object &table) { return table.text("schema") + "." + table.text("name"); }

// A check of what is compared by another collation than the column's says that in another way than the bounds do.
bool has_own_collation(const Schema &schema, const Object &table) {
    const std::vector<std::string> above = ancestors_of(schema, table);
    return std::any_of(above.begin(), above.end(), [&](const std::string &relation) {
        const Object *whole = schema.find({"table", relation});
        return whole != nullptr && whole->text("partition_key").find(" COLLATE ") != std::string::npos;
    });
}

// What the server says that all rows of the partition fulfil; nothing where it names the parent by its number, which is another one elsewhere.
std::string bound_of(const Schema &schema, const Object &table) {
    const auto found = schema.facts.find("bound " + identity_of(table));
    if (found == schema.facts.end() || has_own_collation(schema, table) || found->second.find("satisfies_hash_partition") != std::string::npos) return {};
    return found->second;
}

Pieces checked(const Object &table, const std::string &bound, const Schema &before, const Schema &after, Pieces between) {
    const std::string relation = identity_of(table);
    const Address address{"table", relation};
    const std::string name = free_constraint("confiture_bound_", table.text("name"), relation, {before, after, address});
    Pieces pieces{alter_alone(relation, "ADD CONSTRAINT " + name + " CHECK (" + bound + ") NOT VALID"), validate(relation, name)};
    pieces.insert(pieces.end(), between.begin(), between.end());
    pieces.push_back(alter_alone(relation, "DROP CONSTRAINT " + name));
    return pieces;
}

} // namespace

int server_of(const Schema &schema) {
    const auto found = schema.facts.find("server");
    return found == schema.facts.end() ? 0 : std::atoi(found->second.c_str());
}

Pieces add_not_valid(const Object &constraint, const Context &context) {
    const std::string &type = constraint.text("type"), &relation = constraint.text("relation");
    if (!context.online || context.made_here || (type != "c" && type != "f") || constraint.has("not_valid")) return {};
    if (type == "f" && is_partitioned(context.after, relation) && server_of(context.before) < 18) return {};
    return {clause(relation, "ADD CONSTRAINT " + constraint.text("name") + " " + constraint.text("definition") + " NOT VALID",
                   type == "f" ? "ShareRowExclusiveLock" : "AccessExclusiveLock"),
            validate(relation, constraint.text("name"))};
}

Pieces build_key_index(const Object &constraint, const Context &context) {
    if (!has_index_apart(constraint, context)) return {};
    const std::string &definition = constraint.text("definition");
    const std::size_t open = definition.find('('), end = end_of_key(definition);
    if (open == std::string::npos) return {};
    std::string sql = "CREATE UNIQUE INDEX CONCURRENTLY " + index_apart(constraint, context) + " ON " + constraint.text("relation") + " " + definition.substr(open, end - open);
    if (definition.substr(0, open).find("NULLS NOT DISTINCT") != std::string::npos) sql += " NULLS NOT DISTINCT";
    sql += with_options(constraint.list("options"));
    if (constraint.has("tablespace")) sql += " TABLESPACE " + constraint.text("tablespace");
    return {build_concurrently(std::move(sql))};
}

Pieces add_key_using_index(const Object &constraint, const Context &context) {
    if (build_key_index(constraint, context).empty()) return {};
    const std::string &definition = constraint.text("definition");
    return {clause(constraint.text("relation"), "ADD CONSTRAINT " + constraint.text("name") + (constraint.text("type") == "p" ? " PRIMARY KEY" : " UNIQUE") +
                   " USING INDEX " + index_apart(constraint, context) + definition.substr(end_of_key(definition)))};
}

Pieces set_not_null(const Object &object, const Context &context) {
    const std::string &relation = object.text("relation"), &column = object.text("name");
    const std::string name = free_constraint("confiture_not_null_", column, relation, context);
    return {clause(relation, "ADD CONSTRAINT " + name + " CHECK (" + column + " IS NOT NULL) NOT VALID"), validate(relation, name),
            // In one ALTER TABLE the check would go first, and the rows be read.
            alter_alone(relation, "ALTER COLUMN " + column + " SET NOT NULL"), alter_alone(relation, "DROP CONSTRAINT " + name)};
}

bool may_stand_beside(const Object &before, const Object &after) {
    for (const Object *object : {&before, &after})
        if (object->text("of") != "r" || object->has("partition_of") || object->has("invalid")) return false;
    return !differs(before, after, "relation");
}

Pieces replace_index(const Object &before, const Object &after, const Context &context) {
    const std::string fresh = free_relation("confiture_new_", after, context.before, context.after);
    const std::string old = free_relation("confiture_old_", after, context.before, context.after);
    const std::string &schema = after.text("schema"), &name = after.text("name"), &relation = after.text("relation");
    std::string sql = written_index(after);
    const std::size_t at = sql.find(" INDEX ") + 7;
    Pieces pieces{build_concurrently(sql.replace(at, name.size(), "CONCURRENTLY " + fresh))};
    pieces.push_back(statement("ALTER INDEX " + context.address.identity + " RENAME TO " + old, "ShareUpdateExclusiveLock"));
    pieces.push_back(statement("ALTER INDEX " + schema + "." + fresh + " RENAME TO " + name, "ShareUpdateExclusiveLock"));
    const Object *table = context.after.find({"table", relation}), *had = context.before.find({"table", relation});
    if (table != nullptr && had != nullptr && table->text("replica_identity") == "USING INDEX " + name && had->text("replica_identity") == "USING INDEX " + name)
        pieces.push_back(alter_alone(relation, "REPLICA IDENTITY USING INDEX " + name));
    if (table != nullptr && had != nullptr && table->text("clustered_on") == name && had->text("clustered_on") == name)
        pieces.push_back(alter_alone(relation, "CLUSTER ON " + name, "ShareUpdateExclusiveLock"));
    set_index_statistics(after, context.address.identity, pieces);
    alter_common(nullptr, after, context, pieces);
    Piece drop = with_hazards(statement("DROP INDEX CONCURRENTLY " + before.text("schema") + "." + old, "ShareUpdateExclusiveLock"), {"not_in_transaction"});
    drop.transactional = false;
    pieces.push_back(drop);
    return pieces;
}

Pieces attach_checked(const Schema &before, const Schema &after, const Object &table) {
    const std::string bound = bound_of(after, table);
    if (bound.empty() || table.text("bound") == "DEFAULT") return {};
    Piece piece = attach(table);
    piece.hazards.clear();
    piece.lock = "AccessExclusiveLock"; // on the partition, for a moment
    return checked(table, bound, before, after, {piece});
}

Pieces detach_concurrently(const Schema &before, const Schema &after, const Object &table) {
    const std::string bound = bound_of(before, table);
    const std::string &parent = table.text("partition_of");
    const bool has_default = std::any_of(before.objects.begin(), before.objects.end(), [&](const auto &entry) {
        return entry.first.kind.ends_with("table") && entry.second.text("partition_of") == parent && entry.second.text("bound") == "DEFAULT";
    });
    if (bound.empty() || has_default) return {};
    Piece piece = with_hazards(detach(table), {"not_in_transaction"});
    piece.text += " CONCURRENTLY";
    piece.lock = "ShareUpdateExclusiveLock";
    piece.transactional = false;
    return checked(table, bound, before, after, {piece});
}

} // namespace confiture::diff
