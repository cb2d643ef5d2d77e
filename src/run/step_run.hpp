#pragma once

#include <chrono>
#include <functional>
#include <optional>

#include "confiture/pg/script.hpp"
#include "confiture/run/course.hpp"
#include "probe.hpp"

namespace confiture::run {

// Settings as the journal keeps them.
std::string packed(const pg::Settings &settings);
pg::Settings unpacked_settings(const std::string &packed);

// The statements of the step, as planned.
std::vector<const Planned *> statements_of(const Course &course, const Step &step);

// The relations that the statements will lock, each with the strongest mode.
std::vector<pg::Target> targets_of(const std::vector<const Planned *> &statements);

// The scope of a part of the file: what earlier parts have set, and this lock_timeout.
pg::FileScope scope_of(const Course &course, int lock_timeout_ms);

// Pauses between attempts to get locks: growing, jittered, bounded by confiture.lock_retries.
class Attempts {
public:
    Attempts();

    // Whether the error is one that another attempt may not meet, and there is one left.
    bool may_retry(const pg::Error &error) const;

    // Says who is in the way, and waits without a snapshot. The failed attempt has been rolled back.
    void pause(const Course &course, Step &step, const pg::Error &error, const std::vector<pg::Target> &targets);

private:
    int number_ = 1;
    int most_;
};

// Tells of whoever is in the way, in the step's row and in a NOTICE; commits.
std::function<void(const std::string &)> teller(const Course &course, Step &step);

// Runs a step's statements in one transaction. The number of a statement that the server refused to run there, or none.
std::optional<int> run_in_transaction(Course &course, Step &step, const std::function<void()> &finish);

// Runs a step's only statement in a worker.
void run_alone(Course &course, Step &step, const std::function<void()> &finish);

// Clears away what is left of the step; true: that has completed it.
bool clear_away(const Course &course, const Step &step, const Finding &finding);

} // namespace confiture::run
