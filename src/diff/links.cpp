#include "links.hpp"

#include <algorithm>

#include "online.hpp"

namespace confiture::diff {
namespace {

const std::string &partition_of(const Schema &schema, const Address &address) {
    static const std::string none;
    const Object *object = schema.find(address);
    return object == nullptr ? none : object->text("partition_of");
}

// A partition is taken off where its parent or bounds are others afterwards, or the parent itself.
bool moves(const Schema &before, const Schema &after, const Changes &changes, const Address &address) {
    const Object *old = before.find(address), *next = after.find(address);
    if (old == nullptr || next == nullptr || changes.is_dropped(address)) return true;
    return differs(*old, *next, "partition_of") || differs(*old, *next, "bound") || changes.is_dropped({"table", old->text("partition_of")});
}

bool owner_changes(const Schema &before, const Schema &after, const Changes &changes, const Address &address) {
    const Object *old = before.find(address), *next = after.find(address);
    if (old == nullptr || next == nullptr) return true;
    const Address column{"table column", old->text("owned_by")};
    return differs(*old, *next, "owned_by") || changes.is_dropped(address) || changes.is_dropped(column);
}

// A partition that is there, or a default one that may hold its rows, is read.
Pieces attachment(const Schema &before, const Schema &after, const Changes &changes, const Object &table, bool online) {
    const Address address{"table", table.text("schema") + "." + table.text("name")};
    const bool is_new = changes.is_created(address);
    const bool beside_default = std::any_of(before.objects.begin(), before.objects.end(), [&](const auto &entry) {
        return entry.first.kind == "table" && entry.second.text("partition_of") == table.text("partition_of") && entry.second.text("bound") == "DEFAULT" &&
               !changes.is_dropped(entry.first) && entry.first != address;
    });
    Pieces pieces;
    if (online && !is_new && !beside_default) pieces = attach_checked(before, after, table);
    if (!pieces.empty()) return pieces;
    pieces.push_back(attach(table));
    if (is_new && !beside_default) pieces[0].hazards.clear();
    else pieces[0].lock = "AccessExclusiveLock";
    return pieces;
}

void link_table(const Schema &before, const Schema &after, const Changes &changes, const Address &address, bool online, Pieces &pieces) {
    static const Object none;
    const Object &next = *after.find(address);
    const Object *old = before.find(address) != nullptr && !changes.is_dropped(address) ? before.find(address) : &none;
    if (next.has("partition_of") && moves(before, after, changes, address)) pieces = attachment(before, after, changes, next, online);
    const auto made_anew = [&](const std::string &index) {
        return changes.is_created({"index", next.text("schema") + "." + index}) || changes.is_created({"table constraint", index + " on " + address.identity});
    };
    if (differs(*old, next, "replica_identity") || (next.text("replica_identity").starts_with("USING INDEX ") && made_anew(next.text("replica_identity").substr(12))))
        pieces.push_back(clause(address.identity, "REPLICA IDENTITY " + (next.has("replica_identity") ? next.text("replica_identity") : "DEFAULT")));
    if (differs(*old, next, "clustered_on") || (next.has("clustered_on") && made_anew(next.text("clustered_on"))))
        pieces.push_back(clause(address.identity, next.has("clustered_on") ? "CLUSTER ON " + next.text("clustered_on") : "SET WITHOUT CLUSTER", "ShareUpdateExclusiveLock"));
}

Piece rewritten(Piece piece) {
    piece.hazards = {"rewrites_table", "blocks_reads", "blocks_writes"};
    return piece;
}

// The server moves a table to another access method by writing it again, and has no other way to let one go that a table has.
bool leaves_method(const Object &table, const Changes &changes) {
    return table.has("access_method") && changes.fate({"access method", table.text("access_method")}) == Fate::recreated;
}

} // namespace

Pieces unlink(const Schema &before, const Schema &after, const Changes &changes, const Address &address, bool online) {
    const Object *old = before.find(address);
    if (old == nullptr || after.find(address) == nullptr || changes.is_dropped(address)) {
        if (old != nullptr && changes.swapped.contains(address)) {
            const std::string identity = (old->text("form") == "domain" ? "ALTER DOMAIN " : "ALTER TYPE ") + address.identity;
            const std::string name = old_name(*old);
            Pieces pieces{statement(identity + " RENAME TO " + name.substr(old->text("schema").size() + 1))};
            if (old->has("multirange")) {
                Object multirange = *old;
                multirange.attributes["name"].text = old->text("multirange").substr(old->text("schema").size() + 1);
                pieces.push_back(statement("ALTER TYPE " + old->text("multirange") + " RENAME TO " + old_name(multirange).substr(old->text("schema").size() + 1)));
            }
            return pieces;
        }
        return {};
    }
    if (address.kind == "table" && leaves_method(*old, changes)) return {rewritten(clause(address.identity, "SET ACCESS METHOD heap"))};
    if (address.kind == "table" && old->has("partition_of") && moves(before, after, changes, address)) {
        Pieces pieces = online ? detach_concurrently(before, after, *old) : Pieces{};
        return pieces.empty() ? Pieces{detach(*old)} : pieces;
    }
    if (address.kind == "sequence" && old->has("owned_by") && owner_changes(before, after, changes, address))
        return {statement("ALTER SEQUENCE " + address.identity + " OWNED BY NONE", "ShareRowExclusiveLock")};
    return {};
}

Pieces link(const Schema &before, const Schema &after, const Changes &changes, const Address &address, bool online) {
    const Object *next = after.find(address);
    Pieces pieces;
    if (next == nullptr) return pieces;
    if (address.kind == "table" || address.kind == "materialized view") link_table(before, after, changes, address, online, pieces);
    if (address.kind == "table" && before.find(address) != nullptr && leaves_method(*before.find(address), changes) && next->has("access_method"))
        pieces.push_back(rewritten(clause(address.identity, "SET ACCESS METHOD " + next->text("access_method"))));
    if (address.kind == "sequence" && next->has("owned_by") && owner_changes(before, after, changes, address))
        pieces.push_back(statement("ALTER SEQUENCE " + address.identity + " OWNED BY " + next->text("owned_by"), "ShareRowExclusiveLock"));
    if (address.kind == "index" && next->has("partition_of") && (partition_of(before, address) != next->text("partition_of") || changes.is_dropped(address)))
        pieces.push_back(statement("ALTER INDEX " + next->text("partition_of") + " ATTACH PARTITION " + address.identity, "AccessExclusiveLock"));
    return pieces;
}

std::optional<Address> inherited_from(const Schema &schema, const Address &address) {
    const Object *object = schema.find(address);
    if (object == nullptr || !object->has("inherited") || !object->has("relation")) return std::nullopt;
    const Object *table = schema.find({"table", object->text("relation")});
    if (table == nullptr) return std::nullopt;
    std::vector<std::string> parents = table->list("inherits");
    if (table->has("partition_of")) parents.push_back(table->text("partition_of"));
    for (const std::string &parent : parents) {
        const Address candidate{address.kind, address.kind == "table column" ? parent + "." + object->text("name") : object->text("name") + " on " + parent};
        if (schema.find(candidate) != nullptr) return candidate;
    }
    return std::nullopt;
}

std::map<std::string, std::vector<Address>> children_of(const Schema &schema) {
    std::map<std::string, std::vector<Address>> children;
    for (const auto &[address, object] : schema.objects) {
        if (address.kind != "table") continue;
        if (object.has("partition_of")) children[object.text("partition_of")].push_back(address);
        for (const std::string &parent : object.list("inherits")) children[parent].push_back(address);
    }
    return children;
}

std::vector<std::string> slots_of(const Address &address, const Object &object) {
    static const std::set<std::string> relations{"table", "view", "materialized view", "sequence", "index", "foreign table"};
    std::vector<std::string> slots;
    if (relations.contains(address.kind)) slots.push_back("relation " + address.identity);
    if (address.kind == "table constraint" && object.text("type") != "c" && object.text("type") != "f")
        slots.push_back("relation " + object.text("schema") + "." + object.text("name"));
    if (address.kind == "table constraint" && object.text("type") == "p") slots.push_back("primary key " + object.text("relation"));
    if (object.has("identity") && !object.list("sequence").empty()) slots.push_back("relation " + object.list("sequence")[0]);
    if (address.kind == "type") {
        slots.push_back("type " + address.identity);
        if (object.text("form") == "composite") slots.push_back("relation " + address.identity);
    } else if (address.kind != "sequence" && address.kind != "index" && relations.contains(address.kind)) {
        slots.push_back("type " + address.identity);
    }
    if (address.kind == "conversion" && object.has("default"))
        slots.push_back("default conversion " + object.text("schema") + " " + object.text("from") + " " + object.text("to"));
    if (address.kind == "operator class" && object.has("default"))
        slots.push_back("default operator class " + object.text("method") + " " + object.text("type"));
    if (address.kind == "function" || address.kind == "procedure" || address.kind == "aggregate") slots.push_back("routine " + address.identity);
    return slots;
}

std::string old_name(const Object &type) {
    return type.text("schema") + "." + temporary_name("confiture_old_", type.text("name"), [](const std::string &) { return false; });
}

Piece conversion(const Object &column) {
    Piece piece = clause(column.text("relation"), "ALTER COLUMN " + column.text("name") + " TYPE " + column.text("type") + " USING " + column.text("name") +
                         "::text::" + column.text("type"));
    piece.hazards = {"rewrites_table", "blocks_reads", "blocks_writes"};
    return piece;
}

} // namespace confiture::diff
