#include <algorithm>

#include "confiture/migrate/migrate.hpp"
#include "confiture/model/conditions.hpp"
#include "confiture/pg/notice.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/pg/spi.hpp"
#include "confiture/run/course.hpp"
#include "confiture/text/order.hpp"
#include "mark.hpp"
#include "state.hpp"
#include "step.hpp"

namespace confiture::migrate {
namespace {

bool is_same(const Applied &applied, const source::Migration &migration) {
    const std::optional<source::File> &down = migration.down;
    return applied.action != "baseline" && applied.up_checksum == migration.up.checksum &&
           applied.up_loaded_by == migration.up.loaded_by && applied.up_approved_by == migration.up.approved_by &&
           applied.down_checksum == (down ? std::optional(down->checksum) : std::nullopt) &&
           (!down && applied.down_origin ? std::nullopt : applied.down_loaded_by) == (down ? std::optional(down->loaded_by) : std::nullopt) &&
           applied.down_approved_by == (down ? down->approved_by : std::nullopt) && applied.name == migration.model.name;
}

void require_reason(const std::string &reason, const char *what) {
    if (reason.find_first_not_of(" \t\n") != std::string::npos) return;
    throw Problem(condition::invalid_parameter, std::string(what) + " needs a reason", "It stands in confiture.history for whoever reads it later.");
}

const source::Migration &require_source(const State &state, const std::string &key, const std::string &version) {
    const source::Migration *migration = state.find_source(key);
    if (migration != nullptr) return *migration;
    throw Problem(condition::source_not_found, "the source has no migration \"" + version + "\"", {}, "Load its files first.");
}

// What was derived from what the migration has done goes on standing in for a file that is not there.
void keep_derived(const Applied &applied, run::Record &record) {
    if (record.down || !applied.down_origin) return;
    record.down = run::StoredText{pg::query("SELECT down_text FROM confiture.history WHERE id = $1", {applied.history})[0][0], {},
                                  applied.down_loaded_by.value_or(""), applied.down_approved_by};
    record.down_origin = applied.down_origin;
}

bool has_stopped(const State &state, const std::string &key) { return !state.journal.empty() && state.journal[0].version == key; }

const State &require_stopped(const State &state, const std::string &key, const std::string &version) {
    if (has_stopped(state, key)) return state;
    throw Problem(condition::no_decision, "migration \"" + version + "\" has not stopped half-way", {},
                  "SELECT version, name, state FROM confiture.status");
}

std::vector<Judged> repair_applied(const State &state, const std::string &key, const std::string &version, const std::string &reason) {
    const Applied *applied = state.find_applied(key);
    if (applied == nullptr)
        throw Problem(condition::not_applied, "migration \"" + version + "\" is not applied", {},
                      "A pending migration takes its texts from the source anyway.");
    const source::Migration &migration = require_source(state, key, version);
    if (is_same(*applied, migration)) return {{{}, {}, "unchanged"}};
    run::Record record = record_of(migration, "repair", reason, run::Effect::replace, true);
    keep_derived(*applied, record);
    run::record({record});
    return {{{}, {}, "repaired"}};
}

// What steps that are not done have left behind; nobody will drop it once their statements are gone.
void tell_what_is_left(const std::vector<run::Step> &steps) {
    for (const run::Step &step : steps)
        if (step.state != "done" && step.state != "pending")
            for (const std::string &name : run::remains_of(step))
                pg::notice(name + " is INVALID, left by step " + std::to_string(step.number), "DROP INDEX CONCURRENTLY " + name);
}

const source::File &file_to_run(const source::Migration &migration, const run::Step &begun) {
    if (begun.action == "up") return migration.up;
    if (migration.down) return *migration.down;
    throw Problem(condition::missing_down, "the source has no down of migration \"" + begun.migration + "\"", {}, "Load its file first.");
}

std::vector<Judged> repair_stopped(const State &state, const std::string &reason) {
    const run::Step &begun = state.journal[0];
    const source::Migration &migration = require_source(state, begun.version, begun.migration);
    const source::File &file = file_to_run(migration, begun);
    const bool is_up = begun.action == "up";
    const Step step = make_step(file.path, source::content(file), is_up ? model::Direction::up : model::Direction::down, true);
    run::Course course = course_of(step, begun.migration + "_" + begun.name);
    run::replan_course(course, state.journal, file.checksum);
    tell_what_is_left(state.journal);
    std::vector<Judged> judged;
    int done = 0;
    for (const run::Step &planned : course.steps) {
        const bool kept = planned.state == "done";
        if (kept) done = planned.number;
        judged.push_back({planned.number, planned.statement, kept ? "kept" : "planned"});
    }
    // A text without statements has nothing to go on with: the migration is pending again, as if it had never begun.
    if (course.steps.empty()) run::close_journal(begun.version);
    else run::plan_steps(course.steps, done + 1);
    run::record({record_of(migration, "repair", reason, is_up ? run::Effect::none : run::Effect::replace, true)});
    return judged;
}

// What became of a step, as far as that can be known.
std::string fate_of(const run::Step &step) {
    if (step.state == "done") return "committed";
    if (step.state == "pending" || step.kind == run::transaction_step) return "not run";
    if (step.state == "lost" || !run::has_probe(step.kind)) return step.state == "failed" ? "failed" : "lost";
    return run::seems_done(step) ? "committed" : run::remains_of(step).empty() ? "not run" : "half done";
}

// For an attempt at a migration that may not be in the source any more.
run::Record record_without_texts(const run::Step &step, const char *action, const std::string &reason, run::Effect effect) {
    run::Record record;
    record.action = action;
    record.version = step.migration;
    record.key = step.version;
    record.name = step.name;
    record.reason = reason;
    record.started_at = pg::now();
    record.effect = effect;
    return record;
}

} // namespace

std::vector<Judged> repair(const std::string &version, const std::string &reason) {
    require_reason(reason, "a repair");
    prepare_to_mark("confiture.repair()");
    const State state = read_state();
    const std::string key = require_known(state, version);
    return has_stopped(state, key) ? repair_stopped(state, reason) : repair_applied(state, key, version, reason);
}

std::vector<Judged> settle(const std::string &version, const std::string &reason, int number, const std::string &decision) {
    require_reason(reason, "a repair");
    if (decision != "done" && decision != "redo")
        throw Problem(condition::invalid_parameter, "settle must be 'done' or 'redo', not '" + decision + "'");
    prepare_to_mark("confiture.repair()");
    const State state = read_state();
    const std::string key = text::normal_version(version);
    require_stopped(state, key, version);
    const auto at = std::find_if(state.journal.begin(), state.journal.end(), [&](const run::Step &step) { return step.number == number; });
    if (at == state.journal.end())
        throw Problem(condition::no_decision, "migration \"" + version + "\" has no step " + std::to_string(number), {},
                      "SELECT number, state, statement FROM confiture.step");
    const bool is_lost = at->state == "lost" || (at->state == "running" && !run::has_probe(at->kind));
    if (!is_lost)
        throw Problem(condition::no_decision, "step " + std::to_string(number) + " of migration \"" + version + "\" needs no decision",
                      "It is " + at->state + (run::has_probe(at->kind) ? ", and confiture can look for itself what became of it." : "."),
                      "CALL confiture.migrate()");
    run::settle_step(*at, decision == "done" ? "done" : "pending");
    run::Record record = record_without_texts(*at, "repair", reason + " (step " + std::to_string(number) + " settled: " + decision + ")", run::Effect::none);
    run::record({record});
    return {{number, at->statement, decision}};
}

std::vector<Judged> abandon(const std::string &version, const std::string &reason) {
    require_reason(reason, "abandon()");
    prepare_to_mark("confiture.abandon()");
    const State state = read_state();
    const std::string key = text::normal_version(version);
    require_stopped(state, key, version);
    std::vector<Judged> judged;
    for (const run::Step &step : state.journal) judged.push_back({step.number, step.statement, fate_of(step)});
    tell_what_is_left(state.journal);
    const run::Step &first = state.journal[0];
    run::record({record_without_texts(first, "abandon", reason, first.action == "down" ? run::Effect::remove : run::Effect::none)});
    run::close_journal(key);
    return judged;
}

} // namespace confiture::migrate
