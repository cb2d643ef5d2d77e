#include "confiture/text/utf8.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace confiture::text {

namespace {

constexpr std::uint64_t low_bits = 0x0101010101010101;
constexpr std::uint64_t high_bits = 0x8080808080808080;

// The subtraction sets the high bit of a zero byte, and of no other one while all are ASCII.
bool is_plain_word(const char *bytes) {
    std::uint64_t word;
    std::memcpy(&word, bytes, sizeof word);
    return (((word - low_bits) | word) & high_bits) == 0;
}

// Bytes of the character at the start (RFC 3629, section 4), 0 when it is ill-formed, cut off or NUL.
std::size_t character_length(std::string_view text) {
    const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned lead = byte(0);
    if (lead < 0x80)
        return lead == 0 ? 0 : 1;
    if (lead < 0xC2 || lead > 0xF4)
        return 0;
    const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (text.size() < length)
        return 0;

    // The second byte is what tells overlong forms, surrogates and values above U+10FFFF.
    const unsigned lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    const unsigned highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (byte(1) < lowest || byte(1) > highest)
        return 0;
    for (std::size_t i = 2; i < length; ++i)
        if ((byte(i) & 0xC0) != 0x80)
            return 0;
    return length;
}

} // namespace

std::optional<std::size_t> first_invalid_utf8(std::string_view bytes) {
    std::size_t offset = 0;
    while (offset < bytes.size()) {
        while (bytes.size() - offset >= sizeof(std::uint64_t) && is_plain_word(bytes.data() + offset))
            offset += sizeof(std::uint64_t);
        if (offset == bytes.size())
            break;
        const std::size_t length = character_length(bytes.substr(offset));
        if (length == 0)
            return offset;
        offset += length;
    }
    return std::nullopt;
}

int line_at(std::string_view text, std::size_t offset) {
    text = text.substr(0, std::min(offset, text.size()));
    int line = 1;
    for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n', end + 1))
        ++line;
    return line;
}

} // namespace confiture::text
