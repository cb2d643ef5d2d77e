#include "links.hpp"

#include <algorithm>

#include "confiture/base/poll.hpp"
#include "handover.hpp"
#include "inheritance.hpp"
#include "online.hpp"
#include "parts.hpp"
#include "typed.hpp"

namespace confiture::diff {
namespace {

const std::string &partition_of(const Schema &schema, const Address &address) {
    static const std::string none;
    const Object *object = schema.find(address);
    return object == nullptr ? none : object->text("partition_of");
}

bool owner_changes(const Schema &before, const Schema &after, const Changes &changes, const Address &address) {
    const Object *old = before.find(address), *next = after.find(address);
    if (old == nullptr || next == nullptr) return true;
    return differs(*old, *next, "owned_by") || changes.is_dropped(address) || changes.is_dropped({"table column", old->text("owned_by")}) ||
           changes.is_dropped({"foreign table column", old->text("owned_by")});
}

// How the trigger of a partition's parents is enabled, or nothing where they have none of that name.
std::string state_above(const Schema &schema, const std::string &relation, const std::string &name) {
    const Object *table = schema.find(table_of(schema, relation));
    if (table == nullptr) return {};
    if (const Object *trigger = schema.find({"trigger", name + " on " + relation}); trigger != nullptr)
        return (trigger->has("enabled") ? trigger->text("enabled") : "ENABLE") + " TRIGGER " + name;
    for (const std::string &state : table->list("trigger_states"))
        if (state.ends_with(" TRIGGER " + name)) return state;
    return table->has("partition_of") ? state_above(schema, table->text("partition_of"), name) : "";
}

std::string trigger_in(const std::string &state) { return state.substr(state.find(" TRIGGER ") + 9); }

// Told again where the trigger above them has been told, which tells its partitions.
void link_triggers(const Object &old, const Schema &after, const Changes &changes, const Address &address, Pieces &pieces) {
    const Object &next = after.at(address);
    const auto told_above = [&](const std::string &name) {
        for (const Object *table = &next; table != nullptr && table->has("partition_of"); table = after.find(table_of(after, table->text("partition_of"))))
            if (changes.fate({"trigger", name + " on " + table->text("partition_of")}) != Fate::same) return true;
        return false;
    };
    for (const std::string &state : next.list("trigger_states")) {
        const bool is_new = !missing({state}, old.list("trigger_states")).empty();
        if (is_new || told_above(trigger_in(state))) pieces.push_back(clause(address.identity, state, "ShareRowExclusiveLock"));
    }
    for (const std::string &state : missing(old.list("trigger_states"), next.list("trigger_states"))) {
        const std::string above = state_above(after, next.text("partition_of"), trigger_in(state));
        if (!above.empty() && state_above(after, address.identity, trigger_in(state)) == above) pieces.push_back(clause(address.identity, above, "ShareRowExclusiveLock"));
    }
}

// Foreign keys of the whole, and to it, become the part's, which takes locks on the tables at their other ends.
bool has_keys_above(const Schema &after, const Object &table) {
    const std::vector<std::string> above = ancestors_of(after, table);
    const auto is_above = [&](const std::string &relation) { return std::find(above.begin(), above.end(), relation) != above.end(); };
    return std::ranges::any_of(of_kind(after.objects, "table constraint"), [&](const auto &entry) {
        return entry.second.text("type") == "f" && (is_above(entry.second.text("relation")) || is_above(entry.second.text("refers_to")));
    });
}

// A partition that is there, or a default one that may hold its rows, is read.
Pieces attachment(const Schema &before, const Schema &after, const Changes &changes, const Object &table, bool online) {
    const Address address{table.has("server") ? "foreign table" : "table", table.text("schema") + "." + table.text("name")};
    const bool is_new = changes.is_created(address);
    const bool beside_default = std::ranges::any_of(of_kind(before.objects, "table"), [&](const auto &entry) {
        return entry.second.text("partition_of") == table.text("partition_of") && entry.second.text("bound") == "DEFAULT" &&
               !changes.is_dropped(entry.first) && entry.first != address;
    });
    Pieces pieces;
    if (online && !is_new && !beside_default && !table.has("server")) pieces = attach_checked(before, after, table);
    if (pieces.empty()) {
        pieces.push_back(attach(table));
        if (is_new && !beside_default) pieces[0].hazards.clear();
        else pieces[0].lock = "AccessExclusiveLock";
    }
    for (Piece &piece : pieces)
        if (std::string_view(piece.lock == nullptr ? "" : piece.lock) == "ShareUpdateExclusiveLock" && has_keys_above(after, table)) piece.lock = "ShareRowExclusiveLock";
    return pieces;
}

// A table is known by an index as long as none of its columns may be NULL; where one may be from now on, that ends before.
Pieces forget_index(const Schema &before, const Schema &after, const Address &table) {
    const Object &old = *before.find(table), &next = *after.find(table);
    if (!differs(old, next, "replica_identity") || !old.text("replica_identity").starts_with("USING INDEX ")) return {};
    const bool any = std::ranges::any_of(of_table(before.objects, "table column", table.identity), [&](const auto &entry) {
        const Object *column = entry.second.text("relation") == table.identity ? after.find(entry.first) : nullptr;
        return column != nullptr && entry.second.has("not_null") && !column->has("not_null");
    });
    const std::string identity = next.has("replica_identity") && !next.text("replica_identity").starts_with("USING") ? next.text("replica_identity") : "DEFAULT";
    // In one ALTER TABLE it would come last.
    return any ? Pieces{statement("ALTER TABLE " + table.identity + " REPLICA IDENTITY " + identity, "AccessExclusiveLock")} : Pieces{};
}

Piece alone(Piece piece, bool really) {
    return really ? statement(piece.table + " " + piece.text, piece.lock) : piece;
}

void link_table(const Schema &before, const Schema &after, const Changes &changes, const Address &address, bool online, Pieces &pieces) {
    static const Object none;
    const Object &next = after.at(address);
    const Object *old = before.find(address) != nullptr && !changes.is_dropped(address) ? before.find(address) : &none;
    if (next.has("partition_of") && moves(before, after, changes, address)) pieces = attachment(before, after, changes, next, online);
    for (Piece &piece : enter_parents(before, after, changes, address)) pieces.push_back(std::move(piece));
    link_triggers(next.has("partition_of") && moves(before, after, changes, address) ? none : *old, after, changes, address, pieces);
    const auto made_anew = [&](const std::string &index) {
        return changes.is_created({"index", next.text("schema") + "." + index}) || changes.is_created({"table constraint", index + " on " + address.identity});
    };
    const bool is_forgotten = old != &none && address.kind == "table" && !next.text("replica_identity").starts_with("USING") && !forget_index(before, after, address).empty();
    if ((differs(*old, next, "replica_identity") && !is_forgotten) || (next.text("replica_identity").starts_with("USING INDEX ") && made_anew(next.text("replica_identity").substr(12)))) {
        // Online, what makes its columns NOT NULL is several statements, the first of which this would join.
        pieces.push_back(alone(clause(address.identity, "REPLICA IDENTITY " + (next.has("replica_identity") ? next.text("replica_identity") : "DEFAULT")), online));
    }
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

// With the type of a column under them, the server builds indexes and statistics anew, and forgets how much of it is to be sampled for them, and with which
// extensions they go.
Pieces tell_targets_again(const Schema &before, const Schema &after, const Changes &changes, const Address &address) {
    Pieces pieces;
    const auto needs = before.depends.find(address);
    const Object &next = after.at(address);
    if (changes.fate(address) != Fate::altered || needs == before.depends.end()) return pieces;
    const bool anew = std::any_of(needs->second.begin(), needs->second.end(), [&](const model::Dependency &need) {
        const Object *old = before.find(need.on), *column = after.find(need.on);
        if (!is_table_column(need.on) || old == nullptr || column == nullptr || changes.is_dropped(need.on)) return false;
        return differs(*old, *column, "type") || differs(*old, *column, "collation") || changes.converted.contains(need.on) || changes.parked.contains(need.on);
    });
    if (!anew) return pieces;
    alter_extensions(nullptr, next, address, pieces);
    if (address.kind == "index") set_index_statistics(next, address.identity, pieces);
    else if (next.has("target")) pieces.push_back(statement("ALTER STATISTICS " + address.identity + " SET STATISTICS " + next.text("target")));
    return pieces;
}

std::string own_name(const Object &type, const std::string &name) { return name.substr(type.text("schema").size() + 1); }

void set_multirange_aside(const Object &range, Pieces &pieces) {
    const std::string aside = set_aside(own_name(range, range.text("multirange")));
    pieces.push_back(statement("ALTER FUNCTION " + range.text("multirange") + "() RENAME TO " + aside));
    pieces.push_back(statement("ALTER TYPE " + range.text("multirange") + " RENAME TO " + aside));
}

// What makes room for another of its name, for as long as both are there.
// A range and its multirange have functions of their names; those whose arguments are the same for both, old and new, make room, too.
Pieces set_type_aside(const Object &old, const Object &next, const Changes &changes, const Address &address) {
    const std::string name = own_name(old, old_name(old)), &subtype = old.text("subtype");
    Pieces pieces{statement((old.text("form") == "domain" ? "ALTER DOMAIN " : "ALTER TYPE ") + address.identity + " RENAME TO " + name)};
    if (old.text("form") == "range" && subtype == next.text("subtype") && !changes.swapped.contains({"type", subtype}))
        for (const char *bounds : {"", ", text"})
            pieces.push_back(statement("ALTER FUNCTION " + address.identity + "(" + subtype + ", " + subtype + bounds + ") RENAME TO " + name));
    if (old.has("multirange")) set_multirange_aside(old, pieces);
    return pieces;
}

// Whether a range that goes leaves its multirange's name to another one, to which its columns go.
bool leaves_multirange(const Address &range, const Object &old, const Schema &after, const Changes &changes) {
    if (!old.has("multirange")) return false;
    for (auto at = after.objects.lower_bound({"type", ""}); at != after.objects.end() && at->first.kind == "type"; ++at)
        if (changes.is_created(at->first) && at->first != range && (at->first.identity == old.text("multirange") || at->second.text("multirange") == old.text("multirange"))) return true;
    return false;
}

Pieces set_sequence_aside(const std::string &sequence) {
    const std::string old = old_sequence(sequence);
    return {statement("ALTER SEQUENCE " + sequence + " RENAME TO " + old.substr(end_of_name(old, '.') + 1), "AccessExclusiveLock")};
}

void leave_whole(const Schema &before, const Schema &after, const Changes &changes, const Address &partition, bool online, Pieces &pieces) {
    const Object &old = before.at(partition);
    Pieces off = online && !old.has("server") ? detach_concurrently(before, after, old) : Pieces{};
    if (off.empty()) off.push_back(detach(old));
    pieces.insert(pieces.end(), off.begin(), off.end());
    for (const std::string &name : kept_keys(before, after, changes, partition).unwanted)
        pieces.push_back(statement("ALTER TABLE " + partition.identity + " DROP CONSTRAINT " + name, "AccessExclusiveLock"));
}

// Whether a key is told to become a part of an index or a key, which it does by itself where its table becomes a partition.
bool joins(const Schema &before, const Schema &after, const Changes &changes, const Address &key, const Address &whole) {
    if (changes.joined_later.contains(whole)) return true;
    const Object *old = before.find(key);
    const bool is_new = old == nullptr || changes.is_dropped(key) || differs(*old, after.at(key), "index_of") || differs(*old, after.at(key), "partition_of");
    return is_new && !changes.is_created(whole) && !moves(before, after, changes, {"table", after.at(key).text("relation")});
}

// That of a key has its name.
std::string index_of(const Schema &schema, const Address &index) {
    return index.kind == "index" ? index.identity : schema.at(index).text("schema") + "." + schema.at(index).text("name");
}

// Whether a table that a publication of all tables goes on leaving out is made anew: it would not know of that.
bool leaves_out_anew(const Schema &before, const Schema &after, const Changes &changes, const Address &publication) {
    if (changes.fate(publication) != Fate::altered || differs(before.at(publication), after.at(publication), "except_tables")) return false;
    const std::vector<std::string> &tables = after.at(publication).list("except_tables");
    return std::any_of(tables.begin(), tables.end(), [&](const std::string &table) { return changes.fate({"table", table}) == Fate::recreated; });
}

} // namespace

// A partition is taken off where its parent or bounds are others afterwards, or the parent itself.
bool moves(const Schema &before, const Schema &after, const Changes &changes, const Address &address) {
    const Object *old = before.find(address), *next = after.find(address);
    if (old == nullptr || next == nullptr || changes.is_dropped(address) || changes.aside.contains(address)) return true;
    return differs(*old, *next, "partition_of") || differs(*old, *next, "bound") || changes.is_dropped(table_of(before, old->text("partition_of")));
}

KeptKeys kept_keys(const Schema &before, const Schema &after, const Changes &changes, const Address &partition) {
    base::poll();
    KeptKeys kept;
    const Object *old = before.find(partition), *next = after.find(partition);
    if (old == nullptr || next == nullptr || partition.kind != "table" || !old->has("partition_of") || !moves(before, after, changes, partition)) return kept;
    const std::vector<std::string> left = ancestors_of(before, *old), joined = ancestors_of(after, *next);
    for (const auto &[address, key] : of_kind(before.objects, "table constraint")) {
        if (key.text("type") != "f" || changes.is_dropped(address) || std::find(left.begin(), left.end(), key.text("relation")) == left.end()) continue;
        const auto is_same = [&](const std::string &relation) {
            const Object *other = after.find({"table constraint", key.text("name") + " on " + relation});
            return other != nullptr && same_but(key, *other, {"relation"}) && !differs(key, *other, "comment");
        };
        if (std::any_of(joined.begin(), joined.end(), is_same)) continue;
        if (is_same(partition.identity)) kept.wanted.push_back({"table constraint", key.text("name") + " on " + partition.identity});
        else kept.unwanted.push_back(key.text("name"));
    }
    return kept;
}

Pieces unlink(const Schema &before, const Schema &after, const Changes &changes, const Address &address, bool online) {
    const Object *old = before.find(address);
    if (changes.heirs.contains(address)) return set_sequence_aside(sequence_of(address, *old));
    if (old == nullptr || after.find(address) == nullptr || changes.is_dropped(address)) {
        Pieces pieces;
        if (old != nullptr && changes.swapped.contains(address)) return set_type_aside(*old, after.at(address), changes, address);
        if (old != nullptr && leaves_multirange(address, *old, after, changes)) set_multirange_aside(*old, pieces);
        return pieces;
    }
    if (address.kind == "table" && leaves_method(*old, changes)) return {rewritten(clause(address.identity, "SET ACCESS METHOD heap"))};
    if (changes.parked.contains(address)) {
        const std::optional<Address> parent = above(before, address);
        if (parent && changes.parked.contains(*parent) && !changes.aside.contains(table_of(before, old->text("relation")))) return {};
        const std::string text = "ALTER TABLE " + old->text("relation") + " ALTER COLUMN " + old->text("name") + " TYPE text";
        if (address.kind == "foreign table column") return {statement(text, "AccessExclusiveLock")}; // which has no rows here
        return {rewritten(statement(text + " USING " + old->text("name") + "::text", "AccessExclusiveLock"))};
    }
    Pieces off = leave_type(before, after, changes, address);
    if (is_table(address) && old->has("partition_of") && moves(before, after, changes, address)) leave_whole(before, after, changes, address, online, off);
    if (is_table(address)) for (Piece &piece : leave_parents(before, after, changes, address)) off.push_back(std::move(piece));
    if (address.kind == "table") for (Piece &piece : forget_index(before, after, address)) off.push_back(std::move(piece));
    if (address.kind == "sequence" && old->has("owned_by") && owner_changes(before, after, changes, address))
        return {statement("ALTER SEQUENCE " + address.identity + " OWNED BY NONE", "ShareRowExclusiveLock")};
    return off;
}

Pieces link(const Schema &before, const Schema &after, const Changes &changes, const Address &address, bool online) {
    const Object *next = after.find(address);
    Pieces pieces;
    if (next == nullptr) return pieces;
    enter_type(before, after, changes, address, pieces);
    if (is_table(address) || address.kind == "materialized view") link_table(before, after, changes, address, online, pieces);
    if (address.kind == "index" || address.kind == "statistics object" || address.kind == "table constraint") pieces = tell_targets_again(before, after, changes, address);
    if (address.kind == "table" && before.find(address) != nullptr && leaves_method(before.at(address), changes) && next->has("access_method"))
        pieces.push_back(rewritten(clause(address.identity, "SET ACCESS METHOD " + next->text("access_method"))));
    if (address.kind == "sequence" && next->has("owned_by") && owner_changes(before, after, changes, address))
        pieces.push_back(statement("ALTER SEQUENCE " + address.identity + " OWNED BY " + next->text("owned_by"), "ShareRowExclusiveLock"));
    if (address.kind == "publication" && leaves_out_anew(before, after, changes, address)) pieces.push_back(publish_all(*next));
    if (address.kind == "index" && next->has("partition_of") && (partition_of(before, address) != next->text("partition_of") || changes.is_dropped(address) ||
                                                                     changes.joined_later.contains({"index", next->text("partition_of")})))
        pieces.push_back(statement("ALTER INDEX " + next->text("partition_of") + " ATTACH PARTITION " + address.identity, "AccessExclusiveLock"));
    if (const std::optional<Address> whole = address.kind == "table constraint" ? whole_of(after, address) : std::nullopt; whole && joins(before, after, changes, address, *whole))
        pieces.push_back(statement("ALTER INDEX " + index_of(after, *whole) + " ATTACH PARTITION " + next->text("schema") + "." + next->text("name"), "AccessExclusiveLock"));
    return pieces;
}

std::vector<Address> taken_keys(const Schema &before, const Schema &after, const Changes &changes) {
    std::vector<Address> taken;
    for (const auto &[key, wholes] : doubled_keys(after)) {
        if (before.find(key) == nullptr || changes.is_dropped(key)) continue;
        const bool comes = std::any_of(wholes.begin(), wholes.end(), [&](const Address &whole) { return before.find(whole) == nullptr || changes.is_dropped(whole); });
        if (comes || moves(before, after, changes, {"table", after.at(key).text("relation")})) taken.push_back(key);
    }
    return taken;
}

bool has_part_of_index(const Schema &schema, const Address &partition, const Address &index) {
    return std::any_of(schema.depends.begin(), schema.depends.end(), [&](const auto &entry) {
        const Object *part = schema.find(entry.first);
        return part != nullptr && part->text("relation") == partition.identity && whole_of(schema, entry.first) == index;
    });
}

std::optional<Address> inherited_from(const Schema &schema, const Address &address) {
    const Object *object = schema.find(address);
    return object != nullptr && object->has("inherited") ? above(schema, address) : std::nullopt;
}

std::optional<Address> above(const Schema &schema, const Address &address) {
    const Object *object = schema.find(address);
    if (object == nullptr || !(object->has("inherited") || object->has("merged")) || !object->has("relation")) return std::nullopt;
    const Object *table = schema.find(table_of(schema, object->text("relation")));
    if (table == nullptr) return std::nullopt;
    std::vector<std::string> parents = table->list("inherits");
    if (table->has("partition_of")) parents.push_back(table->text("partition_of"));
    for (const std::string &parent : parents) {
        const Address candidate = is_table_column(address) ? column_of(schema, parent, parent + "." + object->text("name"))
                                                           : Address{address.kind, object->text("name") + " on " + parent};
        if (schema.find(candidate) != nullptr) return candidate;
    }
    return std::nullopt;
}

std::map<std::string, std::vector<Address>> children_of(const Schema &schema) {
    std::map<std::string, std::vector<Address>> children;
    for (const auto &[table, object] : tables_in(schema.objects)) {
        if (object.has("partition_of")) children[object.text("partition_of")].push_back(table);
        for (const std::string &parent : object.list("inherits")) children[parent].push_back(table);
    }
    return children;
}

std::string set_aside(const std::string &name) { return temporary_name("confiture_old_", name, [](const std::string &) { return false; }); }

std::string old_name(const Object &type) { return type.text("schema") + "." + set_aside(type.text("name")); }

} // namespace confiture::diff
