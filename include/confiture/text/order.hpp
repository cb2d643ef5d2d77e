#pragma once

#include <compare>
#include <string>
#include <string_view>

namespace confiture::text {

// Order of versions: a run of digits compares by value (of any length), anything else by byte; equal when only leading zeros differ.
std::weak_ordering compare_versions(std::string_view left, std::string_view right);

// The version with the leading zeros of each run of digits removed, so that 001 and 1 are one; "000" gives "0".
std::string normal_version(std::string_view version);

// A version behind it: its last run of digits counted on, as wide as it was (009: 010); a 1 behind what has none. "001" for nothing.
std::string next_version(std::string_view version);

// Order of paths: component by component, each like a version; a folder's path before what is longer; ties by the whole text by byte.
std::strong_ordering compare_paths(std::string_view left, std::string_view right);

} // namespace confiture::text
