#include "parts.hpp"

#include <algorithm>

#include "confiture/base/poll.hpp"
#include "links.hpp"
#include "online.hpp"

namespace confiture::diff {
namespace {

bool is_foreign_key(const Address &address, const Object &object) { return address.kind == "table constraint" && object.text("type") == "f"; }

bool is_key_of_whole(const Schema &schema, const Address &address) {
    const Object *key = address.kind == "table constraint" ? schema.find(address) : nullptr;
    if (key == nullptr || (key->text("type") != "p" && key->text("type") != "u")) return false;
    const Object *table = schema.find({"table", key->text("relation")});
    return table != nullptr && table->has("partition_key");
}

// Those of tables that stay.
std::vector<Address> gone_partitions(const Schema &before, const Schema &after, const Changes &changes) {
    std::vector<Address> gone;
    for (auto at = before.objects.lower_bound({"table", ""}); at != before.objects.end() && at->first.kind == "table"; ++at)
        if (at->second.has("partition_of") && changes.fate(at->first) == Fate::removed && after.find({"table", ancestors_of(before, at->second).back()}) != nullptr)
            gone.push_back(at->first);
    return gone;
}

std::vector<Address> below(const Schema &schema, const std::vector<Address> &partitions, const std::string &relation) {
    std::vector<Address> some;
    for (const Address &partition : partitions) {
        const std::vector<std::string> above = ancestors_of(schema, schema.at(partition));
        if (std::find(above.begin(), above.end(), relation) != above.end()) some.push_back(partition);
    }
    return some;
}

} // namespace

std::optional<Address> whole_of(const Schema &schema, const Address &part) {
    const Object *object = part.kind == "table constraint" ? schema.find(part) : nullptr;
    if (object == nullptr || !object->has("partition_of")) return whole_index_of(schema, part);
    if (object->text("type") == "f") return std::nullopt;
    const Address whole{"table constraint", object->text("partition_of")};
    return schema.find(whole) != nullptr ? std::optional(whole) : std::nullopt;
}

std::optional<Address> whole_index_among(const Schema &schema, const std::set<Address> &some, const Address &part) {
    std::optional<Address> whole = whole_index_of(schema, part);
    std::size_t left = schema.objects.size(); // no more than there are, whatever a snapshot says
    while (whole && !some.contains(*whole) && left-- > 0) whole = whole_index_of(schema, *whole);
    return whole;
}

bool is_made_alone(const Schema &schema, const Address &key) {
    if (!is_key_of_whole(schema, key)) return false;
    const std::string &relation = schema.at(key).text("relation");
    std::set<std::string> lacking;
    for (auto at = schema.objects.lower_bound({"table", ""}); at != schema.objects.end() && at->first.kind == "table"; ++at)
        if (at->second.text("partition_of") == relation) lacking.insert(at->first.identity);
    if (lacking.empty()) return false;
    for (auto at = schema.objects.lower_bound({"table constraint", ""}); at != schema.objects.end() && at->first.kind == "table constraint"; ++at)
        if (at->second.text("partition_of") == key.identity) lacking.erase(at->second.text("relation"));
    return !lacking.empty() || is_mistakable(schema, key);
}

std::map<Address, Address> wholes_of(const Schema &schema) {
    std::map<Address, Address> wholes;
    for (const char *kind : {"index", "table constraint"})
        for (const auto &[part, object] : of_kind(schema.objects, kind)) {
            base::poll();
            if (std::optional<Address> whole = whole_of(schema, part)) wholes.emplace_hint(wholes.end(), part, std::move(*whole));
        }
    return wholes;
}

std::set<Address> wholes_joined_later(const Schema &after, const Changes &changes, const std::map<Address, Address> &all) {
    std::set<Address> wholes;
    for (const auto &[part, whole] : all)
        if (changes.is_created(whole)) wholes.insert(whole);
    std::erase_if(wholes, [&](const Address &whole) {
        if (whole.kind != "index") return !is_made_alone(after, whole);
        return changes.is_created({"table", after.at(whole).text("relation")}) && !is_mistakable(after, whole);
    });
    return wholes;
}

std::vector<Address> checks_of_parents(const Schema &before, const Schema &after, const Changes &changes) {
    std::vector<Address> checks;
    for (const auto &[check, object] : of_kind(before.objects, "table constraint")) {
        if (object.text("type") != "c" || !object.has("inherited") || changes.fate(check) != Fate::same || inherited_from(before, check) != inherited_from(after, check)) continue;
        std::size_t left = before.objects.size(); // no more than there are, whatever a snapshot says
        std::optional<Address> above = inherited_from(before, check);
        while (above && changes.fate(*above) == Fate::same && left-- > 0) above = inherited_from(before, *above);
        if (above && changes.fate(*above) == Fate::recreated) checks.push_back(check);
    }
    return checks;
}

std::vector<Address> keys_around_gone(const Schema &before, const Schema &after, const Changes &changes) {
    std::vector<Address> keys;
    const std::vector<Address> gone = gone_partitions(before, after, changes);
    if (gone.empty()) return keys;
    std::map<std::pair<std::string, std::string>, std::vector<Address>> by_ends;
    for (auto at = before.objects.lower_bound({"table constraint", ""}); at != before.objects.end() && at->first.kind == "table constraint"; ++at)
        if (is_own_foreign_key(at->first, at->second) && after.find(at->first) != nullptr && !changes.is_dropped(at->first))
            by_ends[{at->second.text("relation"), at->second.text("refers_to")}].push_back(at->first);
    for (const auto &[ends, all] : by_ends)
        if (ends.first != ends.second && by_ends.contains({ends.second, ends.first}) && !below(before, gone, ends.first).empty() && !below(before, gone, ends.second).empty())
            keys.insert(keys.end(), all.begin(), all.end());
    return keys;
}

std::map<Address, std::vector<Address>> keys_under_lost_not_null(const Schema &before, const Schema &after) {
    std::map<Address, std::vector<Address>> keys;
    if (server_of(after) >= 18) return keys;
    for (auto at = before.objects.lower_bound({"table constraint", ""}); at != before.objects.end() && at->first.kind == "table constraint"; ++at) {
        const Object *partition = at->second.text("type") == "p" ? before.find({"table", at->second.text("relation")}) : nullptr;
        if (partition == nullptr || !partition->has("partition_of") || after.find(at->first) == nullptr || after.find({"table", at->second.text("relation")}) == nullptr) continue;
        const std::vector<std::string> left = ancestors_of(before, *partition), joined = ancestors_of(after, after.at({"table", at->second.text("relation")}));
        for (const model::Dependency &need : before.depends.at(at->first))
            for (const std::string &whole : left) {
                if (!is_table_column(need.on) || std::find(joined.begin(), joined.end(), whole) == joined.end()) continue;
                const Address column{"table column", whole + "." + before.at(need.on).text("name")};
                const Object *old = before.find(column), *next = after.find(column);
                if (old != nullptr && next != nullptr && old->has("not_null") && !next->has("not_null")) keys[at->first].push_back(column);
            }
    }
    return keys;
}

std::map<Address, std::vector<Address>> parts_awaited(const Schema &after, const Changes &changes) {
    std::map<Address, std::vector<Address>> parts, awaited;
    const auto changed = entries_of(after.depends, std::views::keys(changes.fates));
    for (const auto &[part, needs] : changed)
        if (const std::optional<Address> whole = whole_of(after, part)) parts[*whole].push_back(part);
    if (parts.empty()) return awaited;
    for (const auto &[key, needs] : changed) {
        if (!changes.is_created(key) || !is_foreign_key(key, after.at(key))) continue;
        std::vector<Address> open;
        for (const model::Dependency &need : needs) open.push_back(need.on);
        for (std::set<Address> seen; !open.empty();) {
            const Address whole = open.back();
            open.pop_back();
            const auto found = parts.find(whole);
            if (found == parts.end() || !seen.insert(whole).second || (changes.is_created(whole) && !changes.joined_later.contains(whole))) continue;
            awaited[key].insert(awaited[key].end(), found->second.begin(), found->second.end());
            open.insert(open.end(), found->second.begin(), found->second.end());
        }
    }
    return awaited;
}

std::vector<std::pair<Key, Key>> order_of_gone(const Schema &before, const Schema &after, const Changes &changes) {
    std::vector<std::pair<Key, Key>> orders;
    const std::vector<Address> gone = gone_partitions(before, after, changes);
    if (gone.empty()) return orders;
    for (auto at = before.objects.lower_bound({"table constraint", ""}); at != before.objects.end() && at->first.kind == "table constraint"; ++at) {
        if (!is_foreign_key(at->first, at->second)) continue;
        const std::vector<Address> own = below(before, gone, at->second.text("relation")), others = below(before, gone, at->second.text("refers_to"));
        for (const std::vector<Address> *some : {&own, &others})
            for (const Address &partition : *some) {
                if (!changes.is_dropped(at->first)) continue;
                orders.push_back({{Phase::drop, at->first}, {Phase::drop, partition}});
                orders.push_back({{Phase::drop, partition}, {Phase::create, at->first}});
            }
        if (changes.is_dropped(at->first) || at->second.text("relation") == at->second.text("refers_to")) continue;
        for (const Address &partition : own)
            for (const Address &other : others) orders.push_back({{Phase::drop, partition}, {Phase::drop, other}});
    }
    return orders;
}

} // namespace confiture::diff
