#pragma once

#include <string>
#include <vector>

#include "confiture/catalog/watch.hpp"
#include "step.hpp"

namespace confiture::migrate {

// A text to be run in several transactions by a procedure: a migration, up or down, or the plan of sync_schema().
struct Task {
    Step step;
    run::Record record;                // as it will be, but for what the run tells
    std::string checksum;              // of the text that runs
    std::string title{};               // what workers and the log call it
    std::vector<run::Step> begun{};    // what an earlier call has left
    std::string search_path{};         // instead of confiture.search_path
};

// Runs it, with a journal from which the same call goes on, and records how it ended and what it changed.
void run_task(Task &task, catalog::Watch &watch);

// Refuses (wrong_isolation) sessions of which any transaction would begin at another level.
void require_read_committed_throughout(const char *call);

// Tells of the server's own timeouts, which can't be put off by whoever is under them.
void say_what_ends_the_call();

} // namespace confiture::migrate
