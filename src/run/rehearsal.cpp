#include "confiture/run/rehearsal.hpp"

#include <algorithm>
#include <climits>

#include "confiture/model/conditions.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/pg/transaction.hpp"
#include "confiture/run/policy.hpp"
#include "confiture/text/utf8.hpp"
#include "locate.hpp"

namespace confiture::run {
namespace {

using clock = std::chrono::steady_clock;

constexpr std::string_view query_canceled = "57014";

// What only a commit makes possible: the rest of the rehearsal does not depend on it.
bool wants_commit(const pg::Error &error) {
    const std::string &state = error.fields().sqlstate;
    return state == "25001" || state == "2D000" || state == "55P04";
}

std::string said(const pg::Error &error) { return error.fields().sqlstate + ": " + error.fields().message; }

std::string shown(const File &file, const pg::Statement &statement) {
    if (statement.secret) return "(may carry a password)";
    return std::string(file.text.substr(statement.begin, statement.end - statement.begin));
}

} // namespace

Rehearsal::Rehearsal(std::int64_t timeout_ms)
    : timeout_ms_(timeout_ms), deadline_(clock::now() + std::chrono::milliseconds(timeout_ms)) {}

bool Rehearsal::is_over() const { return timeout_ms_ > 0 && clock::now() >= deadline_; }

std::int64_t Rehearsal::left_ms() const {
    if (timeout_ms_ == 0) return 0;
    return std::max<std::int64_t>(std::chrono::ceil<std::chrono::milliseconds>(deadline_ - clock::now()).count(), 1);
}

void Rehearsal::leave_out() {
    measure_.begin();
    measure_.end({});
}

// Milliseconds for one statement, at least one; 0 where nothing limits it.
int Rehearsal::limit_ms(int timeout_ms) const {
    if (timeout_ms_ == 0) return timeout_ms;
    const auto limit = std::min<std::int64_t>(left_ms(), INT_MAX);
    return static_cast<int>(timeout_ms > 0 ? std::min<std::int64_t>(timeout_ms, limit) : limit);
}

void Rehearsal::run_measured(pg::Script &script, const pg::Forecast &forecast, int timeout_ms, Rehearsed &row) {
    measure_.begin();
    std::optional<pg::Error> refused;
    // A subtransaction of its own where an error may be one that only a commit avoids.
    if (new_value_ || forecast.step == pg::StepKind::call) refused = pg::attempt([&] { row.rows = script.run(timeout_ms); });
    else row.rows = script.run(timeout_ms);
    if (refused && !wants_commit(*refused)) throw std::move(*refused);
    if (refused) row.error = said(*refused);
    pg::Measured measured = measure_.end(forecast);
    if (!refused) row.measured = std::move(measured);
    new_value_ = new_value_ || forecast.ends_segment;
}

void Rehearsal::run_statement(const File &file, pg::Script &script, std::vector<Rehearsed> &rows) {
    const pg::Statement &statement = script.statement();
    const pg::Forecast forecast = script.forecast();
    Rehearsed &row = rows.emplace_back();
    row.line = text::line_at(file.text, statement.begin);
    row.statement = shown(file, statement);
    if (!pg::is_transactional(forecast.step)) {
        row.error = "25001: not rehearsed, since it can't run in a transaction";
        return;
    }
    const int limit = limit_ms(file.statement_timeout_ms);
    const auto begun = clock::now();
    try {
        run_measured(script, forecast, limit, row);
    } catch (pg::Error &error) {
        const bool ours = limit > 0 && clock::now() - begun >= std::chrono::milliseconds(limit);
        // Somebody who cancels the rehearsal wants no result of it.
        if (error.fields().sqlstate == query_canceled && !ours) throw;
        locate(error, file.path, file.text, script);
        fail(error, rows);
        throw;
    }
}

void Rehearsal::fail(const pg::Error &error, std::vector<Rehearsed> &rows) {
    ended_ = true;
    const bool over = error.fields().sqlstate == query_canceled && is_over();
    rows.back().error = over ? "57014: cut off by confiture.rehearse_timeout; nothing behind it was rehearsed" : said(error);
}

void Rehearsal::run_statements(const File &file, pg::Script &script, std::vector<Rehearsed> &rows) {
    Policy policy(file.text);
    std::size_t behind = 0;
    while (script.next()) {
        const pg::Statement &statement = script.statement();
        if (file.directives && behind > 0) refuse_late_directive(file.path, file.text, behind, statement.begin);
        behind = statement.next;
        if (!policy.admits(statement)) continue;
        pg::report_activity("confiture: rehearsal of " + file.path + ", statement " + std::to_string(statement.number));
        run_statement(file, script, rows);
    }
    if (file.directives && behind > 0) refuse_late_directive(file.path, file.text, behind, file.text.size());
    policy.finish();
    pg::report_activity({});
}

void Rehearsal::run(const File &file, std::vector<Rehearsed> &rows) {
    pg::Script script(file.text);
    bool at_end = false;
    try {
        pg::with_file_scope(file.scope, [&] {
            run_statements(file, script, rows);
            at_end = true;
        });
    } catch (pg::Error &error) {
        if (ended_) throw;
        // What the file deferred is about none of its statements.
        if (at_end && error.fields().sqlstate != query_canceled) {
            rows.emplace_back().line = text::line_at(file.text, file.text.size());
            fail(error, rows);
        } else if (!at_end) {
            locate(error, file.path, file.text, script);
        }
        throw;
    } catch (Problem &problem) {
        locate(problem, file.path, file.text, script.statement());
        throw;
    }
    script.close();
}

} // namespace confiture::run
