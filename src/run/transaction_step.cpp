#include <algorithm>
#include <random>

#include "confiture/model/conditions.hpp"
#include "confiture/pg/hold.hpp"
#include "confiture/pg/interrupt.hpp"
#include "confiture/pg/notice.hpp"
#include "confiture/pg/script.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/pg/transaction.hpp"
#include "confiture/run/lock_wait.hpp"
#include "locate.hpp"
#include "step_run.hpp"

namespace confiture::run {
namespace {

// Bounds the time for which a transaction may hold AccessExclusive on what others use; from before the first statement that takes it.
class HoldLimit {
public:
    HoldLimit() : milliseconds_(static_cast<int>(pg::integer_setting("confiture.hold_timeout"))) {}

    void before(const Planned &planned) {
        if (!relation_.empty() || milliseconds_ == 0) return;
        for (const pg::Target &target : planned.forecast.targets)
            if (target.mode == pg::LockMode::access_exclusive) relation_ = target.name;
        if (relation_.empty()) return;
        taken_by_ = planned.number;
        pg::arm_hold_limit(milliseconds_);
    }

    // Whether it had come to it.
    bool end() { return !relation_.empty() && pg::disarm_hold_limit(); }

    Problem problem(int statement) const {
        const std::string taken = "Statement " + std::to_string(taken_by_) + " took it.";
        return Problem(condition::held_too_long,
                       "AccessExclusiveLock on " + relation_ + " was held for longer than confiture.hold_timeout (" +
                           std::to_string(milliseconds_) + " ms)", taken,
                       statement == taken_by_ ? "Find a form of the statement that does not rewrite or scan the table, or set confiture.hold_timeout."
                                              : "Split the statement off into a migration of its own, or set confiture.hold_timeout.");
    }

private:
    int milliseconds_;
    int taken_by_ = 0;
    std::string relation_;
};

// Turns the cancel that the limit asked for into what it means, with its place.
void run_limited(const Course &course, pg::Script &script, HoldLimit &limit, const std::function<void()> &fn) {
    try {
        fn();
    } catch (pg::Error &error) {
        const bool ours = limit.end() && error.fields().sqlstate == "57014";
        if (!ours) {
            locate(error, course.file.path, course.file.text, script);
            throw;
        }
        Problem problem = limit.problem(script.statement().number);
        locate(problem, course.file.path, course.file.text, script.statement());
        throw problem;
    } catch (Problem &problem) {
        limit.end();
        locate(problem, course.file.path, course.file.text, script.statement());
        throw;
    }
    limit.end();
}

void report(const Course &course, const Step &step, const Planned &planned) {
    pg::report_activity("confiture: " + course.title + ", step " + std::to_string(step.number) + " of " +
                        std::to_string(course.steps.size()) + ", statement " + std::to_string(planned.number));
}

// One attempt, in a subtransaction of the caller; gives what the file has set by its end.
pg::Settings attempt(const Course &course, const Step &step, int lock_timeout_ms, int *statement) {
    pg::Settings changed;
    pg::Script script(course.file.text);
    HoldLimit limit;
    pg::Settings before = pg::settings_in_force();
    // These the scope sets too, so that the file's must be kept even where the session has the same.
    std::erase_if(before, [](const auto &setting) { return setting.first == "search_path" || setting.first == "lock_timeout"; });
    pg::FileScope scope = scope_of(course, lock_timeout_ms);
    run_limited(course, script, limit, [&] {
        pg::prepare_run();
        pg::with_file_scope(scope, [&] {
            for (const Planned *planned : statements_of(course, step)) {
                limit.before(*planned);
                report(course, step, *planned);
                script.seek(planned->number, planned->begin);
                script.next();
                *statement = planned->number;
                script.run(course.file.statement_timeout_ms);
            }
            changed = pg::changed_settings(before, pg::settings_in_force());
        });
    });
    script.close();
    // What the scope itself sets is not the file's.
    std::erase_if(changed, [&](const auto &setting) {
        return setting.first == "lock_timeout" && setting.second == std::to_string(lock_timeout_ms);
    });
    return changed;
}

bool needs_commit(const pg::Error &error) { return error.fields().sqlstate == "25001" || error.fields().sqlstate == "2D000"; }

bool refuses_transaction(const Course &course, const pg::Error &error, int statement) {
    if (!needs_commit(error) || course.mode == model::TransactionMode::on) return false;
    return std::find(course.refused.begin(), course.refused.end(), statement) == course.refused.end();
}

void explain_contradiction(pg::Error &error, const Course &course) {
    if (needs_commit(error) && course.mode == model::TransactionMode::on && error.fields().hint.empty())
        error.fields().hint = "The file says transaction=on: remove the directive, so that the statement runs by itself.";
}

void explain_in_the_way(pg::Error &error, const std::vector<Blocker> &blockers) {
    if (error.fields().sqlstate != "55P03") return;
    if (error.fields().detail.empty() && !blockers.empty()) error.fields().detail = "In the way: " + listed(blockers) + ".";
    if (error.fields().hint.empty())
        error.fields().hint = "Call again when nobody is, or raise confiture.lock_timeout or confiture.lock_retries.";
}

} // namespace

Attempts::Attempts() : most_(static_cast<int>(pg::integer_setting("confiture.lock_retries"))) {}

bool Attempts::may_retry(const pg::Error &error) const {
    const std::string &state = error.fields().sqlstate;
    return (state == "55P03" || state == "40P01" || state == "40001") && number_ < most_;
}

void Attempts::pause(const Course &course, Step &step, const pg::Error &error, const std::vector<pg::Target> &targets) {
    const std::string blockers = listed(blockers_of(targets, 0));
    pg::notice(course.file.path + ", line " + std::to_string(step.line) + ": attempt " + std::to_string(number_) + " of " + std::to_string(most_) +
               " failed: " + error.fields().message + (blockers.empty() ? "" : "; in the way: " + blockers));
    wait_in_step(step, blockers.empty() ? std::nullopt : std::optional(blockers));
    pg::commit_and_go_on();
    static std::minstd_rand jitter(std::random_device{}());
    const int longest = std::min(20 << std::min(number_, 6), 1000);
    pg::wait(std::uniform_int_distribution<int>(longest / 2, longest)(jitter));
    number_++;
}

std::function<void(const std::string &)> teller(const Course &course, Step &step) {
    return [&course, &step](const std::string &blockers) {
        wait_in_step(step, blockers.empty() ? std::nullopt : std::optional(blockers));
        if (!blockers.empty())
            pg::notice(course.file.path + ", line " + std::to_string(step.line) + ": waiting for older transactions: " + blockers);
    };
}

std::optional<int> run_in_transaction(Course &course, Step &step, const std::function<void()> &finish) {
    const int lock_timeout = *course.file.scope.lock_timeout_ms;
    const std::vector<pg::Target> targets = targets_of(statements_of(course, step));
    begin_step(step);
    pg::commit_and_go_on();
    for (Attempts attempts;;) {
        wait_for_old_holders(targets, lock_timeout, teller(course, step));
        pg::Settings changed;
        int statement = 0;
        std::optional<pg::Error> error = pg::attempt([&] {
            changed = attempt(course, step, lock_timeout, &statement);
            step.settings = packed(changed);
            end_step(step);
            finish();
        });
        if (!error) {
            pg::commit_and_go_on();
            course.settings = std::move(changed);
            pg::report_activity({});
            return std::nullopt;
        }
        step.state = "running";
        pg::roll_back_and_go_on();
        if (refuses_transaction(course, *error, statement)) return statement;
        if (!attempts.may_retry(*error)) {
            explain_in_the_way(*error, blockers_of(targets, 0));
            explain_contradiction(*error, course);
            throw *error;
        }
        attempts.pause(course, step, *error, targets);
    }
}

} // namespace confiture::run
