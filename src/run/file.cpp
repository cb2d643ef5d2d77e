#include "confiture/run/file.hpp"

#include <algorithm>
#include <chrono>
#include <climits>
#include <cmath>

#include "confiture/model/conditions.hpp"
#include "confiture/pg/interrupt.hpp"
#include "confiture/pg/script.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/run/log.hpp"
#include "confiture/run/policy.hpp"
#include "locate.hpp"

namespace confiture::run {
namespace {

// 25001, or 2D000 of a procedure: the statement must not run in a transaction block, and a function can't leave the caller's.
void explain_needs_commit(pg::Error &error, const File &file) {
    const std::string &state = error.fields().sqlstate;
    // A new value of an enum; the server's hint says that it must be committed before.
    if (state == "55P04" && file.directives) error.fields().hint += " CALL confiture.migrate() does so.";
    if ((state != "25001" && state != "2D000") || !error.fields().hint.empty()) return;
    error.fields().detail = "confiture runs this file in the transaction of its caller.";
    const bool is_down = file.path.ends_with(".down.sql");
    error.fields().hint = is_down ? "CALL confiture.migrate('<version that stays, or 0>', down => true) runs such statements, committing as it goes."
                          : file.directives ? "CALL confiture.migrate() runs such statements, committing as it goes."
                                          : "Use the form of the statement that runs in a transaction, or run it by itself outside of confiture.";
}

// 55P03: what to change, since the wait was ours.
void explain_lock_timeout(pg::Error &error, const File &file) {
    if (error.fields().sqlstate != "55P03" || !error.fields().hint.empty() || !file.scope.lock_timeout_ms) return;
    error.fields().hint = "Another session held the lock for longer than " + std::to_string(*file.scope.lock_timeout_ms) +
                          " ms: call again when it has ended, or raise confiture.lock_timeout or confiture.lock_retries.";
}

// Lines that end in a semicolon: about as many as there are statements, and few of them are data of COPY.
double statements_in(std::string_view text) {
    double count = 0;
    for (std::size_t at = text.find(";\n"); at != std::string_view::npos; at = text.find(";\n", at + 1)) count++;
    return count;
}

// The lock table is full: what has run so far filled it, so the whole will need that much more.
void explain_lock_memory(pg::Error &error, const File &file, const pg::Statement &statement, std::size_t index, std::size_t count) {
    if (error.fields().sqlstate != condition::out_of_memory.sqlstate ||
        error.fields().hint.find("max_locks_per_transaction") == std::string::npos)
        return;
    const std::int64_t now = pg::integer_setting("max_locks_per_transaction");
    const double done = statement.number;
    const double of_file = done / (done + statements_in(file.text.substr(statement.next)));
    const double share = (static_cast<double>(index) + of_file) / static_cast<double>(count);
    // Half as much again, since what was used up has the server's reserve in it, which does not grow with the setting; and some for reading
    // the catalogs behind it.
    const auto needed = (static_cast<std::int64_t>(std::ceil(static_cast<double>(now) / share * 1.5 / 16)) + 1) * 16;
    error.fields().detail = "One transaction locks everything that its files make; file " + std::to_string(index + 1) + " of " +
                            std::to_string(count) + " was running.";
    error.fields().hint = "Set max_locks_per_transaction to about " + std::to_string(needed) + " (it is " + std::to_string(now) +
                          "), and restart the server.";
}

std::int64_t run_statements(const File &file, pg::Script &script) {
    Policy policy(file.text);
    StatementLog log(file.path, file.text);
    std::int64_t count = 0;
    std::size_t behind = 0;
    while (script.next()) {
        const pg::Statement &statement = script.statement();
        if (file.directives && behind > 0) refuse_late_directive(file.path, file.text, behind, statement.begin);
        behind = statement.next;
        if (!policy.admits(statement)) continue;
        log.begin(statement);
        pg::report_activity("confiture: " + file.path + ", statement " + std::to_string(statement.number));
        script.run(file.statement_timeout_ms);
        count++;
    }
    if (file.directives && behind > 0) refuse_late_directive(file.path, file.text, behind, file.text.size());
    policy.finish();
    pg::report_activity({});
    return count;
}

std::int64_t run_located(const File &file, std::size_t index, std::size_t count) {
    pg::Script script(file.text);
    std::int64_t statements = 0;
    bool at_end = false;
    try {
        pg::with_file_scope(file.scope, [&] {
            statements = run_statements(file, script);
            at_end = true;
        });
    } catch (pg::Error &error) {
        explain_needs_commit(error, file);
        explain_lock_timeout(error, file);
        explain_lock_memory(error, file, script.statement(), index, count);
        // What the file deferred fails behind its last statement, and is about none of them.
        if (at_end) error.add_context(file.path + ", end of file");
        else locate(error, file.path, file.text, script);
        throw;
    } catch (Problem &problem) {
        locate(problem, file.path, file.text, script.statement());
        throw;
    }
    script.close();
    return statements;
}

} // namespace

void explain_behind(pg::Error &error, const File &file, std::size_t index, std::size_t count) {
    pg::Statement all;
    all.number = std::max(1, static_cast<int>(statements_in(file.text)));
    all.next = file.text.size();
    explain_lock_memory(error, file, all, index, count);
    error.fields().context = {};
    error.add_context(file.path + ", behind its end");
}

Outcome run_file(const File &file, std::size_t index, std::size_t count) {
    const auto start = std::chrono::steady_clock::now();
    const std::int64_t statements = run_located(file, index, count);
    const auto took = std::chrono::steady_clock::now() - start;
    return {statements, std::chrono::duration_cast<std::chrono::microseconds>(took).count()};
}

int queue_once_ms(std::int64_t lock_timeout_ms) {
    const std::int64_t ours = lock_timeout_ms * pg::integer_setting("confiture.lock_retries");
    const std::int64_t callers = pg::integer_setting("lock_timeout");
    return static_cast<int>(std::min<std::int64_t>(callers > 0 ? std::min(ours, callers) : ours, INT_MAX));
}

} // namespace confiture::run
