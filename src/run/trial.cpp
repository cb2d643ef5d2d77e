#include "confiture/run/trial.hpp"

#include <algorithm>
#include <optional>

#include "confiture/model/conditions.hpp"
#include "confiture/pg/script.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/pg/transaction.hpp"
#include "confiture/pg/worker.hpp"

namespace confiture::run {
namespace {

constexpr const char *left_out = "not rehearsed: it would change what all databases of the server share";

std::string shown(const Trial &trial, const Planned &planned) {
    if (planned.secret) return "(may carry a password)";
    return trial.text.substr(planned.begin, planned.end - planned.begin);
}

bool refuses_transaction(const pg::Error &error) { return error.fields().sqlstate == "25001" || error.fields().sqlstate == "2D000"; }

class Runner {
public:
    Runner(Trial &trial, std::vector<Rehearsed> &rows) : trial_(trial), rows_(rows) {}

    TrialEnd run() {
        plan();
        while (const Planned *first = next()) {
            if (!is_kept(*first)) continue;
            if (!first->transactional) return {TrialEnd::Kind::step, step_of(*first)};
            if (!run_segment(first->segment)) return {TrialEnd::Kind::failed};
        }
        return {};
    }

private:
    File file() const {
        return {trial_.path, trial_.text, {.search_path = trial_.search_path, .set_role = {}, .run_as = trial_.run_as, .lock_timeout_ms = 0, .settings = trial_.settings},
                trial_.statement_timeout_ms, true};
    }

    void plan() {
        pg::in_transaction([&] { plan_ = plan_file(file(), trial_.mode, trial_.refused); });
    }

    const Planned *next() const {
        const auto found = std::find_if(plan_.begin(), plan_.end(), [&](const Planned &planned) { return planned.number >= trial_.next; });
        return found == plan_.end() ? nullptr : &*found;
    }

    // Lists what must not run here.
    bool is_kept(const Planned &planned) {
        std::string tag;
        read(planned, [&](pg::Script &script) { tag = script.shared_tag(); });
        if (tag.empty()) return true;
        Rehearsed &row = rows_.emplace_back();
        row.line = planned.line;
        row.statement = shown(trial_, planned);
        row.error = std::string(condition::shared_object.sqlstate) + ": " + left_out;
        trial_.next = planned.number + 1;
        return false;
    }

    void read(const Planned &planned, const std::function<void(pg::Script &)> &fn) {
        pg::in_transaction([&] {
            pg::Script script(trial_.text);
            pg::with_file_scope(file().scope, [&] {
                script.seek(planned.number, planned.begin);
                script.next();
                fn(script);
            });
            script.close();
        });
    }

    TrialStep step_of(const Planned &planned) {
        TrialStep step{planned.number, planned.line, trial_.text.substr(planned.begin, planned.end - planned.begin), planned.secret, {}, {}};
        read(planned, [&](pg::Script &) {
            step.role = pg::current_user();
            step.settings = pg::settings_here();
        });
        return step;
    }

    // Whether it ran to its end. Where the server refuses to run one of its statements in a transaction, the plan is another one.
    bool run_segment(int segment) {
        std::vector<Rehearsed> rows;
        pg::Settings changed;
        int number = 0;
        std::optional<pg::Error> error;
        pg::in_transaction([&] {
            pg::prepare_run();
            error = pg::attempt([&] { changed = run_statements(segment, rows, number); });
        });
        const bool is_known = std::find(trial_.refused.begin(), trial_.refused.end(), number) != trial_.refused.end();
        if (error && refuses_transaction(*error) && trial_.mode != model::TransactionMode::on && !is_known) {
            trial_.refused.push_back(number);
            plan();
            return true;
        }
        // What is no statement's is the caller's to know.
        if (error && rows.empty()) throw *error;
        rows_.insert(rows_.end(), rows.begin(), rows.end());
        if (error) {
            rows_.back().measured.reset();
            rows_.back().error = error->fields().sqlstate + ": " + error->fields().message;
            return false;
        }
        trial_.settings = std::move(changed);
        trial_.next = number + 1;
        return true;
    }

    pg::Settings run_statements(int segment, std::vector<Rehearsed> &rows, int &number) {
        pg::Script script(trial_.text);
        pg::Measure measure;
        pg::Settings before = pg::settings_in_force(), changed;
        // These the scope sets too, so that the file's must be kept even where the session has the same.
        std::erase_if(before, [](const auto &setting) { return setting.first == "search_path"; });
        pg::with_file_scope(file().scope, [&] {
            for (const Planned &planned : plan_) {
                if (planned.segment != segment || planned.number < trial_.next) continue;
                number = planned.number;
                run_statement(script, planned, measure, rows);
            }
            changed = pg::changed_settings(before, pg::settings_in_force());
        });
        measure.close();
        script.close();
        return changed;
    }

    void run_statement(pg::Script &script, const Planned &planned, pg::Measure &measure, std::vector<Rehearsed> &rows) {
        Rehearsed &row = rows.emplace_back();
        row.line = planned.line;
        row.statement = shown(trial_, planned);
        script.seek(planned.number, planned.begin);
        script.next();
        const pg::Forecast forecast = script.forecast();
        measure.begin();
        row.rows = script.run(trial_.statement_timeout_ms);
        row.measured = measure.end(forecast);
    }

    Trial &trial_;
    std::vector<Rehearsed> &rows_;
    std::vector<Planned> plan_{};
};

} // namespace

TrialEnd run_trial(Trial &trial, std::vector<Rehearsed> &rows) { return Runner(trial, rows).run(); }

} // namespace confiture::run
