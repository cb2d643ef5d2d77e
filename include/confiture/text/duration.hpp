#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace confiture::text {

// Milliseconds of a time setting as the server writes them: digits with optional fraction and unit us, ms, s, min, h or d (none: ms); empty when malformed, negative or above INT_MAX ms.
std::optional<std::int32_t> parse_milliseconds(std::string_view text);

} // namespace confiture::text
