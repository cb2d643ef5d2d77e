#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace confiture::text {

// Texts of any bytes as one, and back: each behind its length in decimal digits and a colon.
std::string pack(const std::vector<std::string> &texts);
std::vector<std::string> unpack(std::string_view packed);

} // namespace confiture::text
