#pragma once

#include <string>
#include <vector>

#include "confiture/model/rename.hpp"
#include "confiture/pg/worker.hpp"

namespace confiture::build {

// What it takes to build an environment's schema in a database that will be thrown away.
struct Blueprint {
    std::string environment;
    std::string owner;               // role of the environment; empty: the caller
    std::string base;                // the database that the other one begins as a copy of
    std::string options;             // encoding and locale of this database, as CREATE DATABASE takes them
    std::vector<std::string> job;    // for build_in_parts()
    std::vector<model::RenameHint> renames{}; // that the files name
};

// Reads the schema files; seeds fill tables, and make none. Throws unknown_environment, nothing_to_build, 42501 unless the authors of the environment
// and of its files may have them run by the caller, and shared_object for a statement on what all databases of the server share.
Blueprint blueprint_of(const std::string &environment);

// Encoding and locale of this database, as CREATE DATABASE takes them.
std::string locale_options();

// In a worker: runs the files that its job names from argument `first` on, in one transaction.
void build_here(const pg::Work &work, std::size_t first = 0);

// The same, each file in a transaction of its own: the lock table holds what one file makes, where it may not hold what all of them do.
void build_in_parts(const pg::Work &work, std::size_t first = 0);

} // namespace confiture::build
