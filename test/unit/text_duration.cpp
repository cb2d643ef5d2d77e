#include "confiture/text/duration.hpp"

#include "tap.hpp"

using confiture::text::parse_milliseconds;

namespace {

void reads(std::string_view text, int wanted) {
    tap::is_number(parse_milliseconds(text).value_or(-1), wanted, "\"" + std::string(text) + "\"");
}

void refuses(std::string_view text) {
    tap::ok(!parse_milliseconds(text), "refused: \"" + std::string(text.substr(0, 40)) + "\"");
}

} // namespace

int main() {
    reads("0", 0);
    reads("80ms", 80);
    reads("80", 80);
    reads("500us", 0);
    reads("1500us", 2);
    reads("5s", 5000);
    reads("1min", 60000);
    reads("2h", 7200000);
    reads("1d", 86400000);
    reads("1.5s", 1500);
    reads("0.5min", 30000);
    reads("1.001min", 60000);
    reads("0.5ms", 0);
    reads("1.5ms", 2);
    reads("010", 10);
    reads(" 1 min ", 60000);
    reads("2147483647", 2147483647);
    reads("2147483647ms", 2147483647);
    reads("24d", 2073600000);
    for (const std::string_view bad : {"", " ", "ms", "-1", "-1s", "+1", "1S", "1 m", "1m", "1sec", "1minute", "1.", ".5", "1.s",
                                       "1..5", "1,5s", "1e3", "0x10", "inf", "nan", "1s 2s", "1s;", "2147483648", "25d",
                                       "99999999999999999999", "off"})
        refuses(bad);
    refuses(std::string(1000, '9'));
    return tap::done();
}
