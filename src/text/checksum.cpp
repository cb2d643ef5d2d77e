#include "confiture/text/checksum.hpp"

#include <openssl/evp.h>

#include <array>
#include <new>

namespace confiture::text {

namespace {

// A fetch walks the provider's tables under locks, which costs more than hashing a small file.
const EVP_MD *method_256() {
    static const EVP_MD *const method = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    return method != nullptr ? method : EVP_sha256();
}

constexpr std::string_view mark = "\xEF\xBB\xBF";

} // namespace

std::string sha256(std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    // A hash over memory fails only for want of memory, or of the algorithm itself, which no PostgreSQL with OpenSSL runs without.
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, method_256(), nullptr) != 1)
        throw std::bad_alloc();
    return std::string(reinterpret_cast<const char *>(digest.data()), size);
}

std::string sha256_hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    const std::string digest = sha256(bytes);
    std::string hex;
    hex.reserve(2 * digest.size());
    for (const char byte : digest) {
        hex += digits[static_cast<unsigned char>(byte) >> 4];
        hex += digits[static_cast<unsigned char>(byte) & 0x0F];
    }
    return hex;
}

std::string without_mark(std::string text) {
    if (text.starts_with(mark)) text.erase(0, mark.size());
    return text;
}

std::string checksum(const std::string &text) {
    const bool is_normal = !text.starts_with(mark) && text.find("\r\n") == std::string::npos;
    return is_normal ? sha256_hex(text) : sha256_hex(normalize(text));
}

std::string normalize(std::string text) {
    std::size_t from = text.starts_with(mark) ? mark.size() : 0;
    std::size_t line_end = text.find("\r\n", from);
    if (from == 0 && line_end == std::string::npos)
        return text;

    std::size_t to = 0;
    const auto keep_until = [&](std::size_t end) {
        if (to != from)
            std::char_traits<char>::move(text.data() + to, text.data() + from, end - from);
        to += end - from;
    };
    for (; line_end != std::string::npos; line_end = text.find("\r\n", from)) {
        keep_until(line_end);
        from = line_end + 1;
    }
    keep_until(text.size());
    text.resize(to);
    return text;
}

} // namespace confiture::text
