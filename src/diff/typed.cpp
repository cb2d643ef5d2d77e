#include "typed.hpp"

#include <algorithm>
#include <cstdlib>

namespace confiture::diff {

std::vector<Address> columns_of(const Schema &schema, const Address &table) {
    std::vector<Address> columns;
    const std::string head = table.identity + ".";
    for (auto at = schema.objects.lower_bound({"table column", head}); at != schema.objects.end() && at->first.kind == "table column" && at->first.identity.starts_with(head); ++at)
        columns.push_back(at->first);
    std::sort(columns.begin(), columns.end(), [&](const Address &a, const Address &b) { return number_of(schema.at(a)) < number_of(schema.at(b)); });
    return columns;
}

bool is_off_type(const Schema &before, const Schema &after, const Changes &changes, const Address &table) {
    const Object *old = before.find(table), *next = after.find(table);
    if (old == nullptr || next == nullptr || !old->has("of_type") || differs(*old, *next, "of_type") || changes.is_dropped(table)) return false;
    return changes.fate({"type", old->text("of_type")}) == Fate::recreated ||
           std::any_of(changes.parked.begin(), changes.parked.end(), [&](const auto &entry) { return before.at(entry.first).text("relation") == table.identity; });
}

int number_of(const Object &column) { return std::atoi(column.text("position").c_str()); }

Pieces leave_type(const Schema &before, const Schema &after, const Changes &changes, const Address &table) {
    const Object *old = before.find(table), *next = after.find(table);
    if (old == nullptr || next == nullptr || !old->has("of_type")) return {};
    // By itself: beside others in one ALTER TABLE, the server would come to it last.
    const bool leaves = differs(*old, *next, "of_type") && (!next->has("of_type") || changes.fate({"type", old->text("of_type")}) != Fate::same);
    return leaves || is_off_type(before, after, changes, table) ? Pieces{statement("ALTER TABLE " + table.identity + " NOT OF", "AccessExclusiveLock")} : Pieces{};
}

void enter_type(const Schema &before, const Schema &after, const Changes &changes, const Address &table, Pieces &pieces) {
    if (is_off_type(before, after, changes, table)) pieces.push_back(clause(table.identity, "OF " + after.at(table).text("of_type")));
}

bool is_out_of_order(const Schema &before, const Schema &after, const Changes &changes, const Address &table) {
    if (!after.at(table).has("of_type") || changes.is_created(table)) return false;
    std::vector<Address> columns = columns_of(before, table), wanted = columns_of(after, table);
    std::erase_if(columns, [&](const Address &column) { return changes.is_dropped(column); });
    return columns.size() > wanted.size() || !std::equal(columns.begin(), columns.end(), wanted.begin());
}

} // namespace confiture::diff
