#pragma once

#include <string>

namespace confiture::build {

// Makes a database that is built from the environment's files, as a copy of a template which is made where there is none yet. For a procedure: commits
// as it goes. Throws duplicate_database unless `replace` says that one which we made may go, foreign_database for one that we did not make.
void build_database(const std::string &name, const std::string &environment, bool replace);

// Drops what build_database() made, as far as it is the caller's, longer ago than this (an interval, as the server prints it). For a procedure: commits
// behind each. What can't be dropped is a NOTICE.
void drop_databases(const std::string &older_than);

} // namespace confiture::build
