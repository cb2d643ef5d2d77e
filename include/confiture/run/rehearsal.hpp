#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "confiture/pg/measure.hpp"
#include "confiture/pg/script.hpp"
#include "confiture/run/file.hpp"

namespace confiture::run {

// One statement of a rehearsal.
struct Rehearsed {
    int line = 0;
    std::string statement;                    // its text; cut where it may carry a password; empty: what is checked at the end of the file
    std::optional<std::int64_t> rows;         // that it touched, where it is one that says so
    std::optional<pg::Measured> measured;     // empty: it did not run to its end
    std::optional<std::int64_t> microseconds; // of one that ran by itself: nothing else of it can be measured
    std::optional<std::string> error;         // SQLSTATE and message
};

// Runs files for the sake of what can be measured, inside of a subtransaction that its caller rolls back: made at its begin, gone before it ends.
class Rehearsal {
public:
    // Ends after this many milliseconds; 0: no limit.
    explicit Rehearsal(std::int64_t timeout_ms);

    // Runs the file, adding a row for each statement. A statement that can't run in a transaction is listed and left out; behind one that
    // fails, or that the time ends in, nothing runs: its row is there, the error goes on to the caller, and ended() says so.
    void run(const File &file, std::vector<Rehearsed> &rows);

    // Whether the error that is on its way has a row.
    bool ended() const { return ended_; }

    // Whether its time is.
    bool is_over() const;

    // Milliseconds, for a rehearsal inside of this one; 0: no limit.
    std::int64_t left_ms() const;

    // What has been run and undone beside its files counts for none of the statements that follow.
    void leave_out();

private:
    void run_statements(const File &file, pg::Script &script, std::vector<Rehearsed> &rows);
    void run_statement(const File &file, pg::Script &script, std::vector<Rehearsed> &rows);
    void run_measured(pg::Script &script, const pg::Forecast &forecast, int timeout_ms, Rehearsed &row);
    void fail(const pg::Error &error, std::vector<Rehearsed> &rows);
    int limit_ms(int timeout_ms) const;

    pg::Measure measure_;
    std::int64_t timeout_ms_;
    std::chrono::steady_clock::time_point deadline_;
    bool new_value_ = false;   // of an enum: statements that use it fail until it is committed
    bool ended_ = false;
};

} // namespace confiture::run
