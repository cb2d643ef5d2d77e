#include <chrono>
#include <iterator>

#include "confiture/catalog/catalog.hpp"
#include "confiture/drift/copy.hpp"
#include "confiture/migrate/rehearse.hpp"
#include "confiture/pg/lock.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/pg/transaction.hpp"
#include "confiture/run/trial.hpp"
#include "pending.hpp"
#include "prove_shadow.hpp"
#include "stopped.hpp"

namespace confiture::migrate {
namespace {

using clock = std::chrono::steady_clock;

class ShadowRehearsal {
public:
    ShadowRehearsal(const drift::ShadowJobs &jobs, bool with_owners) : jobs_(jobs), with_owners_(with_owners) {}

    // Whether all of it ran.
    bool run(const Step &step, std::vector<run::Rehearsed> &rows) {
        const run::File file = file_of(step);
        run::Trial trial{.path = step.path, .text = step.text, .search_path = file.scope.search_path, .run_as = with_owners_ ? file.scope.run_as : "",
                         .statement_timeout_ms = file.statement_timeout_ms, .mode = step.directives.transaction};
        for (;;) {
            pg::report_activity("confiture: rehearsal of " + step.path + " in a shadow database, statement " + std::to_string(trial.next));
            const run::TrialEnd end = run::trial_end_of(job("confiture_work_shadow_trial", {run::packed(trial)}, {}, {}).at(0), trial, rows);
            if (end.kind != run::TrialEnd::Kind::step) return end.kind == run::TrialEnd::Kind::end;
            if (!run_alone(end.step, trial, rows)) return false;
            trial.next = end.step.number + 1;
        }
    }

private:
    std::vector<std::string> job(const char *entry, std::vector<std::string> arguments, const std::string &role, const std::string &settings) {
        return jobs_({.entry = entry, .title = {}, .arguments = std::move(arguments), .role = role, .database = {}, .settings = settings}, {});
    }

    bool run_alone(const run::TrialStep &step, const run::Trial &trial, std::vector<run::Rehearsed> &rows) {
        run::Rehearsed &row = rows.emplace_back();
        row.line = step.line;
        row.statement = step.secret ? "(may carry a password)" : step.statement;
        const auto begun = clock::now();
        const std::optional<pg::Error> error = pg::attempt([&] {
            job("confiture_work_shadow_step", {step.statement, step.secret ? "secret" : "", std::to_string(trial.statement_timeout_ms)}, step.role, step.settings);
        });
        if (error) row.error = error->fields().sqlstate + ": " + error->fields().message;
        else row.microseconds = std::chrono::duration_cast<std::chrono::microseconds>(clock::now() - begun).count();
        return !error;
    }

    const drift::ShadowJobs &jobs_;
    bool with_owners_;
};

std::vector<RehearsedRow> run_all(const Pending &migrations, const std::vector<Step> &steps) {
    const bool with_owners = pg::is_superuser();
    const model::Schema here = catalog::read();
    std::vector<std::vector<RehearsedRow>> rows(steps.size()); // of each migration
    drift::with_copy(with_owners ? here : drift::without_owners(here), [&](const drift::ShadowJobs &jobs) {
        ShadowRehearsal rehearsal(jobs, with_owners);
        ShadowProofs proofs(jobs, [&](const Step &down, std::vector<run::Rehearsed> &rehearsed) { rehearsal.run(down, rehearsed); });
        for (std::size_t i = 0; i < steps.size(); i++) {
            std::vector<run::Rehearsed> rehearsed;
            proofs.begin(*migrations[i], steps[i]);
            const bool whole = rehearsal.run(steps[i], rehearsed);
            for (run::Rehearsed &row : rehearsed) rows[i].push_back({migrations[i]->model.version, steps[i].path, std::move(row)});
            if (!whole) break;
            proofs.end(*migrations[i], steps[i], rows[i]);
        }
        proofs.prove();
    });
    pg::report_activity({});
    std::vector<RehearsedRow> all;
    for (std::vector<RehearsedRow> &some : rows) std::move(some.begin(), some.end(), std::back_inserter(all));
    return all;
}

} // namespace

std::vector<RehearsedRow> rehearse_in_shadow(const std::optional<std::string> &target) {
    pg::require_writable("confiture.rehearse()");
    pg::refuse_inside_run("confiture.rehearse()");
    const State state = read_state();
    const Pending migrations = chosen(state, target);
    if (migrations.empty()) return {};
    refuse_stopped(state);
    judge_order(state, migrations);
    std::vector<RehearsedRow> rows = run_all(migrations, make_steps(state, migrations, {.runs = true, .may_commit = true}));
    if (!pg::may_read_content())
        for (RehearsedRow &row : rows) row.rehearsed.statement.clear();
    return rows;
}

} // namespace confiture::migrate
