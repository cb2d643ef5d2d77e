#include "confiture/migrate/rehearse.hpp"

#include "confiture/pg/lock.hpp"
#include "confiture/pg/scope.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/pg/transaction.hpp"
#include "pending.hpp"
#include "prove.hpp"
#include "stopped.hpp"

namespace confiture::migrate {
namespace {

// Gives whether all of its statements have run.
bool rehearse_step(run::Rehearsal &rehearsal, const source::Migration &migration, const Step &step, std::vector<RehearsedRow> &rows) {
    std::vector<run::Rehearsed> rehearsed;
    bool is_whole = true;
    const auto add = [&] {
        for (run::Rehearsed &row : rehearsed) {
            is_whole = is_whole && !row.error;
            rows.push_back({migration.model.version, step.path, std::move(row)});
        }
    };
    try {
        rehearsal.run(file_of(step), rehearsed);
    } catch (...) {
        add();
        throw;
    }
    add();
    return is_whole;
}

std::vector<RehearsedRow> run_and_roll_back(const Pending &migrations, const std::vector<Step> &steps) {
    std::vector<RehearsedRow> rows;
    bool ended = false;
    try {
        pg::roll_back([&] {
            Proofs proofs;
            run::Rehearsal rehearsal(pg::integer_setting("confiture.rehearse_timeout"));
            pg::prepare_run();
            try {
                for (std::size_t i = 0; i < steps.size(); i++) {
                    proofs.begin();
                    const bool is_whole = rehearse_step(rehearsal, *migrations[i], steps[i], rows);
                    proofs.prove(rehearsal, *migrations[i], steps[i], is_whole, rows);
                }
            } catch (const pg::Error &) {
                ended = rehearsal.ended() || rehearsal.is_over();
                throw;
            }
        });
    } catch (const pg::Error &) {
        // The subtransaction is gone with all that the statement had done, and its row says what the error was.
        if (!ended) throw;
        pg::report_activity({});
    }
    return rows;
}

} // namespace

std::vector<RehearsedRow> rehearse(const std::optional<std::string> &target) {
    pg::require_writable("confiture.rehearse()");
    pg::require_read_committed("confiture.rehearse()");
    pg::refuse_inside_run("confiture.rehearse()");
    if (chosen(read_state(), target).empty()) return {};
    pg::take_runner_lock();
    const State state = read_state();
    refuse_stopped(state);
    const Pending migrations = chosen(state, target);
    judge_order(state, migrations);
    const std::vector<Step> steps = make_steps(state, migrations, {.runs = true, .may_commit = true});
    std::vector<RehearsedRow> rows = run_and_roll_back(migrations, steps);
    if (!pg::may_read_content())
        for (RehearsedRow &row : rows) row.rehearsed.statement.clear();
    return rows;
}

} // namespace confiture::migrate
