#include "confiture/text/duration.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace confiture::text {

namespace {

struct Unit {
    std::string_view name;
    double milliseconds;
    double grain; // what a fraction of it is rounded to: the server takes the next smaller unit
};

constexpr std::array<Unit, 6> units{{
    {"us", 0.001, 0},
    {"ms", 1, 0.001},
    {"s", 1000, 1},
    {"min", 60000, 1000},
    {"h", 3600000, 60000},
    {"d", 86400000, 3600000},
}};

const Unit *find_unit(std::string_view name) {
    for (const Unit &unit : units)
        if (unit.name == (name.empty() ? "ms" : name))
            return &unit;
    return nullptr;
}

std::string_view trim(std::string_view text) {
    constexpr std::string_view blanks = " \t\n\v\f\r";
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::size_t digits_at(std::string_view text, std::size_t start) {
    const std::size_t end = text.find_first_not_of("0123456789", start);
    return (end == std::string_view::npos ? text.size() : end) - start;
}

// Bytes of the number at the start: digits, and a fraction only with digits of its own; 0 when there is none.
std::size_t number_length(std::string_view text) {
    const std::size_t whole = digits_at(text, 0);
    if (whole == 0 || whole == text.size() || text[whole] != '.')
        return whole;
    const std::size_t fraction = digits_at(text, whole + 1);
    return fraction == 0 ? 0 : whole + 1 + fraction;
}

} // namespace

std::optional<std::int32_t> parse_milliseconds(std::string_view text) {
    text = trim(text);
    const std::size_t length = number_length(text);
    const Unit *const unit = find_unit(trim(text.substr(length)));
    if (length == 0 || unit == nullptr)
        return std::nullopt;

    double value = 0;
    if (std::from_chars(text.data(), text.data() + length, value, std::chars_format::fixed).ec != std::errc())
        return std::nullopt;
    value *= unit->milliseconds;
    if (unit->grain > 0)
        value = std::rint(value / unit->grain) * unit->grain;
    value = std::rint(value);
    if (value > std::numeric_limits<std::int32_t>::max())
        return std::nullopt;
    return static_cast<std::int32_t>(value);
}

} // namespace confiture::text
