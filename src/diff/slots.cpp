#include "slots.hpp"

#include <optional>
#include <set>

#include "confiture/base/poll.hpp"
#include "not_null.hpp"

namespace confiture::diff {
namespace {

// Its slots, and the name that a constraint of the table takes.
std::vector<std::string> all_slots_of(const Schema &schema, const Address &address, const Object &object) {
    std::vector<std::string> slots = slots_of(address, object);
    if (std::optional<std::string> constraint = constraint_of(schema, address, object)) slots.push_back(std::move(*constraint));
    return slots;
}

} // namespace

std::vector<std::string> slots_of(const Address &address, const Object &object) {
    static const std::set<std::string> relations{"table", "view", "materialized view", "sequence", "index", "foreign table"};
    std::vector<std::string> slots;
    if (relations.contains(address.kind)) slots.push_back("relation " + address.identity);
    if (address.kind == "table constraint" && object.text("type") != "c" && object.text("type") != "f")
        slots.push_back("relation " + object.text("schema") + "." + object.text("name"));
    if (address.kind == "table constraint" && object.text("type") == "p") slots.push_back("primary key " + object.text("relation"));
    if (object.has("identity") && !object.list("sequence").empty()) slots.push_back("relation " + object.list("sequence", 7)[0]);
    if (address.kind == "type") {
        slots.push_back("type " + address.identity);
        if (object.has("multirange")) slots.push_back("type " + object.text("multirange"));
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

// The sequence of an identity column has a name, too, which its column takes and leaves when it is altered.
std::vector<std::pair<Key, Key>> order_of_slots(const Schema &before, const Schema &after, const Changes &changes) {
    std::map<std::string, std::vector<Key>> leaving;
    for (const auto &[address, object] : entries_of(before.objects, std::views::keys(changes.fates))) {
        base::poll();
        for (const std::string &slot : all_slots_of(before, address, object)) {
            const bool aside = changes.heirs.contains(address) || (object.has("multirange") && slot == "type " + object.text("multirange"));
            leaving[slot].push_back({aside ? Phase::unlink : changes.is_dropped(address) ? Phase::drop : Phase::alter, address});
        }
    }
    std::vector<std::pair<Key, Key>> orders;
    for (const auto &[address, object] : entries_of(after.objects, std::views::keys(changes.fates))) {
        base::poll();
        for (const std::string &slot : all_slots_of(after, address, object))
            for (const Key &old : leaving[slot]) {
                if (old.second == address) continue;
                orders.push_back({old, {Phase::declare, address}});
                if (before.find(address) == nullptr) orders.push_back({old, {Phase::prepare, address}});
                orders.push_back({old, {changes.is_created(address) ? Phase::create : Phase::alter, address}});
            }
    }
    return orders;
}

} // namespace confiture::diff
