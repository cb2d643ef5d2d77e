#include "confiture/text/pack.hpp"

#include <stdexcept>

#include "tap.hpp"

using confiture::text::pack;
using confiture::text::unpack;

namespace {

using Texts = std::vector<std::string>;

bool comes_back(const Texts &texts) { return unpack(pack(texts)) == texts; }

bool refused(const std::string &packed) {
    try {
        unpack(packed);
    } catch (const std::invalid_argument &) {
        return true;
    }
    return false;
}

} // namespace

int main() {
    tap::is(pack({"a", "", "b:c"}), "1:a0:3:b:c", "each text behind its length");
    tap::ok(comes_back({}), "no text");
    tap::ok(comes_back({""}), "an empty text");
    tap::ok(comes_back({"1:a", "12", ":", "\n", std::string("\0x", 2)}), "texts of any bytes");
    tap::ok(comes_back({std::string(100000, 'x'), "y"}), "a long text");
    for (const char *packed : {"a", "1", "1:", "2:a", ":", "-1:a", "99999999999999999999:a", "1:a2:b"})
        tap::ok(refused(packed), std::string("not packed: ") + packed);
    return tap::done();
}
