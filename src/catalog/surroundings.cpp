#include "surroundings.hpp"

#include <set>

#include "confiture/pg/interrupt.hpp"
#include "roots.hpp"

namespace confiture::catalog {
namespace {

using model::Address;
using model::Schema;

// What stands in the schema now, wherever it is read.
class Circle {
public:
    explicit Circle(const Reading &reading) : reading_(reading) {}

    void add(const Address &address) {
        if (reading_.schema.find(address) == nullptr || !addresses.insert(address).second) return;
        const auto depends = reading_.schema.depends.find(address);
        if (depends == reading_.schema.depends.end()) return;
        for (const model::Dependency &dependency : depends->second) add_whole(dependency.on);
    }

    // A part brings the whole along with all its parts.
    void add_whole(const Address &address) {
        const auto standing = reading_.standing.find(address);
        if (standing == reading_.standing.end()) return;
        const auto root = reading_.by_root.find(standing->second.root);
        if (root != reading_.by_root.end())
            for (const Address &part : root->second) addresses.insert(part);
    }

    std::set<Address> addresses{};

private:
    const Reading &reading_;
};

// Without dependencies on what is not there.
void cut_depends(Schema &schema) {
    for (auto &[address, depends] : schema.depends) {
        pg::poll();
        std::erase_if(depends, [&](const model::Dependency &dependency) { return schema.find(dependency.on) == nullptr; });
    }
    std::erase_if(schema.depends, [&](const auto &entry) { return entry.second.empty() || schema.find(entry.first) == nullptr; });
}

} // namespace

void surround(const Reading &reading, const std::map<Address, std::optional<Was>> &changed, const std::vector<Key> &altered, Change &change) {
    Circle circle(reading);
    for (const auto &[address, was] : changed) {
        pg::poll();
        circle.add(address);
        circle.add_whole(address);
        if (was)
            for (const model::Dependency &dependency : was->depends) circle.add_whole(dependency.on);
    }
    if (!altered.empty())
        for (const Address &address : dependents_of(reading, altered)) circle.add(address);
    change.after.facts = reading.schema.facts;
    for (const Address &address : circle.addresses) {
        pg::poll();
        change.after.objects.emplace(address, reading.schema.objects.at(address));
        if (const auto depends = reading.schema.depends.find(address); depends != reading.schema.depends.end()) change.after.depends.emplace(address, depends->second);
    }
    for (auto at = reading.schema.objects.lower_bound({"default acl", ""}); at != reading.schema.objects.end() && at->first.kind == "default acl"; ++at)
        change.after.objects.insert(*at);
    change.before = change.after;
    for (const auto &[address, was] : changed) {
        pg::poll();
        change.before.objects.erase(address);
        change.before.depends.erase(address);
        if (!was) continue;
        change.before.objects.emplace(address, was->object);
        change.before.depends.emplace(address, was->depends);
    }
    cut_depends(change.before);
    cut_depends(change.after);
}

} // namespace confiture::catalog
