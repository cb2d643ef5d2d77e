#pragma once

#include <string>

#include "confiture/model/problem.hpp"
#include "confiture/pg/error.hpp"
#include "confiture/pg/script.hpp"

namespace confiture::run {

// Adds path, line and statement to the error, and the text that its LINE and caret are shown from, unless that may hold a secret.
void locate(pg::Error &error, const std::string &path, std::string_view text, const pg::Script &script);
void locate(Problem &problem, const std::string &path, std::string_view text, const pg::Statement &statement);

} // namespace confiture::run
