#include "confiture/migrate/plan.hpp"

#include "confiture/model/conditions.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/run/segment.hpp"
#include "confiture/text/quote.hpp"
#include "pending.hpp"

namespace confiture::migrate {
namespace {

void require_content() {
    if (pg::may_read_content()) return;
    throw Problem(condition::insufficient_privilege, "permission denied for the texts of the source",
                  "migrate_plan() shows them, and they may hold secrets.",
                  "GRANT SELECT ON confiture.source TO " + text::quote_identifier(pg::current_user()));
}

std::optional<bool> transactional(const run::Planned &planned) {
    return planned.forecast.step == pg::StepKind::call ? std::nullopt : std::optional(planned.transactional);
}

std::optional<std::vector<std::string>> relations(const pg::Forecast &forecast) {
    if (!forecast.complete) return std::nullopt;
    std::vector<std::string> names;
    for (const pg::Target &target : forecast.targets) names.push_back(target.name);
    return names;
}

// Nothing is stronger than AccessExclusiveLock, whatever else is not known.
std::optional<std::string> lock(const pg::Forecast &forecast) {
    const pg::LockMode mode = pg::strongest(forecast);
    if (!forecast.complete && mode != pg::LockMode::access_exclusive) return std::nullopt;
    return pg::lock_name(mode);
}

PlanRow row_of(const source::Migration &migration, const Step &step, const run::Planned &planned) {
    return {.version = migration.model.version, .path = step.path, .line = planned.line, .segment = planned.segment,
            .statement = planned.secret ? "(may carry a password)" : step.text.substr(planned.begin, planned.end - planned.begin),
            .transactional = transactional(planned), .relations = relations(planned.forecast), .lock = lock(planned.forecast)};
}

} // namespace

std::vector<PlanRow> plan(const std::optional<std::string> &target) {
    require_content();
    const State state = read_state();
    const Pending migrations = chosen(state, target);
    judge_order(state, migrations);
    const std::vector<Step> steps = make_steps(state, migrations, {.runs = false, .may_commit = true});
    std::vector<PlanRow> rows;
    for (std::size_t i = 0; i < steps.size(); i++)
        for (const run::Planned &planned : run::plan_file(file_of(steps[i]), steps[i].directives.transaction))
            rows.push_back(row_of(*migrations[i], steps[i], planned));
    return rows;
}

} // namespace confiture::migrate
