#pragma once

#include <string>
#include <string_view>

namespace confiture::text {

// SHA-256 of the bytes, in lower-case hex (FIPS 180-4, computed by OpenSSL's EVP).
std::string sha256_hex(std::string_view bytes);

// The text without a byte-order mark (UTF-8's) and with CRLF turned into LF: what checksums are taken of.
std::string normalize(std::string text);

} // namespace confiture::text
