#include "confiture/text/utf8.hpp"

#include <cstdint>
#include <vector>

#include "tap.hpp"

using confiture::text::first_invalid_utf8;
using confiture::text::line_at;

namespace {

long long found(std::string_view bytes) {
    const auto offset = first_invalid_utf8(bytes);
    return offset ? static_cast<long long>(*offset) : -1;
}

struct Case {
    std::string_view bytes;
    const char *name;
};

constexpr Case good[] = {
    {"", "empty"},
    {"plain", "ASCII"},
    {"\x01\x7F", "control characters"},
    {"\xC2\x80", "lowest of two bytes"},
    {"\xDF\xBF", "highest of two bytes"},
    {"\xE0\xA0\x80", "lowest of three bytes"},
    {"\xED\x9F\xBF", "last before the surrogates"},
    {"\xEE\x80\x80", "first after the surrogates"},
    {"\xEF\xBF\xBF", "highest of three bytes"},
    {"\xF0\x90\x80\x80", "lowest of four bytes"},
    {"\xF4\x8F\xBF\xBF", "U+10FFFF"},
};

constexpr Case bad[] = {
    {std::string_view("\0", 1), "NUL"},
    {"\x80", "continuation alone"},
    {"\xBF", "last continuation alone"},
    {"\xE9 ", "Latin-1 letter"},
    {"\xC0\x80", "overlong NUL"},
    {"\xC1\xBF", "overlong of two bytes"},
    {"\xE0\x9F\xBF", "overlong of three bytes"},
    {"\xF0\x8F\xBF\xBF", "overlong of four bytes"},
    {"\xED\xA0\x80", "first surrogate"},
    {"\xED\xBF\xBF", "last surrogate"},
    {"\xF4\x90\x80\x80", "above U+10FFFF"},
    {"\xF5\x80\x80\x80", "lead F5"},
    {"\xF8\x88\x80\x80\x80", "five bytes"},
    {"\xFE", "lead FE"},
    {"\xFF", "lead FF"},
    {"\xC3", "two bytes cut off"},
    {"\xE2\x82", "three bytes cut off"},
    {"\xF0\x9F\x98", "four bytes cut off"},
    {"\xC3(", "bad second byte"},
    {"\xE2(\xA1", "bad second of three"},
    {"\xE2\x82(", "bad third byte"},
    {"\xF0\x9F(\x80", "bad third of four"},
    {"\xF0\x9F\x98(", "bad fourth byte"},
    {"\xC3\xC3\xA9", "lead after lead"},
};

// Every place relative to the words of eight bytes, with plain text on both sides.
bool found_at_each_offset(std::string_view bytes) {
    for (std::size_t before = 0; before < 20; ++before)
        for (std::size_t after = 0; after < 20; ++after)
            if (found(std::string(before, 'a') + std::string(bytes) + std::string(after, 'a')) != static_cast<long long>(before))
                return false;
    return true;
}

bool fine_at_each_offset(std::string_view bytes) {
    for (std::size_t before = 0; before < 20; ++before)
        if (found(std::string(before, 'a') + std::string(bytes) + std::string(20 - before, 'a')) != -1)
            return false;
    return true;
}

std::string encode(std::uint32_t code) {
    const auto byte = [](std::uint32_t value) { return static_cast<char>(value); };
    const auto tail = [&](std::uint32_t shift) { return byte(0x80 | ((code >> shift) & 0x3F)); };
    if (code < 0x80)
        return {byte(code)};
    if (code < 0x800)
        return {byte(0xC0 | (code >> 6)), tail(0)};
    if (code < 0x10000)
        return {byte(0xE0 | (code >> 12)), tail(6), tail(0)};
    return {byte(0xF0 | (code >> 18)), tail(12), tail(6), tail(0)};
}

bool each_code_point_as_it_should() {
    for (std::uint32_t code = 0; code < 0x1FFFFF; ++code) {
        const bool wanted = code != 0 && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
        if ((found(encode(code)) == -1) != wanted)
            return false;
    }
    return true;
}

// The rest of the character stands right behind the end, where nobody may look.
void test_end() {
    constexpr std::string_view text = "ab\xF0\x9F\x98\x80";
    for (std::size_t length = 3; length < text.size(); ++length)
        tap::is_number(found(text.substr(0, length)), 2, "cut off after " + std::to_string(length) + " bytes");
}

void test_lines() {
    constexpr std::string_view text = "one\ntwo\r\n\nfour";
    tap::is_number(line_at(text, 0), 1, "the first byte is on line 1");
    tap::is_number(line_at(text, 3), 1, "a line's end belongs to it");
    tap::is_number(line_at(text, 4), 2, "the byte after a line's end is on the next");
    tap::is_number(line_at(text, 9), 3, "an empty line counts");
    tap::is_number(line_at(text, 10), 4, "the last line");
    tap::is_number(line_at(text, text.size()), 4, "the end of the text");
    tap::is_number(line_at(text, 1000), 4, "beyond the end");
    tap::is_number(line_at("", 0), 1, "an empty text has line 1");
}

} // namespace

int main() {
    for (const Case &each : good)
        tap::ok(fine_at_each_offset(each.bytes), std::string("accepted: ") + each.name);
    for (const Case &each : bad)
        tap::ok(found_at_each_offset(each.bytes), std::string("found where it begins: ") + each.name);
    tap::ok(each_code_point_as_it_should(), "every code point, and what lies beyond");
    tap::is_number(found("ab\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\xFF"), 11, "after characters of each length");
    tap::is_number(found(std::string("12345678") + '\0' + "\xFF"), 8, "the first of two is told");
    test_end();
    test_lines();
    return tap::done();
}
