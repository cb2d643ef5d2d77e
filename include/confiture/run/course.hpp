#pragma once

#include <functional>
#include <string>
#include <vector>

#include "confiture/run/file.hpp"
#include "confiture/run/journal.hpp"
#include "confiture/run/segment.hpp"

namespace confiture::run {

// A file on its way through several transactions, for a procedure.
struct Course {
    File file;                      // with the lock_timeout of one attempt
    model::TransactionMode mode = model::TransactionMode::automatic;
    Refused refused{};              // statements that turned out to need a step of their own
    std::vector<Planned> plan{};
    std::vector<Step> steps{};      // of the journal
    pg::Settings settings{};        // what its steps have set so far
    std::string title;              // what workers are called
};

// Plans the file; `like` gives what the steps have in common. Throws what plan_file() does.
void plan_course(Course &course, const Step &like);

// Goes on with the steps of a journal, made from the same text by a call that has ended.
void resume_course(Course &course, std::vector<Step> steps);

// For a new text of a file of which some steps are done: plans the others anew. Throws source_changed where a statement of a done step is not
// in the new text as it ran.
void replan_course(Course &course, const std::vector<Step> &begun, const std::string &checksum);

// Runs step `index` and commits; `finish` runs in the transaction that marks the step as done. Tries again where locks, deadlocks and serialization
// failures are in the way. Where the server refuses to run one of its statements in a transaction, the step is split: others take its place, none
// of which has run. Throws pg::Error with path, line and statement; the step's row is then as the failure left it, and what it did is rolled back
// or, for a statement outside of a transaction, looked after by the next call.
void run_step(Course &course, std::size_t index, const std::function<void()> &finish);

// Looks what became of a step that an earlier call began and did not end: marks it as done (true), or clears away what is left of it, so that
// it can be run again (false). Throws lost_step where nobody can know.
bool settle_begun_step(Course &course, std::size_t index, const std::function<void()> &finish);

} // namespace confiture::run
