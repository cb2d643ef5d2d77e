#include "cluster.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <utility>

#include "confiture/model/conditions.hpp"
#include "confiture/pg/interrupt.hpp"
#include "confiture/pg/lock.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/pg/spi.hpp"
#include "confiture/pg/transaction.hpp"
#include "confiture/pg/worker.hpp"
#include "confiture/text/checksum.hpp"
#include "confiture/text/quote.hpp"

namespace confiture::build {
namespace {

std::uint32_t number_of(const std::string &name) {
    return static_cast<std::uint32_t>(std::stoul(text::sha256_hex(name).substr(0, 8), nullptr, 16));
}

constexpr const char *holder = R"(
    SELECT 'pid ' || l.pid || ', role ' || coalesce(a.usename, '?') || ', application "' || coalesce(a.application_name, '') || '", database ' ||
           coalesce(a.datname, '?')
      FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
     WHERE l.locktype = 'advisory' AND l.classid = $1::oid AND l.objid = $2::oid AND l.database = 0 AND l.granted LIMIT 1)";

[[noreturn]] void throw_busy(const std::string &name) {
    const pg::Rows rows = pg::query(holder, {static_cast<std::int64_t>(pg::LockSpace::whole_cluster), static_cast<std::int64_t>(number_of(name))});
    throw Problem(condition::database_busy, "database \"" + name + "\" is being made or dropped by another session",
                  rows.empty() ? "It has just ended." : "It is " + *rows[0][0] + ".",
                  "Call again when it has ended, or wait longer with confiture.runner_timeout.");
}

// Runs one statement in a worker, at top level there.
void run_alone(const std::string &statement) {
    try {
        pg::run_in_worker({.entry = "confiture_work_statement", .title = "confiture: databases", .arguments = {statement, "", "0"},
                           .role = {}, .database = {}, .settings = {}});
    } catch (pg::Error &error) {
        if (error.fields().cursor_position > 0) error.point_into(statement); // it is no position in the caller's statement
        throw;
    }
}

void undo(const Row &row) {
    const std::optional<Found> found = find_database(row.name);
    if (found && found->oid == row.oid) {
        drop(row.name, row.oid);
        return;
    }
    forget(row.oid);
    pg::commit_and_go_on();
}

} // namespace

bool try_hold_name(const std::string &name) { return pg::hold_lock(pg::LockSpace::whole_cluster, number_of(name)); }

void hold_name(const std::string &name) {
    using clock = std::chrono::steady_clock;
    const auto limit = clock::now() + std::chrono::milliseconds(pg::integer_setting("confiture.runner_timeout"));
    for (int pause = 2;; pause = std::min(pause * 2, 50)) {
        const bool held = try_hold_name(name);
        const bool late = clock::now() >= limit;
        pg::commit_and_go_on();
        if (held) return;
        if (late) throw_busy(name);
        pg::wait(pause);
    }
}

void release_name(const std::string &name) { pg::release_lock(pg::LockSpace::whole_cluster, number_of(name)); }

void create(Row &row, const std::string &options, const std::function<void()> &fill) {
    remember(row);
    // From here on a crash leaves a row by which the next call knows the database, should it be there.
    pg::commit_and_go_on();
    const std::exception_ptr failure = pg::failure_of([&] {
        run_alone("CREATE DATABASE " + text::quote_identifier(row.name) + " WITH OID = " + std::to_string(row.oid) + " " + options);
        if (fill) fill();
    });
    if (failure) {
        undo(row);
        std::rethrow_exception(failure);
    }
    pg::commit_and_go_on();
}

std::optional<pg::Error> drop(const std::string &name, std::int64_t oid) {
    std::optional<pg::Error> error = pg::attempt([&] { run_alone("DROP DATABASE IF EXISTS " + text::quote_identifier(name)); });
    if (error) explain_in_use(*error, name);
    else forget(oid);
    pg::commit_and_go_on();
    return error;
}

void explain_in_use(pg::Error &error, const std::string &name) {
    if (error.fields().sqlstate != condition::object_in_use.sqlstate || !error.fields().hint.empty()) return;
    error.fields().hint = "confiture ends no session: see SELECT pid, usename, application_name FROM pg_stat_activity WHERE datname = " +
                          text::quote_literal(name) + ", and call again when they are gone.";
}

} // namespace confiture::build
