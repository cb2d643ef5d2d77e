// Procedures that commit, and jobs of background workers.
#include "confiture/pg/function.hpp"
#include "confiture/pg/lock.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/pg/spi.hpp"
#include "confiture/pg/transaction.hpp"
#include "confiture/pg/worker.hpp"
#include "support.h"

using namespace confiture;

namespace {

void work(const std::string &statement, const std::string &role, const std::string &database, int timeout_ms) {
    try {
        pg::run_in_worker({.entry = "confiture_work_statement", .title = "ground floor", .arguments = {statement, "", std::to_string(timeout_ms)},
                           .role = role, .database = database, .settings = {}});
    } catch (pg::Error &error) {
        if (error.fields().cursor_position > 0) error.point_into(statement); // it is no position in the caller's statement
        throw;
    }
}

} // namespace

// After a commit, so that no snapshot is held.
CONFITURE_PROCEDURE(ground_work) {
    pg::commit_and_go_on();
    work(call.text(0), call.text(1), call.text(2), static_cast<int>(call.integer(3)));
}

// In the caller's transaction.
CONFITURE_FUNCTION(ground_work_here) { work(call.text(0), "", "", 0); }

// Commits behind each of the statements; the runner lock is held from the first to the last.
CONFITURE_PROCEDURE(ground_commit_each) {
    pg::hold_runner_lock();
    for (const std::string &statement : call.texts(0)) {
        support::run_sql(statement.c_str());
        pg::commit_and_go_on();
    }
}

// Undoes each of the statements.
CONFITURE_PROCEDURE(ground_roll_back_each) {
    for (const std::string &statement : call.texts(0)) {
        support::run_sql(statement.c_str());
        pg::roll_back_and_go_on();
    }
}

// Runs one statement, in a subtransaction that fails, and goes on in the next transaction.
CONFITURE_PROCEDURE(ground_fail_and_go_on) {
    const auto error = pg::attempt([&] { support::run_sql(call.text(0).c_str()); });
    pg::roll_back_and_go_on();
    support::run_sql(call.text(1).c_str());
    if (error) throw *error;
}

CONFITURE_FUNCTION(ground_is_atomic) { call.set(call.is_atomic()); }
