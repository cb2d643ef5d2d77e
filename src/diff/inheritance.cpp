#include "inheritance.hpp"

#include <algorithm>

#include "links.hpp"
#include "not_null.hpp"
#include "online.hpp"

namespace confiture::diff {
namespace {

bool is_heritable(const Address &address) { return is_table_column(address) || address.kind == "table constraint"; }

// The same column or check of another table.
Address part_of(const Schema &schema, const Address &part, const Object &object, const std::string &relation) {
    return is_table_column(part) ? column_of(schema, relation, relation + "." + object.text("name")) : Address{part.kind, object.text("name") + " on " + relation};
}

bool stays(const Schema &before, const Schema &after, const Changes &changes, const Address &part) {
    return before.find(part) != nullptr && after.find(part) != nullptr && !changes.is_dropped(part);
}

// Its own, too, from now on: which it becomes where it has no parent for a moment.
bool becomes_own(const Schema &before, const Schema &after, const Changes &changes, const Address &part) {
    return stays(before, after, changes, part) && before.at(part).has("inherited") && !after.at(part).has("inherited");
}

std::vector<Address> parts_of(const Schema &schema, const Address &table) {
    std::vector<Address> parts;
    for (const std::string &kind : {table.kind + " column", std::string("table constraint")})
        for (auto at = schema.objects.lower_bound({kind, ""}); at != schema.objects.end() && at->first.kind == kind; ++at)
            if (at->second.text("relation") == table.identity) parts.push_back(at->first);
    return parts;
}

bool must_be_left(const Schema &before, const Schema &after, const Changes &changes, const std::vector<Address> &parts, const std::string &parent) {
    return changes.is_dropped(table_of(before, parent)) || std::any_of(parts.begin(), parts.end(), [&](const Address &part) {
        return becomes_own(before, after, changes, part) && before.find(part_of(before, part, before.at(part), parent)) != nullptr;
    });
}

std::string written_check(const Object &check) { return "CONSTRAINT " + check.text("name") + " " + check.text("definition"); }

} // namespace

Inheritance inheritance_of(const Schema &before, const Schema &after, const Changes &changes, const Address &table) {
    Inheritance all;
    const Object *old = before.find(table), *next = after.find(table);
    if (old == nullptr || next == nullptr || changes.is_dropped(table) || !(old->has("inherits") || next->has("inherits"))) return all;
    const std::vector<Address> parts = parts_of(after, table);
    const std::vector<std::string> &parents = next->list("inherits");
    std::vector<std::string> kept;
    for (const std::string &parent : old->list("inherits")) {
        if (kept.size() < parents.size() && parent == parents[kept.size()] && !must_be_left(before, after, changes, parts, parent)) kept.push_back(parent);
        else all.leaves.push_back(parent);
    }
    all.enters.assign(parents.begin() + static_cast<std::ptrdiff_t>(kept.size()), parents.end());
    if (next->has("partition_of")) return all; // which makes them inherited by itself
    for (const Address &part : parts) {
        const Object &object = after.at(part);
        if (!object.has("inherited")) continue;
        const auto has = [&](const std::string &parent) { return stays(before, after, changes, part_of(after, part, object, parent)); };
        if (!old->has("partition_of") && stays(before, after, changes, part) && before.at(part).has("inherited") && std::none_of(kept.begin(), kept.end(), has)) all.held.push_back(part);
        if (changes.is_created(part) && std::none_of(kept.begin(), kept.end(), [&](const std::string &parent) { return after.find(part_of(after, part, object, parent)) != nullptr; }))
            all.holds = true;
    }
    all.holds = all.holds || !all.held.empty();
    return all;
}

bool comes_by_holder(const Schema &before, const Schema &after, const Changes &changes, const Address &part) {
    const Object *object = after.find(part);
    if (!is_heritable(part) || object == nullptr || !object->has("inherited") || !changes.is_created(part)) return false;
    const Address table = table_of(after, object->text("relation"));
    const Object *whole = after.find(table);
    if (whole == nullptr || !whole->has("inherits") || changes.is_created(table)) return false;
    const std::vector<std::string> enters = inheritance_of(before, after, changes, table).enters;
    return std::none_of(whole->list("inherits").begin(), whole->list("inherits").end(), [&](const std::string &parent) {
        return std::find(enters.begin(), enters.end(), parent) == enters.end() && after.find(part_of(after, part, *object, parent)) != nullptr;
    });
}

std::string holder_of(const Object &table) { return old_name(table); }

Pieces leave_parents(const Schema &before, const Schema &after, const Changes &changes, const Address &table) {
    const Inheritance all = inheritance_of(before, after, changes, table);
    Pieces pieces;
    if (all.holds) {
        std::vector<std::string> lines;
        for (const Address &part : all.held) {
            const Object &object = before.at(part);
            const bool not_null = server_of(after) >= 18 && is_only_inherited(before, object) && is_only_inherited(after, after.at(part));
            if (!is_table_column(part)) lines.push_back(written_check(object));
            else lines.push_back(object.text("name") + " " + object.text("type") + (object.has("collation") ? " COLLATE " + object.text("collation") : "") + (not_null ? " NOT NULL" : ""));
        }
        const std::string holder = holder_of(before.at(table));
        pieces.push_back(statement("CREATE TABLE " + holder + " (" + join(lines, ", ") + ")"));
        pieces.push_back(statement("ALTER TABLE " + table.identity + " INHERIT " + holder, "AccessExclusiveLock"));
    }
    // By itself: beside others in one ALTER TABLE, the server would drop columns first.
    std::vector<std::string> clauses;
    for (const std::string &parent : all.leaves) clauses.push_back("NO INHERIT " + parent);
    if (!clauses.empty()) pieces.push_back(statement("ALTER TABLE " + table.identity + " " + join(clauses, ", "), "AccessExclusiveLock"));
    return pieces;
}

Pieces enter_parents(const Schema &before, const Schema &after, const Changes &changes, const Address &table) {
    const Inheritance all = inheritance_of(before, after, changes, table);
    Pieces pieces;
    for (const std::string &parent : all.enters) pieces.push_back(clause(table.identity, "INHERIT " + parent));
    if (!all.holds) return pieces;
    const std::string holder = holder_of(before.at(table));
    pieces.push_back(clause(table.identity, "NO INHERIT " + holder));
    pieces.push_back(statement("DROP TABLE " + holder));
    return pieces;
}

} // namespace confiture::diff
