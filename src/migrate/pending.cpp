#include "pending.hpp"

#include "confiture/model/conditions.hpp"
#include "confiture/pg/notice.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/source/author.hpp"
#include "confiture/text/order.hpp"

namespace confiture::migrate {
namespace {

void check_requirements(const State &state, const Pending &migrations, std::size_t index, const Step &step) {
    for (const std::string &version : step.directives.requires_versions) {
        const std::string key = text::normal_version(version);
        bool met = state.find_applied(key) != nullptr;
        for (std::size_t i = 0; i < index && !met; i++) met = migrations[i]->model.key == key;
        if (!met)
            throw Problem(condition::requirement_not_met,
                          "migration \"" + migrations[index]->model.version + "\" requires \"" + version +
                              "\", which is neither applied nor pending before it", "The file is " + step.path + ".",
                          "Load migration \"" + version + "\" too, or correct the directive.");
    }
}

void check_ways_back(const source::Migration &migration, const Step &step) {
    if (step.directives.irreversible && migration.down)
        throw Problem(condition::invalid_directive,
                      "migration \"" + migration.model.version + "\" says irreversible=true, but has a down file",
                      "The files are " + step.path + " and " + migration.down->path + ".", "Remove the one or the other.");
}

} // namespace

Pending chosen(const State &state, const std::optional<std::string> &target) {
    Pending migrations = pending(state);
    if (target) {
        const std::string last = require_known(state, *target);
        std::erase_if(migrations, [&](const source::Migration *migration) {
            return text::compare_versions(migration->model.key, last) > 0;
        });
    }
    return migrations;
}

void judge_order(const State &state, const Pending &migrations) {
    Pending late;
    for (const source::Migration *migration : migrations)
        if (is_out_of_order(state, *migration)) late.push_back(migration);
    const std::string policy = pg::setting("confiture.out_of_order");
    if (late.empty() || policy == "allow") return;
    const bool one = late.size() == 1;
    const std::string message = (one ? "pending migration " : "pending migrations ") + listed(late) +
                                (one ? " is" : " are") + " older than the newest applied one, \"" +
                                state.applied.back().version + "\"";
    if (policy == "warn") {
        pg::warning(message);
        return;
    }
    throw Problem(condition::out_of_order, message, {},
                  "Give it a newer version, or SET confiture.out_of_order = 'allow' where the order does not matter.");
}

std::vector<Step> make_steps(const State &state, const Pending &migrations, Purpose purpose) {
    source::AuthorCheck author;
    std::vector<Step> steps;
    std::vector<const source::File *> ups;
    for (const source::Migration *migration : migrations) ups.push_back(&migration->up);
    std::vector<std::string> texts = source::contents(ups);
    for (std::size_t i = 0; i < migrations.size(); i++) {
        const source::File &up = migrations[i]->up;
        if (purpose.runs) author.require(up.path, up.checksum, up.loaded_by, up.approved_by);
        steps.push_back(make_step(up.path, std::move(texts[i]), model::Direction::up, purpose.may_commit));
        check_requirements(state, migrations, i, steps.back());
        check_ways_back(*migrations[i], steps.back());
    }
    return steps;
}

void warn_of_changes(const State &state) {
    std::string changed;
    for (const source::Migration &migration : state.source) {
        const Applied *applied = state.find_applied(migration.model.key);
        if (applied == nullptr || applied->up_checksum == migration.up.checksum) continue;
        changed += (changed.empty() ? "\"" : ", \"") + migration.model.version + "\"";
    }
    if (!changed.empty())
        pg::warning("files of applied migrations have changed since: " + changed, "SELECT * FROM confiture.verify()");
}

} // namespace confiture::migrate
