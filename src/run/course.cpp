#include "confiture/run/course.hpp"

#include <algorithm>

#include "confiture/model/conditions.hpp"
#include "confiture/pg/script.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/pg/transaction.hpp"
#include "confiture/text/checksum.hpp"
#include "confiture/text/pack.hpp"
#include "confiture/text/quote.hpp"
#include "step_run.hpp"

namespace confiture::run {
namespace {

constexpr std::size_t longest_shown = 1000; // characters

std::string kind_of(const Planned &planned) {
    if (planned.transactional) return transaction_step;
    return planned.forecast.step == pg::StepKind::transactional ? step_name(pg::StepKind::other) : step_name(planned.forecast.step);
}

Step step_of(const Course &course, const Step &like, const Planned &planned, int number) {
    Step step;
    step.version = like.version;
    step.action = like.action;
    step.migration = like.migration;
    step.name = like.name;
    step.path = like.path;
    step.file_checksum = like.file_checksum;
    step.number = number;
    step.kind = kind_of(planned);
    step.first = planned.number;
    step.line = planned.line;
    const std::string_view text = course.file.text.substr(planned.begin, planned.end - planned.begin);
    if (planned.secret) step.statement.reset();
    else step.statement = std::string(text.substr(0, pg::bytes_of(text, longest_shown)));
    return step;
}

// A step from the statement `from` of the plan on, up to the end of its segment.
Step next_step(const Course &course, const Step &like, std::size_t &from, int number) {
    Step step = step_of(course, like, course.plan[from], number);
    const int segment = course.plan[from].segment;
    std::string texts;
    for (; from < course.plan.size() && course.plan[from].segment == segment; from++) {
        const Planned &planned = course.plan[from];
        texts += course.file.text.substr(planned.begin, planned.next - planned.begin);
        step.last = planned.number;
    }
    step.checksum = text::checksum(texts);
    return step;
}

void make_steps(Course &course, const Step &like, int first_statement, int number) {
    std::erase_if(course.steps, [&](const Step &step) { return step.number >= number; });
    std::size_t from = 0;
    while (from < course.plan.size() && course.plan[from].number < first_statement) from++;
    while (from < course.plan.size()) course.steps.push_back(next_step(course, like, from, number++));
}

// Its statements as they would run now.
void require_unchanged(const Course &course, const Step &step) {
    std::string texts;
    for (const Planned *planned : statements_of(course, step)) texts += course.file.text.substr(planned->begin, planned->next - planned->begin);
    if (text::checksum(texts) == step.checksum) return;
    throw Problem(condition::source_changed,
                  "step " + std::to_string(step.number) + " of migration \"" + step.migration + "\" is done, but its statements are not in the new text as they ran",
                  "They were statements " + std::to_string(step.first) + " to " + std::to_string(step.last) + " of " + step.path + ".",
                  "Change only what stands behind them, or give up what was done with confiture.abandon().");
}

// Gives the statement a step of its own.
void split(Course &course, std::size_t index, int statement) {
    const Step like = course.steps[index];
    course.refused.push_back(statement);
    course.plan = plan_file(course.file, course.mode, course.refused);
    make_steps(course, like, like.first, like.number);
    plan_steps(course.steps, like.number);
    pg::commit_and_go_on();
}

// Whose it is, nobody can know, so somebody has to say that it may go.
[[noreturn]] void throw_left_invalid(const Step &step, const std::string &name) {
    throw Problem(condition::invalid_index, "index " + name + " is INVALID, left by step " + std::to_string(step.number) + " or by somebody else",
                  "The statement of the step names no index, so that it can't be told apart. No query uses it.",
                  "DROP INDEX CONCURRENTLY " + name + "; then call again.");
}

[[noreturn]] void throw_lost(const Step &step) {
    throw Problem(condition::lost_step,
                  "nobody can know whether step " + std::to_string(step.number) + " of migration \"" + step.migration + "\" happened",
                  "It is " + step.path + ", line " + std::to_string(step.line) + ", statement " + std::to_string(step.first) +
                      ", which ran outside of a transaction, and failed or was cut off.",
                  "Look, then SELECT * FROM confiture.repair(" + text::quote_literal(step.migration) + ", '<reason>', step => " +
                      std::to_string(step.number) + ", settle => 'done'), or 'redo'; then call again.");
}

} // namespace

void plan_course(Course &course, const Step &like) {
    course.plan = plan_file(course.file, course.mode, course.refused);
    make_steps(course, like, 0, 1);
}

void resume_course(Course &course, std::vector<Step> steps) {
    for (const Step &step : steps) {
        if (step.kind != transaction_step) course.refused.push_back(step.first);
        if (step.state == "done") course.settings = unpacked_settings(step.settings);
    }
    course.plan = plan_file(course.file, course.mode, course.refused);
    course.steps = std::move(steps);
}

void replan_course(Course &course, const std::vector<Step> &begun, const std::string &checksum) {
    std::vector<Step> done;
    for (const Step &step : begun) {
        if (step.state != "done") continue;
        if (step.kind != transaction_step) course.refused.push_back(step.first);
        done.push_back(step);
    }
    course.plan = plan_file(course.file, course.mode, course.refused);
    for (const Step &step : done) require_unchanged(course, step);
    Step like = begun.front();
    like.file_checksum = checksum;
    make_steps(course, like, done.empty() ? 0 : done.back().last + 1, static_cast<int>(done.size()) + 1);
    for (Step &step : done) step.file_checksum = checksum;
    course.steps.insert(course.steps.begin(), done.begin(), done.end());
}

void run_step(Course &course, std::size_t index, const std::function<void()> &finish) {
    Step &step = course.steps[index];
    if (step.kind != transaction_step) {
        run_alone(course, step, finish);
        return;
    }
    const std::optional<int> refused = run_in_transaction(course, step, finish);
    if (refused) split(course, index, *refused);
}

bool settle_begun_step(Course &course, std::size_t index, const std::function<void()> &finish) {
    Step &step = course.steps[index];
    if (step.state == "pending" || step.kind == transaction_step) return false;
    if (step.state == "lost") throw_lost(step);
    Finding finding = probe(step);
    if (finding.fate == Fate::unknown && !finding.remains.names.empty()) throw_left_invalid(step, finding.remains.names[0]);
    // An error was seen: what it says, a probe need not.
    if (finding.fate == Fate::unknown && step.state == "failed") return false;
    if (finding.fate == Fate::unknown) {
        lose_step(step);
        pg::commit_and_go_on();
        throw_lost(step);
    }
    if (finding.fate == Fate::not_done) return false;
    if (finding.fate == Fate::half && !clear_away(course, step, finding)) return false;
    step.settings = packed(course.settings);
    end_step(step);
    finish();
    pg::commit_and_go_on();
    return true;
}

std::string packed(const pg::Settings &settings) {
    std::vector<std::string> texts;
    for (const auto &[name, value] : settings) {
        texts.push_back(name);
        texts.push_back(value);
    }
    return text::pack(texts);
}

pg::Settings unpacked_settings(const std::string &packed) {
    const std::vector<std::string> texts = text::unpack(packed);
    pg::Settings settings;
    for (std::size_t i = 0; i + 1 < texts.size(); i += 2) settings.emplace_back(texts[i], texts[i + 1]);
    return settings;
}

std::vector<const Planned *> statements_of(const Course &course, const Step &step) {
    std::vector<const Planned *> statements;
    for (const Planned &planned : course.plan)
        if (planned.number >= step.first && planned.number <= step.last) statements.push_back(&planned);
    return statements;
}

std::vector<pg::Target> targets_of(const std::vector<const Planned *> &statements) {
    std::vector<pg::Target> targets;
    for (const Planned *planned : statements)
        for (const pg::Target &target : planned->forecast.targets) {
            auto same = std::find_if(targets.begin(), targets.end(), [&](const pg::Target &other) { return other.relation == target.relation; });
            if (same == targets.end()) targets.push_back(target);
            else same->mode = std::max(same->mode, target.mode);
        }
    return targets;
}

pg::FileScope scope_of(const Course &course, int lock_timeout_ms) {
    pg::FileScope scope = course.file.scope;
    scope.lock_timeout_ms = lock_timeout_ms;
    scope.settings = course.settings;
    return scope;
}

} // namespace confiture::run
