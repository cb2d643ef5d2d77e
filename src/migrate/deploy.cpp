#include <algorithm>

#include "confiture/model/conditions.hpp"
#include "confiture/pg/interrupt.hpp"
#include "confiture/pg/lock.hpp"
#include "confiture/pg/notice.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/pg/transaction.hpp"
#include "confiture/run/course.hpp"
#include "confiture/run/log.hpp"
#include "confiture/source/author.hpp"
#include "confiture/text/order.hpp"
#include "confiture/text/quote.hpp"
#include "pending.hpp"
#include "state.hpp"
#include "stopped.hpp"
#include "undo.hpp"

namespace confiture::migrate {
namespace {

// One migration to be run, up or down.
struct Task {
    Step step;
    run::Record record;           // as it will be, but for what the run tells
    std::string checksum;         // of the file that runs
    std::vector<run::Step> begun; // what an earlier call has left
};

Task up_task(const source::Migration &migration, Step step) {
    Task task{std::move(step), {}, migration.up.checksum, {}};
    task.record.action = "up";
    task.record.version = migration.model.version;
    task.record.key = migration.model.key;
    task.record.name = migration.model.name;
    task.record.effect = run::Effect::add;
    task.record.up = stored(migration.up, task.step.text);
    if (migration.down) task.record.down = stored(*migration.down, source::content(*migration.down));
    return task;
}

Task down_task(Undo undo) {
    const Applied &applied = *undo.applied;
    Task task{std::move(undo.step), {}, applied.down_checksum.value_or(""), {}};
    task.record.action = "down";
    task.record.version = applied.version;
    task.record.key = applied.key;
    task.record.name = applied.name;
    task.record.effect = run::Effect::remove;
    task.record.down = run::StoredText{task.step.text, task.checksum, applied.down_loaded_by.value_or(""), applied.down_approved_by};
    return task;
}

// What an earlier call has begun goes first, if it leads where this one is to go.
void require_on_the_way(const State &state, const std::optional<std::string> &target, bool down) {
    const run::Step &stopped = state.journal[0];
    if (stopped.action == "up" && (!target || text::compare_versions(stopped.version, text::normal_version(*target)) <= 0)) return;
    if (stopped.action == "down" && down && target && text::compare_versions(stopped.version, text::normal_version(*target)) > 0) return;
    throw_stopped(state, "The target is not on its way.");
}

// What ran of it was rolled back, so that it may begin anew, with whatever text.
bool nothing_stands(const std::vector<run::Step> &begun) {
    return std::all_of(begun.begin(), begun.end(), [](const run::Step &step) {
        return step.state == "pending" || (step.state != "done" && step.kind == run::transaction_step);
    });
}

// The text that its done steps are part of must be the one that goes on.
void require_same_text(const Task &task, const run::Step &begun) {
    if (task.checksum == begun.file_checksum) return;
    throw Problem(condition::source_changed,
                  "file \"" + task.step.path + "\" has changed since migration \"" + begun.migration + "\" stopped half-way", {},
                  "SELECT * FROM confiture.repair(" + text::quote_literal(begun.migration) + ", '<reason>') takes the new text if the steps that are done stand in it unchanged; "
                  "or load the old text again, or confiture.abandon() the migration.");
}

std::vector<Task> ups(const State &state, const Pending &migrations) {
    std::vector<Step> steps = make_steps(state, migrations, {.runs = true, .may_commit = true});
    std::vector<Task> tasks;
    for (std::size_t i = 0; i < migrations.size(); i++) tasks.push_back(up_task(*migrations[i], std::move(steps[i])));
    return tasks;
}

// Below every migration: `0`, unless one is called so.
bool is_nothing(const State &state, const std::optional<std::string> &target, bool down) {
    return down && target && text::normal_version(*target) == "0" && state.find_source("0") == nullptr && state.find_applied("0") == nullptr;
}

std::vector<Task> undo_all(const Chosen &chosen) {
    std::vector<Task> tasks;
    check_requirements(chosen);
    for (Undo &undo : make_undos(chosen, true)) tasks.push_back(down_task(std::move(undo)));
    return tasks;
}

std::vector<Task> downs(const State &state, const std::string &target, bool down) {
    std::vector<Task> tasks;
    if (state.find_applied(require_known(state, target)) == nullptr) return tasks;
    const Chosen chosen = above(state, target);
    if (chosen.empty()) return tasks;
    if (!down)
        throw Problem(condition::invalid_parameter, "migrations newer than \"" + target + "\" are applied",
                      "The newest is \"" + state.applied.back().version + "\" (" + state.applied.back().name + ").",
                      "To undo them: CALL confiture.migrate(" + text::quote_literal(target) + ", down => true)");
    return undo_all(chosen);
}

// Everything is read and checked before anything runs.
std::vector<Task> plan(const State &state, const std::optional<std::string> &target, bool down) {
    if (!state.journal.empty()) require_on_the_way(state, target, down);
    std::vector<Task> tasks;
    const bool all_down = is_nothing(state, target, down);
    if (all_down) tasks = undo_all(newest(state, static_cast<std::int64_t>(state.applied.size())));
    else if (target) tasks = downs(state, *target, down);
    const Pending migrations = all_down ? Pending{} : chosen(state, target);
    if (!migrations.empty()) {
        judge_order(state, migrations);
        warn_of_changes(state);
    }
    for (Task &task : ups(state, migrations)) tasks.push_back(std::move(task));
    if (state.journal.empty()) return tasks;
    const run::Step &begun = state.journal[0];
    const auto same = std::find_if(tasks.begin(), tasks.end(), [&](const Task &task) { return task.record.key == begun.version; });
    if (same == tasks.end()) throw_stopped(state, "Its file is gone.");
    if (!nothing_stands(state.journal)) {
        require_same_text(*same, begun);
        same->begun = state.journal;
    }
    std::rotate(tasks.begin(), same, same + 1);
    return tasks;
}

run::Step like(const Task &task) {
    run::Step step;
    step.version = task.record.key;
    step.action = task.record.action;
    step.migration = *task.record.version;
    step.name = *task.record.name;
    step.path = task.step.path;
    step.file_checksum = task.checksum;
    return step;
}

// A procedure called in a worker could leave the role that SET ROLE gave it; nothing of the file from step `from` on has run.
void refuse_calls_under_role(const Task &task, const run::Course &course, std::size_t from) {
    if (task.step.directives.role.empty()) return;
    const auto at = std::find_if(course.steps.begin() + static_cast<std::ptrdiff_t>(from), course.steps.end(),
                                 [](const run::Step &step) { return step.kind == "call"; });
    if (at == course.steps.end()) return;
    const run::Step &step = *at;
    Problem problem(condition::invalid_directive, "a procedure that commits can't be called under role=" + task.step.directives.role,
                    "It runs in a session of its own, where RESET ROLE would leave that role.", "Remove the directive, or call it from another file.");
    problem.context = course.file.path + ", line " + std::to_string(step.line) + ", statement " + std::to_string(step.first);
    throw problem;
}

void record_attempt(Task &task, const run::Course &course, const char *outcome, const std::string &sqlstate, const std::string &message) {
    run::Record record = task.record;
    record.effect = run::Effect::none;
    record.outcome = outcome;
    record.sqlstate = sqlstate;
    record.message = message;
    if (record.up) record.up->text.reset();
    if (record.down) record.down->text.reset();
    record.microseconds = pg::now() - record.started_at;
    record.statements = 0;
    for (const run::Step &step : course.steps)
        if (step.state == "done") *record.statements += step.last - step.first + 1;
    run::record({record});
}

// The session may be unable to go on; then the journal still says that the step runs, and the next call finds out what became of it.
void keep_failure(Task &task, const run::Course &course, std::size_t index, const std::string &sqlstate, const std::string &message) {
    try {
        pg::roll_back_and_go_on();
        const bool lost = index < course.steps.size() && (sqlstate == condition::lost_step.sqlstate ||
                          (course.steps[index].uncertain && run::is_unknowable(course.steps[index])));
        if (index < course.steps.size()) {
            if (lost) run::lose_step(course.steps[index]);
            else run::fail_step(course.steps[index], sqlstate, message);
        }
        record_attempt(task, course, lost ? "lost" : "failed", sqlstate, message);
        pg::commit_and_go_on();
    } catch (const pg::Error &) { // the first error is what the caller must see
    }
}

// The last act, in the transaction that ends the last step.
void finish(Task &task, const run::Course &course) {
    run::Record record = task.record;
    record.microseconds = pg::now() - record.started_at;
    record.statements = static_cast<std::int64_t>(course.plan.size());
    run::record({record});
    run::close_journal(record.key);
}

void prepare(Task &task, run::Course &course) {
    task.record.started_at = pg::now();
    if (!task.begun.empty()) {
        for (const run::Step &step : task.begun)
            if (step.started_at > 0) task.record.started_at = std::min(task.record.started_at, step.started_at);
        run::resume_course(course, task.begun);
        return;
    }
    run::plan_course(course, like(task));
    run::plan_steps(course.steps);
}

// A migration whose last step was settled by repair() has all its steps done, and is not finished.
void run_steps(Task &task, run::Course &course, std::size_t &index) {
    bool finished = false;
    for (; index < course.steps.size();) {
        if (course.steps[index].state == "done") {
            index++;
            continue;
        }
        const auto last = [&] {
            finished = index + 1 == course.steps.size();
            if (finished) finish(task, course);
        };
        run::logged(run::LogLevel::step, "step " + std::to_string(index + 1) + " of " + course.title, [&] {
            if (run::settle_begun_step(course, index, last)) return;
            refuse_calls_under_role(task, course, index);
            run::run_step(course, index, last);
        });
        if (course.steps[index].state == "done") index++;
    }
    if (finished) return;
    finish(task, course);
    pg::commit_and_go_on();
}

void run_task(Task &task) {
    run::Course course = course_of(task.step, *task.record.version + "_" + *task.record.name);
    std::size_t index = 0;
    try {
        prepare(task, course);
        run_steps(task, course, index);
    } catch (pg::Error &error) {
        keep_failure(task, course, index, error.fields().sqlstate, error.fields().message);
        throw;
    } catch (Problem &problem) {
        keep_failure(task, course, index, problem.sqlstate, problem.message);
        throw;
    }
}

// What can't be read, or contradicts its directives, in a later file must not show only once earlier ones have been committed.
void read_whole(const std::vector<Task> &tasks) {
    for (const Task &task : tasks) run::plan_file(file_of(task.step), task.step.directives.transaction);
}

void run_tasks(std::vector<Task> tasks) {
    for (Task &task : tasks)
        run::logged(run::LogLevel::migration, task.record.action + " of migration \"" + *task.record.version + "\" (" + *task.record.name + ")",
                    [&] { run_task(task); });
}

// Looked at without the lock.
bool nothing_to_do(const std::optional<std::string> &target, bool down) {
    const State state = read_state();
    if (is_nothing(state, target, down)) return state.applied.empty() && state.journal.empty();
    if (!state.journal.empty() || !chosen(state, target).empty()) return false;
    return !target || state.find_applied(text::normal_version(*target)) == nullptr || above(state, *target).empty();
}

// The server's own timeouts can't be put off by whoever is under them.
void say_what_ends_the_call() {
    for (const char *name : {"statement_timeout", "transaction_timeout"}) {
        const std::string timeout = pg::setting(name);
        if (timeout == "0" || timeout.empty()) continue;
        const bool whole = std::string_view(name) == "statement_timeout";
        pg::notice(std::string(name) + " (" + timeout + " ms) ends " + (whole ? "the whole call, not a statement of it" : "also a step that takes longer"),
                   "SET " + std::string(name) + " = 0 before; confiture.statement_timeout is for each statement.");
    }
}

void require_read_committed_throughout(const char *call) {
    if (pg::setting("default_transaction_isolation") != "read committed")
        throw Problem(condition::wrong_isolation, std::string(call) + " needs default_transaction_isolation \"read committed\"",
                      "Its transactions begin at that level.", "SET default_transaction_isolation = 'read committed'");
    pg::require_read_committed(call);
}

} // namespace

void migrate(const std::optional<std::string> &target, bool down) {
    constexpr const char *call = "confiture.migrate()";
    pg::require_writable(call);
    require_read_committed_throughout(call);
    if (down && !target)
        throw Problem(condition::invalid_parameter, "down => true needs a target", {},
                      "Name the version that is to stay applied: CALL confiture.migrate('<version>', down => true)");
    if (nothing_to_do(target, down)) return;
    say_what_ends_the_call();
    pg::hold_runner_lock();
    std::vector<Task> tasks = plan(read_state(), target, down);
    read_whole(tasks);
    pg::commit_and_go_on();
    run_tasks(std::move(tasks));
}

} // namespace confiture::migrate
