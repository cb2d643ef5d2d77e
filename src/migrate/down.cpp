#include "confiture/catalog/watch.hpp"
#include "confiture/model/conditions.hpp"
#include "confiture/pg/lock.hpp"
#include "confiture/pg/scope.hpp"
#include "confiture/pg/transaction.hpp"
#include "confiture/run/log.hpp"
#include "derive.hpp"
#include "state.hpp"
#include "step.hpp"
#include "stopped.hpp"
#include "undo.hpp"

namespace confiture::migrate {
namespace {

std::vector<Done> run_all(std::vector<Undo> undos) {
    std::vector<Done> done;
    std::vector<run::Record> records;
    catalog::Watch watch;
    pg::prepare_run();
    for (Undo &undo : undos) {
        const Applied &applied = *undo.applied;
        run::Record record{.action = "down", .version = applied.version, .key = applied.key, .name = applied.name,
                           .statements = {}, .environment = {}, .reason = {}, .up = {}, .down = {}, .effect = run::Effect::remove};
        record.fingerprint_before = watch.fingerprint();
        record.down_origin = applied.down_origin;
        try {
            done.push_back(run_step(undo.step, record, done.size(), undos.size()));
        } catch (pg::Error &error) {
            advise_on_derived(error, record);
            throw;
        }
        follow(watch, undo.step, done.size() - 1, undos.size());
        record.fingerprint_after = watch.fingerprint();
        record.down = run::StoredText{std::move(undo.step.text), applied.down_checksum.value_or(""),
                                      applied.down_loaded_by.value_or(""), applied.down_approved_by};
        records.push_back(std::move(record));
    }
    watch.keep();
    run::record(records);
    return done;
}

} // namespace

std::vector<Done> down(const std::optional<std::string> &target, std::int64_t steps, bool dry_run) {
    pg::require_writable("confiture.migrate_down()");
    pg::require_read_committed("confiture.migrate_down()");
    pg::refuse_inside_run("confiture.migrate_down()");
    pg::take_runner_lock();
    const State state = read_state();
    refuse_stopped(state);
    const Chosen chosen = target ? above(state, *target) : newest(state, steps);
    if (chosen.empty()) return {};
    check_requirements(chosen);
    std::vector<Undo> undos = make_undos(chosen);
    std::vector<Done> done;
    if (dry_run) run::dry_run("confiture.migrate_down()", [&] { done = run_all(std::move(undos)); });
    else done = run_all(std::move(undos));
    return done;
}

} // namespace confiture::migrate
