#include "confiture/migrate/sync.hpp"

#include <algorithm>

#include "confiture/drift/diff.hpp"
#include "confiture/model/conditions.hpp"
#include "confiture/pg/lock.hpp"
#include "confiture/pg/notice.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/pg/transaction.hpp"
#include "confiture/run/course.hpp"
#include "confiture/run/log.hpp"
#include "confiture/text/checksum.hpp"
#include "confiture/text/quote.hpp"
#include "plan_text.hpp"
#include "ready.hpp"
#include "task.hpp"

namespace confiture::migrate {
namespace {

constexpr const char *call_name = "confiture.sync_schema()";

std::string select_diff(const std::string &environment) { return "SELECT * FROM confiture.diff(" + text::quote_literal(environment) + ")"; }

void check_names(const std::vector<std::string> &allow) {
    std::string known;
    for (const char *hazard : known_hazards) known += (known.empty() ? "" : ", ") + std::string(hazard);
    for (const std::string &name : allow)
        if (std::find(std::begin(known_hazards), std::end(known_hazards), name) == std::end(known_hazards))
            throw Problem(condition::invalid_parameter, "there is no hazard \"" + name + "\"", {}, "There are: " + known + ".");
}

void require_fingerprint(const std::string &wanted, const std::string &found, const std::string &environment) {
    if (wanted == found) return;
    throw Problem(condition::schema_changed, "the schema of this database is not the one that the plan was made for",
                  "Its fingerprint is " + found + ", not " + wanted + ".", "Look at the plan again: " + select_diff(environment));
}

std::string braced(const std::vector<std::string> &names) {
    std::string list;
    for (const std::string &name : names) list += (list.empty() ? "{" : ", ") + name;
    return list + "}";
}

// Each hazard with the first statement that has it.
void require_allowed(const drift::Difference &difference, const std::vector<std::string> &allow, const std::string &environment) {
    std::vector<std::string> missing, all = hazards_of(difference.steps);
    std::string detail;
    for (const std::string &hazard : all) {
        if (std::find(allow.begin(), allow.end(), hazard) != allow.end()) continue;
        missing.push_back(hazard);
        detail += (detail.empty() ? "" : "\n") + hazard + ": " + first_with(difference.steps, hazard);
    }
    if (missing.empty()) return;
    std::string names;
    for (const std::string &name : missing) names += (names.empty() ? "" : ", ") + name;
    throw Problem(condition::hazards_not_allowed, "the plan has hazards that are not allowed: " + names, detail,
                  select_diff(environment) + " shows the plan; to run it: CALL confiture.sync_schema(" + text::quote_literal(environment) + ", allow => " +
                      text::quote_literal(braced(all)) + ", fingerprint => " + text::quote_literal(difference.fingerprint) + ")");
}

// What an earlier call has left: indexes that are INVALID are dropped, which its journal knows for its own. Whatever else became of its steps, the plan is
// made anew from what is there.
void clear_earlier() {
    std::vector<run::Step> steps = run::read_sync_journal();
    if (steps.empty()) return;
    run::Course course{.file = {}, .steps = std::move(steps), .title = "sync_schema"};
    for (std::size_t i = 0; i < course.steps.size(); i++) {
        if (course.steps[i].state == "done") continue;
        try {
            run::settle_begun_step(course, i, [] {});
        } catch (const Problem &problem) {
            pg::notice(problem.message, problem.hint);
        }
    }
    run::close_journal({});
    pg::commit_and_go_on();
}

Task task_of(const drift::Difference &difference, const std::string &environment) {
    const std::string text = script_of(difference.steps);
    const std::string user = pg::current_user();
    Task task{.step = {"plan of sync_schema(" + text::quote_literal(environment) + ")", text, {}}, .record = {}, .checksum = text::checksum(pg::to_utf8(text))};
    task.title = "sync_schema of environment \"" + environment + "\"";
    task.search_path = difference.search_path;
    task.record.action = "sync";
    task.record.environment = environment;
    task.record.up = run::StoredText{text, task.checksum, user, std::nullopt};
    return task;
}

} // namespace

void sync_schema(const std::string &environment, const std::vector<std::string> &allow, const std::optional<std::string> &fingerprint) {
    pg::require_writable(call_name);
    require_read_committed_throughout(call_name);
    check_names(allow);
    say_what_ends_the_call();
    pg::hold_runner_lock();
    require_all_applied(read_state(), call_name);
    clear_earlier();
    const drift::Difference difference = drift::difference(environment, false);
    if (fingerprint) require_fingerprint(*fingerprint, difference.fingerprint, environment);
    require_allowed(difference, allow, environment);
    if (!has_statements(difference.steps)) {
        pg::commit_and_go_on();
        pg::notice("this database is as environment \"" + environment + "\" says: nothing to do");
        return;
    }
    catalog::Watch watch;
    pg::commit_and_go_on();
    Task task = task_of(difference, environment);
    run::logged(run::LogLevel::migration, task.title, [&] { run_task(task, watch); });
}

} // namespace confiture::migrate
