#pragma once

#include "kind.hpp"

namespace confiture::diff {

// ` OPTIONS (...)` of a new object, or nothing. Options are a quoted name and its value, as `a 'b'`.
std::string written_options(const Object &object);

// ` OPTIONS (ADD ..., SET ..., DROP ...)` from one list of options to another, or nothing.
std::string altered_options(const std::vector<std::string> &before, const std::vector<std::string> &after);

} // namespace confiture::diff
