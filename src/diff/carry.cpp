#include "carry.hpp"

#include <algorithm>

#include "handover.hpp"
#include "links.hpp"
#include "tables.hpp"
#include "typed.hpp"

namespace confiture::diff {
namespace {

// A column of the table before and after, whose values go along.
struct Column {
    Address address;
    const Object *old;
    const Object *next;
};

std::vector<Column> kept_columns(const Schema &before, const Schema &after, const Address &table) {
    std::vector<Column> columns;
    for (const Address &column : columns_of(before, table))
        if (const Object *next = after.find(column); next != nullptr && !next->has("generated")) columns.push_back({column, &before.at(column), next});
    return columns;
}

bool loses_column(const Schema &before, const Schema &after, const Address &table) {
    const std::vector<Address> columns = columns_of(before, table);
    return std::any_of(columns.begin(), columns.end(), [&](const Address &column) { return !before.at(column).has("generated") && after.find(column) == nullptr; });
}

// Whether its values can't stay what they are, since their type goes before they are back.
bool loses_type(const Schema &before, const Changes &changes, const Column &column) {
    const auto needs = before.depends.find(column.address);
    return needs != before.depends.end() && std::any_of(needs->second.begin(), needs->second.end(), [&](const model::Dependency &need) {
        return need.type != 'o' && need.on.identity != column.old->text("relation") && changes.is_dropped(need.on);
    });
}

bool has_sequence(const Column &column) { return column.old->has("identity") && column.next->has("identity"); }

template <class Which>
bool any_partition(const Schema &schema, const Address &table, Which which) {
    for (auto at = schema.objects.lower_bound({"table", ""}); at != schema.objects.end() && at->first.kind == "table"; ++at)
        if (at->second.text("partition_of") == table.identity && which(at->first)) return true;
    return false;
}

// The rows of a partitioned table are those of its partitions, of which some go.
bool has_rows(const Schema &before, const Changes &changes, const Address &table) {
    if (!before.at(table).has("partition_key")) return true;
    return any_partition(before, table, [&](const Address &partition) { return changes.is_dropped(partition) && has_rows(before, changes, partition); });
}

bool has_room(const Schema &after, const Address &table) {
    return !after.at(table).has("partition_key") || any_partition(after, table, [&](const Address &partition) { return has_room(after, partition); });
}

// Their rows are elsewhere.
bool has_foreign_partitions(const Schema &schema, const Address &table) {
    for (auto at = schema.objects.lower_bound({"foreign table", ""}); at != schema.objects.end() && at->first.kind == "foreign table"; ++at) {
        const std::vector<std::string> all = ancestors_of(schema, at->second);
        if (std::find(all.begin(), all.end(), table.identity) != all.end()) return true;
    }
    return false;
}

// Of a table that is partitioned by the same before and after, a partition that goes takes its rows with it.
bool are_carried(const Schema &before, const Schema &after, const Changes &changes, const Address &table) {
    if (before.at(table).has("partition_key") && !differs(before.at(table), after.at(table), "partition_key")) return false;
    if (has_foreign_partitions(before, table) || has_foreign_partitions(after, table)) return false;
    return has_rows(before, changes, table) && has_room(after, table) && !kept_columns(before, after, table).empty();
}

} // namespace

std::set<Address> carried_tables(const Schema &before, const Schema &after, const Changes &changes) {
    std::set<Address> tables;
    for (auto at = changes.fates.lower_bound({"table", ""}); at != changes.fates.end() && at->first.kind == "table"; ++at) {
        const auto &[table, fate] = *at;
        if (fate != Fate::recreated || changes.is_dropped({"schema", before.at(table).text("schema")})) continue;
        // Its policies would hide rows from its owner.
        if (before.at(table).has("force_row_security")) continue;
        if (are_carried(before, after, changes, table)) tables.insert(table);
    }
    return tables;
}

Pieces put_rows_by(const Schema &before, const Schema &after, const Changes &changes, const Address &table) {
    const Object &old = before.at(table);
    std::vector<std::string> values;
    const std::string from = (old.has("partition_key") ? "" : "ONLY ") + table.identity;
    // What others write meanwhile would be in neither.
    Pieces pieces{statement("LOCK TABLE " + from + " IN ACCESS EXCLUSIVE MODE", "AccessExclusiveLock")};
    for (const Column &column : kept_columns(before, after, table)) {
        const std::string &name = column.old->text("name");
        values.push_back(loses_type(before, changes, column) ? name + "::text AS " + name : name);
        if (!has_sequence(column)) continue;
        const std::string &sequence = column.old->list("sequence", 7)[0];
        pieces.push_back(statement("CREATE TABLE " + old_sequence(sequence) + " AS SELECT last_value, is_called FROM " + sequence));
    }
    pieces.push_back(statement("CREATE TABLE " + old_name(old) + " AS SELECT " + join(values, ", ") + " FROM " + from, "AccessShareLock"));
    pieces.push_back(statement("DROP TABLE " + table.identity, "AccessExclusiveLock"));
    if (loses_column(before, after, table)) {
        pieces.back().hazards = {"deletes_data", "breaks_clients"};
        pieces.back().reversible = false;
    }
    return pieces;
}

void put_rows_back(const Schema &before, const Schema &after, const Changes &changes, const Address &table, Pieces &pieces) {
    const std::string by = old_name(before.at(table));
    std::vector<std::string> names, values;
    Pieces sequences;
    bool counts = false;
    for (const Column &column : kept_columns(before, after, table)) {
        const std::string &name = column.next->text("name");
        names.push_back(name);
        values.push_back(loses_type(before, changes, column) ? name + "::" + column.next->text("type") : written_cast(*column.old, *column.next, {before, after, column.address}));
        counts = counts || column.next->has("identity");
        if (!has_sequence(column)) continue;
        const std::vector<std::string> &next = column.next->list("sequence", 7);
        const std::string old = old_sequence(column.old->list("sequence", 7)[0]);
        sequences.push_back(take_over(old, next[0], next[3], next[4]));
        sequences.push_back(statement("DROP TABLE " + old));
    }
    pieces.push_back(statement("INSERT INTO " + table.identity + " (" + join(names, ", ") + ")" + (counts ? " OVERRIDING SYSTEM VALUE" : "") + " SELECT " + join(values, ", ") + " FROM " + by,
                               "RowExclusiveLock"));
    pieces.back().hazards = {"rewrites_table", "blocks_reads", "blocks_writes"};
    pieces.push_back(statement("DROP TABLE " + by));
    pieces.insert(pieces.end(), sequences.begin(), sequences.end());
}

bool is_behind_rows(const Address &address, const Object &object) {
    return address.kind == "trigger" || address.kind == "rule" || (address.kind == "table constraint" && object.text("type") == "f");
}

} // namespace confiture::diff
