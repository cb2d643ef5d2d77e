#pragma once

#include <map>
#include <optional>

#include "confiture/model/schema.hpp"

namespace confiture::migrate {

// What a map had where another now has something else; nothing for a key that it did not have.
template <class Key, class Value>
class MapBack {
public:
    MapBack(const std::map<Key, Value> &before, const std::map<Key, Value> &after) {
        for (const auto &[key, value] : before) {
            const auto same = after.find(key);
            if (same == after.end() || !(same->second == value)) values_.emplace(key, value);
        }
        for (const auto &[key, value] : after)
            if (!before.contains(key)) values_.emplace(key, std::nullopt);
    }

    void apply(std::map<Key, Value> &map) const {
        for (const auto &[key, value] : values_) {
            if (value) map.insert_or_assign(key, *value);
            else map.erase(key);
        }
    }

private:
    std::map<Key, std::optional<Value>> values_;
};

// The way from one reading of a schema to the reading before it, which is as large as what differs.
class WayBack {
public:
    WayBack(const model::Schema &before, const model::Schema &after)
        : objects_(before.objects, after.objects), depends_(before.depends, after.depends), facts_(before.facts, after.facts) {}

    void apply(model::Schema &schema) const {
        objects_.apply(schema.objects);
        depends_.apply(schema.depends);
        facts_.apply(schema.facts);
    }

private:
    MapBack<model::Address, model::Object> objects_;
    MapBack<model::Address, std::vector<model::Dependency>> depends_;
    MapBack<std::string, std::string> facts_;
};

} // namespace confiture::migrate
