#include "confiture/text/quote.hpp"

namespace confiture::text {

namespace {

void append_doubling(std::string &out, std::string_view text, std::string_view special) {
    for (const char byte : text) {
        if (special.find(byte) != std::string_view::npos)
            out += byte;
        out += byte;
    }
}

} // namespace

std::string quote_identifier(std::string_view name) {
    std::string quoted;
    quoted.reserve(name.size() + 2);
    quoted += '"';
    append_doubling(quoted, name, "\"");
    quoted += '"';
    return quoted;
}

std::string quote_literal(std::string_view value) {
    const bool escaped = value.find('\\') != std::string_view::npos;
    std::string quoted;
    quoted.reserve(value.size() + 3);
    quoted += escaped ? "E'" : "'";
    append_doubling(quoted, value, escaped ? "'\\" : "'");
    quoted += '\'';
    return quoted;
}

} // namespace confiture::text
