#include <array>
#include <cstring>

#include "confiture/catalog/watch.hpp"
#include "confiture/pg/lock.hpp"
#include "confiture/pg/scope.hpp"
#include "confiture/pg/spi.hpp"
#include "confiture/pg/transaction.hpp"
#include "confiture/run/log.hpp"
#include "derive.hpp"
#include "pending.hpp"
#include "state.hpp"
#include "step.hpp"
#include "stopped.hpp"

namespace confiture::migrate {
namespace {

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

// The texts of those that have been written, in the order of their migrations.
std::vector<std::string> written_downs(const Pending &migrations) {
    std::vector<const source::File *> downs;
    for (const source::Migration *migration : migrations)
        if (migration->down) downs.push_back(&*migration->down);
    return source::contents(downs);
}

std::vector<Done> run_all(const Pending &migrations, std::vector<Step> steps) {
    std::vector<Done> done;
    std::vector<run::Record> records;
    std::vector<std::string> downs = written_downs(migrations);
    auto down = downs.begin();
    catalog::Watch watch;
    pg::prepare_run();
    for (std::size_t i = 0; i < migrations.size(); i++) {
        const source::Migration &migration = *migrations[i];
        run::Record record{.action = "up", .version = migration.model.version, .key = migration.model.key,
                           .name = migration.model.name, .statements = {}, .environment = {}, .reason = {}, .up = {}, .down = {},
                           .effect = run::Effect::add};
        watch.begin();
        record.fingerprint_before = watch.fingerprint();
        done.push_back(run_step(steps[i], record, i, migrations.size()));
        follow(watch, steps[i], i, migrations.size());
        if (migration.down) record.down = stored(*migration.down, std::move(*down++));
        record_change(watch, steps[i], record);
        record.up = stored(migration.up, std::move(steps[i].text));
        records.push_back(std::move(record));
    }
    watch.keep();
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
    const State before = read_state();
    if (before.journal.empty() && chosen(before, target).empty()) {
        if (!target) remember_idle(seen);
        return {};
    }
    pg::take_runner_lock();
    const State state = read_state();
    refuse_stopped(state);
    const Pending migrations = chosen(state, target);
    if (migrations.empty()) return {};
    judge_order(state, migrations);
    warn_of_changes(state);
    std::vector<Step> steps = make_steps(state, migrations, {});
    std::vector<Done> done;
    if (dry_run) run::dry_run("confiture.migrate_up()", [&] { done = run_all(migrations, std::move(steps)); });
    else done = run_all(migrations, std::move(steps));
    return done;
}

} // namespace confiture::migrate
