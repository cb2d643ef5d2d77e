#include "confiture/text/checksum.hpp"

#include <utility>

#include "tap.hpp"

using confiture::text::checksum;
using confiture::text::normalize;
using confiture::text::sha256_hex;
using confiture::text::without_mark;

namespace {

// Vectors published by NIST with FIPS 180.
void test_sha256() {
    tap::is(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "SHA-256 of nothing");
    tap::is(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "SHA-256 of abc");
    tap::is(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1", "SHA-256 of 448 bits");
    tap::is(sha256_hex("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrst"
                       "nopqrstu"),
            "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1", "SHA-256 of 896 bits");
    tap::is(sha256_hex(std::string(1000000, 'a')), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
            "SHA-256 of a million a");
    tap::is(sha256_hex(std::string_view("\xBD")), "68325720aabd7c82f30f554b313d0570c95accbb7dc4b5aae11204c08ffe732b",
            "SHA-256 of one byte");
    tap::is(sha256_hex(std::string(1, '\0')), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "a NUL byte counts");
}

void test_normalize() {
    tap::is(normalize(""), "", "nothing stays nothing");
    tap::is(normalize("a\nb\n"), "a\nb\n", "LF stays");
    tap::is(checksum("\xEF\xBB\xBF" "a\r\nb"), sha256_hex("a\nb"), "the checksum of a text counts neither mark nor CRLF");
    tap::is(checksum("a\nb"), sha256_hex("a\nb"), "the checksum of a normal text is that of its bytes");
    tap::is(without_mark("\xEF\xBB\xBF" "a\r\nb"), "a\r\nb", "only the mark is taken off");
    tap::is(normalize("a\r\nb\r\n"), "a\nb\n", "CRLF becomes LF");
    tap::is(normalize("\r\n\r\n"), "\n\n", "empty lines");
    tap::is(normalize("a\rb"), "a\rb", "a lone CR stays");
    tap::is(normalize("a\r"), "a\r", "a CR at the end stays");
    tap::is(normalize("a\r\r\nb"), "a\r\nb", "of two CRs before LF one goes");
    tap::is(normalize("a\n\rb"), "a\n\rb", "LF CR stays");
    tap::is(normalize("\xEF\xBB\xBF" "a\nb"), "a\nb", "a byte-order mark goes");
    tap::is(normalize("\xEF\xBB\xBF"), "", "a byte-order mark alone");
    tap::is(normalize("\xEF\xBB\xBF" "a\r\nb\r\nc"), "a\nb\nc", "mark and CRLF together");
    tap::is(normalize("\xEF\xBB"), "\xEF\xBB", "half a mark stays");
    tap::is(normalize("a\xEF\xBB\xBF"), "a\xEF\xBB\xBF", "a mark elsewhere stays");
    tap::is(normalize("mixed\r\nline\nends\r\n"), "mixed\nline\nends\n", "mixed line ends");
}

// 200 MB pass through here: the bytes must stay where they are.
void test_in_place() {
    for (const bool change : {false, true}) {
        std::string text(1000, 'x');
        text += change ? "\r\n" : "\n";
        const char *const place = text.data();
        const std::string normal = normalize(std::move(text));
        tap::ok(normal.data() == place, change ? "changed in place" : "unchanged text is moved, not copied");
        tap::is_number(static_cast<long long>(normal.size()), 1001, "with the right length");
    }
}

} // namespace

int main() {
    test_sha256();
    test_normalize();
    test_in_place();
    return tap::done();
}
