#pragma once

#include <string>
#include <string_view>

namespace confiture::text {

// The name in double quotes, always; inner ones doubled.
std::string quote_identifier(std::string_view name);

// The name that is written so, in double quotes where it must be.
std::string unquoted(std::string_view identifier);

// The value as a standard SQL literal; E'' syntax when it holds a backslash, so that it reads the same under either standard_conforming_strings.
std::string quote_literal(std::string_view value);

// The value as a JSON string (RFC 8259); bytes beyond ASCII stay as they are.
std::string quote_json(std::string_view value);

// The same, added to a text.
void append_json(std::string &text, std::string_view value);

} // namespace confiture::text
