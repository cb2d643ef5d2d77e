#pragma once

#include <map>
#include <set>

#include "kind.hpp"
#include "tables.hpp"

namespace confiture::diff {

enum class Fate { same, added, removed, altered, recreated };

// What becomes of each object on the way from one schema to the other.
struct Changes {
    std::map<Address, Fate> fates;          // of all that is not the same
    std::set<Address> swapped;              // types made anew beside the old one, which columns leave one by one
    std::set<Address> converted;            // columns that go from a swapped type to the new one of its name
    std::set<Address> beside;               // indexes of another definition that are built beside the old ones, and take their names then
    std::set<Address> dragged;              // made anew for the sake of something that they need
    std::set<Address> relinked;             // kept, though what they are a part of is made anew
    std::map<Address, Address> parked;      // columns that are text for as long as the table changes whose row type they have
    std::set<Address> carried;              // tables made anew whose rows go along
    std::set<Address> joined_later;         // indexes and keys of partitioned tables that are made without those of their partitions
    std::set<Address> aside;                // foreign partitions that are off their tables while the columns of these get other types
    std::map<Address, Address> heirs;       // sequence or identity column that goes, and identity column or sequence that goes on with its value
    std::vector<Address> unknown;           // differ, and are of a kind that is not modelled
    std::map<Address, std::vector<model::Dependency>> dependents; // of the schema before: who needs it

    Fate fate(const Address &address) const {
        const auto found = fates.find(address);
        return found == fates.end() ? Fate::same : found->second;
    }
    bool is_dropped(const Address &address) const { return fate(address) == Fate::removed || fate(address) == Fate::recreated; }
    bool is_created(const Address &address) const { return fate(address) == Fate::added || fate(address) == Fate::recreated; }
};

// `anew` are objects that the server could change in place, though only where others cannot be yet or any more.
Changes changes_of(const Schema &before, const Schema &after, bool online, const std::set<Address> &anew = {});

} // namespace confiture::diff
