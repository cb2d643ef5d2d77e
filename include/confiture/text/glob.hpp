#pragma once

#include <string_view>

namespace confiture::text {

// Whether the path matches the pattern: `?` and `*` stay inside a component, `**` as a whole component spans any number of them (also none).
bool matches_glob(std::string_view pattern, std::string_view path);

} // namespace confiture::text
