#include <array>
#include <cstring>

#include "confiture/model/conditions.hpp"
#include "confiture/pg/lock.hpp"
#include "confiture/pg/notice.hpp"
#include "confiture/pg/scope.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/pg/spi.hpp"
#include "confiture/pg/transaction.hpp"
#include "confiture/source/author.hpp"
#include "confiture/text/order.hpp"
#include "state.hpp"
#include "step.hpp"

namespace confiture::migrate {
namespace {

using Pending = std::vector<const source::Migration *>;

// The generation at which this session last saw nothing pending; both rows' values with who wrote them and of which table they are,
// since a value that was rolled back may come again, and a transaction that creates the extension anew begins at the same values.
constinit std::array<char, 128> idle_generation{};

std::string generation() {
    return pg::query("SELECT string_agg(concat_ws(':', tableoid, xmin, value), ',' ORDER BY name) FROM confiture.generation")[0][0].value_or("");
}

void remember_idle(const std::string &generation) {
    if (generation.size() >= idle_generation.size()) return;
    std::memcpy(idle_generation.data(), generation.c_str(), generation.size() + 1);
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

// Reads, and checks, all texts before anything runs.
std::vector<Step> make_steps(const State &state, const Pending &migrations) {
    source::AuthorCheck author;
    std::vector<Step> steps;
    for (std::size_t i = 0; i < migrations.size(); i++) {
        const source::File &up = migrations[i]->up;
        author.require(up.path, up.checksum, up.loaded_by, up.approved_by);
        steps.push_back(make_step(up.path, source::content(up), model::Direction::up));
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

std::vector<Done> run_all(const Pending &migrations, std::vector<Step> steps) {
    std::vector<Done> done;
    std::vector<run::Record> records;
    pg::prepare_run();
    for (std::size_t i = 0; i < migrations.size(); i++) {
        const source::Migration &migration = *migrations[i];
        run::Record record{.action = "up", .version = migration.model.version, .key = migration.model.key,
                           .name = migration.model.name, .statements = {}, .environment = {}, .reason = {}, .up = {}, .down = {},
                           .effect = run::Effect::add};
        done.push_back(run_step(steps[i], record, i, migrations.size()));
        record.up = stored(migration.up, std::move(steps[i].text));
        if (migration.down) record.down = stored(*migration.down, source::content(*migration.down));
        records.push_back(std::move(record));
    }
    run::record(records);
    return done;
}

} // namespace

std::vector<Done> up(const std::optional<std::string> &target, bool dry_run) {
    pg::require_writable("confiture.migrate_up()");
    pg::require_read_committed("confiture.migrate_up()");
    pg::refuse_inside_run("confiture.migrate_up()");
    const std::string seen = generation();
    if (!target && seen == idle_generation.data()) return {};
    if (chosen(read_state(), target).empty()) {
        if (!target) remember_idle(seen);
        return {};
    }
    pg::take_runner_lock();
    const State state = read_state();
    const Pending migrations = chosen(state, target);
    if (migrations.empty()) return {};
    judge_order(state, migrations);
    warn_of_changes(state);
    std::vector<Step> steps = make_steps(state, migrations);
    std::vector<Done> done;
    if (dry_run) pg::roll_back([&] { done = run_all(migrations, std::move(steps)); });
    else done = run_all(migrations, std::move(steps));
    return done;
}

} // namespace confiture::migrate
