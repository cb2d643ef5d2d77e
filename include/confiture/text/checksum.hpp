#pragma once

#include <string>
#include <string_view>

namespace confiture::text {

// SHA-256 of the bytes (FIPS 180-4, computed by OpenSSL's EVP), as 32 bytes; and in lower-case hex.
std::string sha256(std::string_view bytes);
std::string sha256_hex(std::string_view bytes);

// The text without a byte-order mark (UTF-8's), as psql would read it.
std::string without_mark(std::string text);

// Checksum of a text in UTF-8: SHA-256 of its normalized form, so that line ends of another system change nothing.
std::string checksum(const std::string &text);

// The text without a byte-order mark (UTF-8's) and with CRLF turned into LF: what checksums are taken of.
std::string normalize(std::string text);

} // namespace confiture::text
