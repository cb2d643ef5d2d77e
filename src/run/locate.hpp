#pragma once

#include <string>

#include "confiture/model/problem.hpp"
#include "confiture/pg/error.hpp"
#include "confiture/pg/script.hpp"

namespace confiture::run {

// Adds path, line and statement to the error, and the text that its LINE and caret are shown from, unless that may hold a secret.
void locate(pg::Error &error, const std::string &path, std::string_view text, const pg::Script &script);
void locate(Problem &problem, const std::string &path, std::string_view text, const pg::Statement &statement);

// Looks at what stands between two statements, or behind the last one; throws invalid_directive for a directive there.
void refuse_late_directive(const std::string &path, std::string_view text, std::size_t begin, std::size_t end);

} // namespace confiture::run
