#pragma once

#include <functional>
#include <string>

#include "confiture/build/blueprint.hpp"
#include "confiture/pg/worker.hpp"

namespace confiture::drift {

// What a shadow database begins as.
struct ShadowPlace {
    std::string owner;     // role
    std::string base;      // database that it begins as a copy of
    std::string options;   // encoding and locale, as CREATE DATABASE takes them
};

// Runs a job in the shadow database, whatever database and title it names, and gives what it answered; the function runs here meanwhile.
using ShadowJobs = std::function<std::vector<std::string>(pg::Job job, const std::function<void()> &meanwhile)>;

// Makes a shadow database, with the caller's rights, in which `body` may run jobs. It is gone when this returns or throws, a cancel or timeout too; what
// a call has left whose session died is dropped by the next one of who may. Nothing of it shows in this database, so that a function may call it.
void with_shadow(const ShadowPlace &place, const std::function<void(const ShadowJobs &)> &body);

// Builds the blueprint in a shadow database, and gives its snapshot. `meanwhile` runs here while that is built and read.
std::string shadow_snapshot(const build::Blueprint &blueprint, const std::function<void()> &meanwhile);

// Drops what calls have left whose sessions died.
void drop_abandoned();

// The job that runs files in a shadow database, each in a transaction of its own, as the arguments of build::build_in_parts() name them, and answers with
// its snapshot.
pg::Job fill_shadow(std::vector<std::string> arguments);

// The job that reads one: answers with its snapshot, and with what of it holds data, as an object of addresses in JSON.
pg::Job read_shadow();

// In workers: that job, and what makes or drops a shadow database, from here.
void fill_here(pg::Work &work);
void read_here(pg::Work &work);
void run_beside(pg::Work &work);

// In a worker in a shadow database: one statement that refuses a transaction, and what can stand in some.
void run_step_here(const pg::Work &work);
void run_trial_here(pg::Work &work);

} // namespace confiture::drift
