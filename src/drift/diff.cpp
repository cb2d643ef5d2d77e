#include "confiture/drift/diff.hpp"

#include <algorithm>
#include <utility>

#include "confiture/catalog/catalog.hpp"
#include "confiture/drift/shadow.hpp"
#include "confiture/pg/json.hpp"
#include "confiture/pg/lock.hpp"
#include "confiture/pg/transaction.hpp"
#include "renaming.hpp"

namespace confiture::drift {
namespace {

void take_over(const std::string &attribute, const model::Object *from, model::Object &to) {
    to.attributes.erase(attribute);
    if (from != nullptr && from->has(attribute)) to.attributes[attribute] = from->attributes.at(attribute);
}

bool has_all_it_needs(const model::Schema &here, const model::Address &address, const model::Schema &there) {
    const auto needs = here.depends.find(address);
    return needs == here.depends.end() ||
           std::all_of(needs->second.begin(), needs->second.end(), [&](const model::Dependency &need) { return there.find(need.on) != nullptr; });
}

// What there is keeps its owner and its privileges, also where it must be made anew; what is new gets those that its making gives it.
void keep_owners(const model::Schema &here, model::Schema &there) {
    for (auto &[address, object] : there.objects)
        for (const char *attribute : {"owner", "privileges"}) take_over(attribute, here.find(address), object);
    std::erase_if(there.objects, [](const auto &entry) { return model::is_privileges(entry.first); });
    for (const auto &[address, object] : here.objects)
        if (model::is_privileges(address) && has_all_it_needs(here, address, there)) there.objects[address] = object;
}

} // namespace

Difference difference(const std::string &environment, bool online) {
    pg::require_writable("confiture.diff()");
    pg::refuse_inside_run("confiture.diff()");
    const build::Blueprint blueprint = build::blueprint_of(environment);
    Difference difference;
    difference.search_path = blueprint.job.front();
    const std::string there = shadow_snapshot(blueprint, [&] { difference.here = catalog::read(); });
    difference.there = model::schema_of(pg::parse_json(there));
    difference.fingerprint = model::fingerprint_of(difference.here);
    Renaming renaming = rename(difference.here, difference.there, blueprint.renames, difference.search_path);
    difference.here = std::move(renaming.schema);
    if (blueprint.owner.empty()) keep_owners(difference.here, difference.there);
    difference.steps = std::move(renaming.steps);
    difference.renamed_back = std::move(renaming.back);
    for (diff::Step &step : diff::compare(difference.here, difference.there, online)) difference.steps.push_back(std::move(step));
    return difference;
}

std::vector<diff::Step> way_back(const Difference &difference) {
    std::vector<diff::Step> steps = diff::compare(difference.there, difference.here, false);
    steps.insert(steps.end(), difference.renamed_back.begin(), difference.renamed_back.end());
    return steps;
}

} // namespace confiture::drift
