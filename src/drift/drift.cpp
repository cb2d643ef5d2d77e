#include "confiture/drift/drift.hpp"

#include <set>

#include "confiture/catalog/catalog.hpp"
#include "confiture/catalog/expected.hpp"

namespace confiture::drift {
namespace {

using model::Address;
using model::Object;
using model::Schema;

// A relation or domain of which a part stands in both schemas or in none.
bool comes_with_whole(const Object &object, const Schema &schema, const Schema &other) {
    const std::string &relation = object.text("relation"), &domain = object.text("domain");
    for (const char *kind : {"table", "view", "materialized view", "foreign table"})
        if (!relation.empty() && schema.find({kind, relation}) != nullptr && other.find({kind, relation}) == nullptr) return true;
    return !domain.empty() && schema.find({"type", domain}) != nullptr && other.find({"type", domain}) == nullptr;
}

// The attributes of the one that the other has not, or has otherwise.
std::string differing(const Object &object, const Object &other) {
    Object rest;
    for (const auto &[name, value] : object.attributes) {
        const auto found = other.attributes.find(name);
        if (found == other.attributes.end() || found->second != value) rest.attributes[name] = value;
    }
    return model::to_json(rest);
}

// What not every caller may see says nothing where he can't.
void hide(const Address &address, Object &object, const Object &other) {
    if (address.kind != "subscription" && address.kind != "user mapping") return;
    for (const char *attribute : {"connection", "options", "withheld"})
        if (!other.has(attribute)) object.attributes.erase(attribute);
}

void tell_change(const Address &address, Object before, Object now, std::vector<Drift> &rows) {
    hide(address, before, now);
    hide(address, now, before);
    if (!model::are_same(before, now)) rows.push_back({address, "changed", differing(before, now), differing(now, before)});
}

void tell_alone(const Schema &schema, const Schema &other, bool is_expected, std::vector<Drift> &rows) {
    for (const auto &[address, object] : schema.objects) {
        if (other.find(address) != nullptr || comes_with_whole(object, schema, other)) continue;
        const std::string json = model::to_json(object);
        if (is_expected) rows.push_back({address, "removed", json, std::nullopt});
        else rows.push_back({address, "added", std::nullopt, json});
    }
}

} // namespace

std::vector<Drift> drift() {
    const Schema expected = catalog::expected();
    const Schema actual = catalog::read();
    std::vector<Drift> rows;
    tell_alone(expected, actual, true, rows);
    tell_alone(actual, expected, false, rows);
    for (const auto &[address, object] : expected.objects) {
        const Object *now = actual.find(address);
        if (now != nullptr && !model::are_same(object, *now)) tell_change(address, object, *now, rows);
    }
    return rows;
}

} // namespace confiture::drift
