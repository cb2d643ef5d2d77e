#pragma once

#include <string>
#include <string_view>

namespace confiture::run {

// The file as `psql -1 -f` can run it: statements that run_file skips are turned into comments, a last one without a semicolon gets it.
// Throws what run_file would for statements that must not be there.
std::string script_text(const std::string &path, std::string_view text);

} // namespace confiture::run
