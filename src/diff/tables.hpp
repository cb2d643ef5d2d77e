#pragma once

#include <map>
#include <ranges>

#include "kind.hpp"

namespace confiture::diff {

// The entries of one kind in a map by address.
template <typename Map> auto of_kind(Map &map, const std::string &kind) {
    return std::ranges::subrange(map.lower_bound(Address{kind, ""}), map.lower_bound(Address{kind + '\0', ""}));
}

// What pointers point to.
template <typename Entry> auto pointed_to(std::vector<Entry *> entries) {
    return std::move(entries) | std::views::transform([](Entry *entry) -> Entry & { return *entry; });
}

// The entries of tables, foreign ones too.
template <typename Map> auto tables_in(Map &map) {
    std::vector<decltype(&*map.begin())> tables;
    for (const char *kind : {"foreign table", "table"})
        for (auto &entry : of_kind(map, kind)) tables.push_back(&entry);
    return pointed_to(std::move(tables));
}

// The entries for some addresses, in their order.
template <typename Map, typename Addresses> auto entries_of(Map &map, Addresses &&addresses) {
    std::vector<decltype(&*map.begin())> entries;
    for (const Address &address : addresses)
        if (const auto found = map.find(address); found != map.end()) entries.push_back(&*found);
    return pointed_to(std::move(entries));
}

// Those of one kind whose identities begin with the table's, as columns' do.
template <typename Map> auto of_table(const Map &map, const std::string &kind, const std::string &relation) {
    return std::ranges::subrange(map.lower_bound(Address{kind, relation + "."}), map.lower_bound(Address{kind, relation + "/"}));
}

// By what is needed: who needs it, and how.
std::map<Address, std::vector<model::Dependency>> dependents_of(const Schema &schema);

// Whether the first needs the second, in that schema.
bool depends(const Schema &schema, const Address &address, const Address &on);

// A foreign one, too.
bool is_table(const Address &address);
bool is_table_column(const Address &address);

// The partitioned tables that it is in, the next one first.
std::vector<std::string> ancestors_of(const Schema &schema, const Object &partition);

// A foreign key that no parent has handed down, and one that finds the rows of its own table in the whole.
bool is_own_foreign_key(const Address &address, const Object &object);
bool refers_above_itself(const Schema &schema, const Address &key, const Address &table);

// Those that partitions have by themselves beside some of their wholes that say the same, with these: one that was there first would be taken for a part of
// the other.
std::map<Address, std::vector<Address>> doubled_keys(const Schema &schema);

// The table of that name, foreign or not, and a column of one by its identity.
Address table_of(const Schema &schema, const std::string &relation);
Address column_of(const Schema &schema, const std::string &relation, const std::string &identity);

// The table of a part of one, or the object itself.
Address relation_of(const Schema &schema, const Object &object, const Address &address);

// Whether it is one of those that the server does not rebuild by itself when the type of a column under them changes.
bool pins_type(const Address &address, const Object &object);

} // namespace confiture::diff
