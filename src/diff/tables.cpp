#include "tables.hpp"

#include <algorithm>
#include <set>

#include "confiture/base/poll.hpp"

namespace confiture::diff {

std::map<Address, std::vector<model::Dependency>> dependents_of(const Schema &schema) {
    std::map<Address, std::vector<model::Dependency>> dependents;
    for (const auto &[address, dependencies] : schema.depends) {
        base::poll();
        for (const model::Dependency &dependency : dependencies) dependents[dependency.on].push_back({dependency.type, address});
    }
    return dependents;
}

bool depends(const Schema &schema, const Address &address, const Address &on) {
    const auto found = schema.depends.find(address);
    return found != schema.depends.end() &&
           std::any_of(found->second.begin(), found->second.end(), [&](const model::Dependency &dependency) { return dependency.on == on; });
}

bool is_table(const Address &address) { return address.kind == "table" || address.kind == "foreign table"; }

bool is_table_column(const Address &address) { return address.kind == "table column" || address.kind == "foreign table column"; }

std::vector<std::string> ancestors_of(const Schema &schema, const Object &partition) {
    std::vector<std::string> all;
    for (const Object *table = &partition; table != nullptr && table->has("partition_of"); table = schema.find({"table", all.back()})) all.push_back(table->text("partition_of"));
    return all;
}

bool is_own_foreign_key(const Address &address, const Object &object) {
    return address.kind == "table constraint" && object.text("type") == "f" && !object.has("inherited");
}

bool refers_above_itself(const Schema &schema, const Address &key, const Address &table) {
    const Object &object = schema.at(key);
    if (!is_own_foreign_key(key, object) || schema.find(table) == nullptr) return false;
    const std::vector<std::string> all = ancestors_of(schema, schema.at(table));
    return std::find(all.begin(), all.end(), object.text("refers_to")) != all.end();
}

std::map<Address, std::vector<Address>> doubled_keys(const Schema &schema) {
    std::map<std::pair<std::string, std::string>, Address> keys; // by their tables and what they say
    for (auto at = schema.objects.lower_bound({"table constraint", ""}); at != schema.objects.end() && at->first.kind == "table constraint"; ++at)
        if (is_own_foreign_key(at->first, at->second)) keys.insert({{at->second.text("relation"), at->second.text("definition")}, at->first});
    std::map<Address, std::vector<Address>> doubled;
    for (const auto &[said, key] : keys) {
        const Object *table = schema.find({"table", said.first});
        if (table == nullptr) continue;
        for (const std::string &above : ancestors_of(schema, *table))
            if (const auto whole = keys.find({above, said.second}); whole != keys.end()) doubled[key].push_back(whole->second);
    }
    return doubled;
}

Address table_of(const Schema &schema, const std::string &relation) {
    Address foreign{"foreign table", relation};
    return schema.find(foreign) != nullptr ? foreign : Address{"table", relation};
}

Address column_of(const Schema &schema, const std::string &relation, const std::string &identity) {
    return {table_of(schema, relation).kind + " column", identity};
}

Address relation_of(const Schema &schema, const Object &object, const Address &address) {
    return object.has("relation") ? table_of(schema, object.text("relation")) : address;
}

bool pins_type(const Address &address, const Object &object) {
    static const std::set<std::string> kinds{"view", "materialized view", "rule", "policy", "trigger", "function", "procedure", "publication relation"};
    return kinds.contains(address.kind) || (is_table_column(address) && object.has("generated"));
}

} // namespace confiture::diff
