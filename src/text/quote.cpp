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

std::string unquoted(std::string_view identifier) {
    if (!identifier.starts_with('"')) return std::string(identifier);
    std::string name;
    for (std::size_t at = 1; at + 1 < identifier.size(); at++) {
        name += identifier[at];
        if (identifier[at] == '"') at++;
    }
    return name;
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

void append_json(std::string &text, std::string_view value) {
    constexpr char digits[] = "0123456789abcdef";
    text += '"';
    std::size_t done = 0;
    for (std::size_t at = 0; at < value.size(); at++) {
        const auto byte = static_cast<unsigned char>(value[at]);
        if (byte >= 0x20 && byte != '"' && byte != '\\') continue;
        text.append(value, done, at - done);
        if (byte >= 0x20) (text += '\\') += value[at];
        else ((text += "\\u00") += digits[byte >> 4]) += digits[byte & 15];
        done = at + 1;
    }
    text.append(value, done, value.size() - done) += '"';
}

std::string quote_json(std::string_view value) {
    std::string text;
    append_json(text, value);
    return text;
}

} // namespace confiture::text
