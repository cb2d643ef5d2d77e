#include "confiture/model/conditions.hpp"
#include "confiture/pg/notice.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/pg/touched.hpp"
#include "confiture/pg/transaction.hpp"
#include "confiture/pg/worker.hpp"
#include "confiture/run/lock_wait.hpp"
#include "confiture/text/quote.hpp"
#include "locate.hpp"
#include "step_run.hpp"

namespace confiture::run {
namespace {

// What the worker is to run, as the file's scope gives it.
struct Alone {
    std::string text;
    bool secret = false;
    std::string settings;
    std::string role;
    bool patient = false; // no lock_timeout, neither ours nor the file's
};

// What waits for old snapshots waits for them as locks, so that lock_timeout would end it for nothing.
bool waits_for_snapshots(const std::string &kind, const pg::StepObject &object) {
    return object.concurrently && (kind == "create_index" || kind == "drop_index" || kind == "reindex" || kind == "detach");
}

pg::FileScope without_lock_timeout(pg::FileScope scope) {
    scope.lock_timeout_ms = 0;
    std::erase_if(scope.settings, [](const auto &setting) { return setting.first == "lock_timeout"; });
    return scope;
}

Alone look(const Course &course, Step &step, pg::Script &script, const Planned &planned) {
    Alone alone;
    const pg::FileScope scope = scope_of(course, *course.file.scope.lock_timeout_ms);
    pg::with_file_scope(scope, [&] {
        script.seek(planned.number, planned.begin);
        script.next();
        step.object = script.object();
        alone.role = pg::current_user();
    });
    alone.patient = waits_for_snapshots(step.kind, step.object);
    pg::with_file_scope(alone.patient ? without_lock_timeout(scope) : scope, [&] { alone.settings = pg::settings_here(); });
    alone.text = std::string(course.file.text.substr(planned.begin, planned.end - planned.begin));
    alone.secret = planned.secret;
    return alone;
}

void run_in_worker(const Course &course, const Step &step, const Alone &alone, int timeout_ms) {
    const std::vector<std::string> touched = pg::run_in_worker({.entry = "confiture_work_step",
                       .title = "confiture: " + course.title + ", step " + std::to_string(step.number),
                       .arguments = {alone.text, alone.secret ? "secret" : "", std::to_string(timeout_ms)},
                       .role = alone.role, .database = {}, .settings = alone.settings});
    for (const std::string &packed : touched) pg::note_touched(packed);
}

void refuse_invalid(const Step &step) {
    if (!made_invalid_index(step)) return;
    throw Problem(condition::invalid_index, "index \"" + step.object.name + "\" was there before, and is INVALID",
                  "IF NOT EXISTS was content with it, but no query uses it.",
                  "Drop it (DROP INDEX CONCURRENTLY), or REINDEX INDEX CONCURRENTLY it; then call again.");
}

// Names what the failure has left.
void tell_remains(pg::Error &error, const Step &step) {
    const Finding finding = probe(step);
    std::string &hint = error.fields().hint;
    if (!has_probe(step.kind))
        hint += (hint.empty() ? "" : " ") + ("What of it was committed, nobody can know. Look, then SELECT * FROM confiture.repair(" +
                text::quote_literal(step.migration) + ", '<reason>', step => " + std::to_string(step.number) + ", settle => 'done'), or 'redo'.");
    if (finding.remains.names.empty() || finding.remains.completes) return;
    std::string names;
    for (const std::string &name : finding.remains.names) names += (names.empty() ? "" : ", ") + name;
    hint += (hint.empty() ? "" : " ") +
            (finding.fate != Fate::unknown ? "It has left INVALID: " + names + ", which the next CALL confiture." + (step.action == "sync" ? "sync_schema" : "migrate") + "() drops first."
                                              : "INVALID, and left by it unless by another: " + names +
                                              ". DROP INDEX CONCURRENTLY what is its, and give the index a name: then confiture knows its own.");
}

} // namespace

bool clear_away(const Course &course, const Step &step, const Finding &finding) {
    const std::string role = course.file.scope.run_as.empty() ? pg::current_user() : course.file.scope.run_as;
    for (std::size_t i = 0; i < finding.remains.statements.size(); i++) {
        const std::string what = finding.remains.completes ? " is detached to the end" : " is INVALID, left by a failed attempt, and is dropped";
        pg::notice(finding.remains.names[i] + what);
    }
    pg::commit_and_go_on();
    for (const std::string &statement : finding.remains.statements)
        pg::run_in_worker({.entry = "confiture_work_step", .title = "confiture: " + course.title + ", step " + std::to_string(step.number) + ", clearing away",
                           .arguments = {statement, "ours", "0"}, .role = role, .database = {}, .settings = {}});
    return finding.remains.completes;
}

void run_alone(Course &course, Step &step, const std::function<void()> &finish) {
    const Planned &planned = *statements_of(course, step).at(0);
    const std::vector<pg::Target> targets = targets_of({&planned});
    pg::Script script(course.file.text);
    const Alone alone = look(course, step, script, planned);
    const int timeout = alone.patient ? static_cast<int>(pg::integer_setting("confiture.concurrent_timeout")) : course.file.statement_timeout_ms;
    for (Attempts attempts;;) {
        step.before = there_before(step);
        begin_step(step);
        pg::commit_and_go_on();
        if (!alone.patient) wait_for_old_holders(targets, *course.file.scope.lock_timeout_ms, teller(course, step));
        pg::commit_and_go_on();
        try {
            step.uncertain = true;
            run_in_worker(course, step, alone, timeout);
            break;
        } catch (pg::Error &error) {
            // A procedure may have committed before it failed.
            step.uncertain = !error.fields().rolled_back || !has_probe(step.kind);
            if (step.uncertain || !attempts.may_retry(error)) {
                tell_remains(error, step);
                locate(error, course.file.path, course.file.text, script);
                throw;
            }
            const Finding finding = probe(step);
            attempts.pause(course, step, error, targets);
            if (finding.fate == Fate::half && clear_away(course, step, finding)) break;
        } catch (const Problem &problem) {
            if (problem.sqlstate == condition::no_worker.sqlstate) step.uncertain = false; // it was never begun
            throw;
        }
    }
    refuse_invalid(step);
    step.settings = packed(course.settings);
    end_step(step);
    finish();
    pg::commit_and_go_on();
}

} // namespace confiture::run
