#include "task.hpp"

#include <algorithm>

#include "confiture/model/conditions.hpp"
#include "confiture/pg/notice.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/pg/transaction.hpp"
#include "confiture/run/course.hpp"
#include "confiture/run/log.hpp"
#include "derive.hpp"

namespace confiture::migrate {
namespace {

run::Step like(const Task &task) {
    run::Step step;
    step.version = task.record.key;
    step.action = task.record.action;
    step.migration = task.record.version.value_or("");
    step.name = task.record.name.value_or(task.record.environment.value_or(""));
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

// The last act, in the transaction that ends the last step. What an earlier call has changed is not known any more.
void finish(Task &task, const run::Course &course, const catalog::Watch &watch) {
    run::Record record = task.record;
    if (task.begun.empty()) record_change(watch, task.step, record);
    else record.fingerprint_after = watch.fingerprint();
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
void run_steps(Task &task, run::Course &course, std::size_t &index, catalog::Watch &watch) {
    bool finished = false;
    for (; index < course.steps.size();) {
        if (course.steps[index].state == "done") {
            index++;
            continue;
        }
        const auto last = [&] {
            follow(watch, task.step);
            watch.keep();
            finished = index + 1 == course.steps.size();
            if (finished) finish(task, course, watch);
        };
        run::logged(run::LogLevel::step, "step " + std::to_string(index + 1) + " of " + course.title, [&] {
            if (run::settle_begun_step(course, index, last)) return;
            refuse_calls_under_role(task, course, index);
            run::run_step(course, index, last);
        });
        if (course.steps[index].state == "done") index++;
    }
    if (finished) return;
    finish(task, course, watch);
    pg::commit_and_go_on();
}

} // namespace

void run_task(Task &task, catalog::Watch &watch) {
    watch.begin();
    task.record.fingerprint_before = watch.fingerprint();
    run::Course course = course_of(task.step, task.title);
    if (!task.search_path.empty()) course.file.scope.search_path = task.search_path;
    std::size_t index = 0;
    try {
        prepare(task, course);
        run_steps(task, course, index, watch);
    } catch (pg::Error &error) {
        advise_on_derived(error, task.record);
        keep_failure(task, course, index, error.fields().sqlstate, error.fields().message);
        throw;
    } catch (Problem &problem) {
        keep_failure(task, course, index, problem.sqlstate, problem.message);
        throw;
    }
}

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

} // namespace confiture::migrate
