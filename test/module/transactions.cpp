// Subtransactions, scopes, and what must be as it was behind them.
#include <stdexcept>

#include "confiture/model/conditions.hpp"
#include "confiture/pg/function.hpp"
#include "confiture/pg/scope.hpp"
#include "confiture/pg/script.hpp"
#include "confiture/pg/spi.hpp"
#include "confiture/pg/transaction.hpp"
#include "pg/guard.h"
#include "support.h"

using namespace confiture;

namespace {

void run_script(const std::string &text, int timeout_ms) {
    pg::Script script(text);
    while (script.next()) script.run(timeout_ms);
    script.close();
}

pg::FileScope scope_of(const pg::Call &call) {
    pg::FileScope scope{.search_path = call.text(1), .set_role = call.text(2), .run_as = call.text(3), .lock_timeout_ms = {}};
    if (!call.is_null(4)) scope.lock_timeout_ms = static_cast<int>(call.integer(4));
    return scope;
}

// Runs fn and takes whatever it throws; what the server raised must have been caught by a subtransaction.
void ignoring(const std::function<void()> &fn) {
    try {
        fn();
    } catch (const pg::Error &) {
    } catch (const std::exception &) {
    }
}

void call_by_name(const std::string &name, const std::string &sql) {
    const auto run = [&] { support::run_sql(sql.c_str()); };
    const pg::FileScope scope{.search_path = "pg_catalog", .set_role = {}, .run_as = {}, .lock_timeout_ms = 7};
    if (name == "attempt") pg::attempt(run);
    else if (name == "attempt in attempt") pg::attempt([&] { pg::attempt(run); run(); });
    else if (name == "exception in attempt") ignoring([&] { pg::attempt([&] { run(); throw std::runtime_error("of C++"); }); });
    else if (name == "roll_back") ignoring([&] { pg::roll_back(run); });
    else if (name == "scope") pg::attempt([&] { pg::with_file_scope(scope, run); });
    else if (name == "exception in scope")
        ignoring([&] { pg::attempt([&] { pg::with_file_scope(scope, [&] { run(); throw std::runtime_error("of C++"); }); }); });
    else if (name == "query") pg::attempt([] { pg::query("SELECT 1 / (SELECT 0)"); });
    else if (name == "script") pg::attempt([&] { run_script(sql, 1000); });
    else throw std::invalid_argument(name);
}

} // namespace

// Runs a script as a file is run, with a timeout per statement.
CONFITURE_FUNCTION(ground_script) { run_script(call.text(0), static_cast<int>(call.integer(1))); }

CONFITURE_FUNCTION(ground_scoped) {
    const std::string text = call.text(0);
    pg::prepare_run();
    pg::with_file_scope(scope_of(call), [&] { run_script(text, 0); });
}

CONFITURE_FUNCTION(ground_roll_back) {
    const std::string sql = call.text(0);
    pg::roll_back([&] { support::run_sql(sql.c_str()); });
}

// What is not as it was behind the call; no row is right. A scope ends by itself where its statement succeeds, else by the subtransaction.
CONFITURE_FUNCTION(ground_differences) {
    const std::string name = call.text(0);
    const std::string sql = call.text(1);
    const support::State before = support::state();
    call_by_name(name, sql);
    for (std::string &part : support::differences(before, support::state())) call.add_row({std::move(part)});
}

// A C++ exception leaves a subtransaction: what was done in it must be gone, and the exception not.
CONFITURE_FUNCTION(ground_throw_in_attempt) {
    const std::string sql = call.text(0);
    try {
        pg::attempt([&] {
            support::run_sql(sql.c_str());
            throw Problem(condition::invalid_parameter, "thrown in the subtransaction");
        });
    } catch (const Problem &problem) {
        call.set(problem.message);
    }
}

CONFITURE_FUNCTION(ground_require) {
    const std::string name = call.text(0);
    if (call.text(1) == "writable") pg::require_writable(name);
    else pg::require_read_committed(name);
}
