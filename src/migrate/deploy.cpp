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
#include "task.hpp"
#include "undo.hpp"

namespace confiture::migrate {
namespace {

Task up_task(const source::Migration &migration, Step step) {
    Task task{.step = std::move(step), .record = {}, .checksum = migration.up.checksum};
    task.title = migration.model.version + "_" + migration.model.name;
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
    Task task{.step = std::move(undo.step), .record = {}, .checksum = applied.down_checksum.value_or("")};
    task.title = applied.version + "_" + applied.name;
    task.record.action = "down";
    task.record.version = applied.version;
    task.record.key = applied.key;
    task.record.name = applied.name;
    task.record.effect = run::Effect::remove;
    task.record.down = run::StoredText{task.step.text, task.checksum, applied.down_loaded_by.value_or(""), applied.down_approved_by};
    task.record.down_origin = applied.down_origin;
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

// What can't be read, or contradicts its directives, in a later file must not show only once earlier ones have been committed.
void read_whole(const std::vector<Task> &tasks) {
    for (const Task &task : tasks) run::plan_file(file_of(task.step), task.step.directives.transaction);
}

void run_tasks(std::vector<Task> tasks, catalog::Watch &watch) {
    for (Task &task : tasks)
        run::logged(run::LogLevel::migration, task.record.action + " of migration \"" + *task.record.version + "\" (" + *task.record.name + ")",
                    [&] { run_task(task, watch); });
}

// Looked at without the lock.
bool nothing_to_do(const std::optional<std::string> &target, bool down) {
    const State state = read_state();
    if (is_nothing(state, target, down)) return state.applied.empty() && state.journal.empty();
    if (!state.journal.empty() || !chosen(state, target).empty()) return false;
    return !target || state.find_applied(text::normal_version(*target)) == nullptr || above(state, *target).empty();
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
    catalog::Watch watch;
    pg::commit_and_go_on();
    run_tasks(std::move(tasks), watch);
}

} // namespace confiture::migrate
