#pragma once

#include <string>
#include <vector>

#include "confiture/source/environment.hpp"

namespace confiture::build {

// What build_here() takes: under what the files run, then the path and the text of each.
std::vector<std::string> job_of(const source::Environment &environment, const std::vector<source::File> &files);

} // namespace confiture::build
