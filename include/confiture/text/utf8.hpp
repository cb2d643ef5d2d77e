#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace confiture::text {

// Byte offset of the first character that is not well-formed UTF-8 (RFC 3629), or of the first NUL; empty when all is well.
std::optional<std::size_t> first_invalid_utf8(std::string_view bytes);

// Line (from 1) on which the byte at offset stands.
int line_at(std::string_view text, std::size_t offset);

} // namespace confiture::text
