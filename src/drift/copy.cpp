#include "confiture/drift/copy.hpp"

#include <algorithm>

#include "confiture/build/blueprint.hpp"
#include "confiture/diff/compare.hpp"
#include "confiture/model/conditions.hpp"
#include "confiture/pg/json.hpp"
#include "confiture/pg/session.hpp"

namespace confiture::drift {
namespace {

// What is here may use what is in it, and so may a migration; only a superuser can make it.
constexpr const char *make_extension = "CREATE EXTENSION confiture";

// So many statements share a transaction: each may take locks of its own.
constexpr std::size_t statements_at_once = 100;

std::vector<std::pair<std::string, std::string>> files_of(const std::vector<diff::Step> &steps) {
    static constexpr const char *path = "copy of this database";
    std::vector<std::pair<std::string, std::string>> files;
    std::size_t count = 0;
    bool must_commit = false;
    for (const diff::Step &step : steps) {
        if (!step.statement) continue;
        if (count++ % statements_at_once == 0 || must_commit) files.emplace_back(path, "SET check_function_bodies = off;\n");
        files.back().second += *step.statement + ";\n";
        must_commit = step.ends_transaction;
    }
    return files;
}

// The first object that the two do not have in common.
std::string first_difference(const model::Schema &one, const model::Schema &other) {
    for (const auto &[a, b] : {std::pair(&one, &other), std::pair(&other, &one)})
        for (const auto &[address, object] : a->objects) {
            const model::Object *same = b->find(address);
            if (same == nullptr || same->attributes != object.attributes) return address.kind + " " + address.identity;
        }
    return {};
}

bool has_owners(const model::Schema &schema) {
    return std::any_of(schema.objects.begin(), schema.objects.end(), [](const auto &entry) { return entry.second.has("owner"); });
}

void require_same(const model::Schema &here, const model::Schema &copy) {
    if (model::fingerprint_of(here) == model::fingerprint_of(copy)) return;
    throw Problem(condition::no_copy, "the schema of this database can't be copied as it is", "They differ first in " + first_difference(here, copy) + ".",
                  "SELECT confiture.dump() shows the statements that make the copy.");
}

} // namespace

model::Schema without_owners(model::Schema schema) {
    std::erase_if(schema.objects, [](const auto &entry) { return model::is_privileges(entry.first); });
    for (auto &[address, object] : schema.objects)
        for (const char *attribute : {"owner", "privileges"}) object.attributes.erase(attribute);
    return schema;
}

pg::Job fill_copy(const std::vector<std::pair<std::string, std::string>> &files) {
    std::vector<std::string> arguments{"pg_catalog", {}, "0", "0"};
    for (const auto &[path, text] : files) {
        arguments.push_back(path);
        arguments.push_back(text);
    }
    return fill_shadow(std::move(arguments));
}

void with_copy(const model::Schema &schema, const std::function<void(const ShadowJobs &)> &body) {
    with_shadow({pg::current_user(), "template0", build::locale_options()}, [&](const ShadowJobs &jobs) {
        if (pg::is_superuser()) jobs({.entry = "confiture_work_beside_shadow", .title = {}, .arguments = {make_extension}, .role = {}, .database = {}, .settings = {}}, {});
        model::Schema copy = model::schema_of(pg::parse_json(jobs(fill_copy(files_of(diff::from_nothing(schema))), {}).at(0)));
        require_same(schema, has_owners(schema) ? copy : without_owners(std::move(copy)));
        body(jobs);
    });
}

catalog::Read read_copy(const ShadowJobs &jobs) {
    const std::vector<std::string> answers = jobs(read_shadow(), {});
    catalog::Read read{model::schema_of(pg::parse_json(answers.at(0))), {}};
    for (const auto &[row, address] : pg::parse_json(answers.at(1)).fields) read.holders.emplace(row, model::address_of(address.text));
    return read;
}

void change_copy(const ShadowJobs &jobs, const model::Schema &now, const model::Schema &wanted) {
    const model::Schema copy = model::schema_of(pg::parse_json(jobs(fill_copy(files_of(diff::compare(now, wanted, false))), {}).at(0)));
    if (model::fingerprint_of(copy) == model::fingerprint_of(wanted)) return;
    throw Problem(condition::no_copy, "the copy of this database's schema can't be changed to that", "They differ first in " + first_difference(wanted, copy) + ".");
}

} // namespace confiture::drift
