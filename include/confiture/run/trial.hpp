#pragma once

#include <string>
#include <vector>

#include "confiture/model/migration.hpp"
#include "confiture/run/file.hpp"
#include "confiture/run/rehearsal.hpp"
#include "confiture/run/segment.hpp"

namespace confiture::run {

// A file on its way through a database that will be thrown away.
struct Trial {
    std::string path;
    std::string text;
    std::string search_path;
    std::string run_as;              // role of the migration; empty: the caller
    int statement_timeout_ms = 0;
    model::TransactionMode mode = model::TransactionMode::automatic;
    int next = 1;                    // number of the statement from which on it has to run
    Refused refused{};               // statements that turned out to need a step of their own
    pg::Settings settings{};         // what it has set so far
};

// A statement that a worker of its own has to run next.
struct TrialStep {
    int number = 0;                  // of the statement
    int line = 0;
    std::string statement;
    bool secret = false;
    std::string role;
    std::string settings;            // as pg::settings_here() gives them
};

// How far it came.
struct TrialEnd {
    enum class Kind { end, failed, step } kind = Kind::end;
    TrialStep step{};
};

// Runs the file from `next` on as CALL migrate() would, in transactions that it commits, and measures each statement, up to its end, to one that fails, or
// to one that refuses a transaction. A statement on what all databases of the server share is listed with an error and left out. For a worker
// in a shadow database. Throws what plan_file() does.
TrialEnd run_trial(Trial &trial, std::vector<Rehearsed> &rows);

// For the way to a worker and back.
std::string packed(const Trial &trial);
Trial trial_of(const std::string &packed);
std::string packed(const TrialEnd &end, const Trial &trial, const std::vector<Rehearsed> &rows);
TrialEnd trial_end_of(const std::string &packed, Trial &trial, std::vector<Rehearsed> &rows);

} // namespace confiture::run
