#include "confiture/text/order.hpp"

#include <algorithm>
#include <random>
#include <vector>

#include "tap.hpp"

using confiture::text::compare_paths;
using confiture::text::compare_versions;
using confiture::text::normal_version;

namespace {

int sign(std::weak_ordering order) {
    return order < 0 ? -1 : order > 0 ? 1 : 0;
}

void version_is(std::string_view left, int wanted, std::string_view right) {
    const std::string name = "version " + std::string(left) + (wanted < 0 ? " < " : wanted > 0 ? " > " : " = ") + std::string(right);
    tap::is_number(sign(compare_versions(left, right)), wanted, name);
    tap::is_number(sign(compare_versions(right, left)), -wanted, name + ", the other way round");
}

void path_before(std::string_view left, std::string_view right) {
    const std::string name = "path " + std::string(left) + " before " + std::string(right);
    tap::ok(compare_paths(left, right) < 0 && compare_paths(right, left) > 0, name);
}

// Few letters and short runs, so that equal prefixes, leading zeros and ties are common.
std::vector<std::string> generated(std::size_t count) {
    constexpr std::string_view letters = "0019a./_-\xC3";
    std::mt19937 random(20240229);
    std::vector<std::string> texts(count);
    for (std::string &text : texts)
        for (auto length = random() % 7; length > 0; --length)
            text += letters[random() % letters.size()];
    return texts;
}

template <typename Compare>
bool is_antisymmetric(const std::vector<std::string> &texts, Compare compare) {
    for (const std::string &a : texts)
        for (const std::string &b : texts)
            if (sign(compare(a, b)) != -sign(compare(b, a)))
                return false;
    return true;
}

template <typename Compare>
bool is_transitive(const std::vector<std::string> &texts, Compare compare) {
    for (const std::string &a : texts)
        for (const std::string &b : texts) {
            if (compare(a, b) > 0)
                continue;
            for (const std::string &c : texts)
                if (compare(b, c) <= 0 && (compare(a, c) > 0 || (compare(a, c) == 0 && (compare(a, b) < 0 || compare(b, c) < 0))))
                    return false;
        }
    return true;
}

// compare_paths written anew from its definition, slowly.
std::vector<std::string> components(std::string_view path) {
    std::vector<std::string> parts(1);
    for (const char byte : path)
        if (byte == '/')
            parts.emplace_back();
        else
            parts.back() += byte;
    return parts;
}

int defined_order(const std::string &left, const std::string &right) {
    const auto l = components(left);
    const auto r = components(right);
    for (std::size_t i = 0; i < std::min(l.size(), r.size()); ++i)
        if (const int order = sign(compare_versions(l[i], r[i])); order != 0)
            return order;
    if (l.size() != r.size())
        return l.size() < r.size() ? -1 : 1;
    return left < right ? -1 : left > right ? 1 : 0;
}

void test_versions() {
    version_is("9", -1, "10");
    version_is("1", 0, "001");
    version_is("0", 0, "000");
    version_is("1", -1, "1.1");
    version_is("1.2", -1, "1.10");
    version_is("1.02", 0, "1.2");
    version_is("1a", -1, "1b");
    version_is("a10", 1, "a9");
    version_is("a", -1, "b");
    version_is("B", -1, "a");
    version_is("1-", -1, "1.");
    version_is("1.", -1, "10");
    version_is("2", -1, "10a");
    version_is("9", -1, "a");
    version_is("-", -1, "0");
    version_is("", -1, "0");
    version_is("z", -1, "\xC3\xA9");
    version_is("20240101120000", -1, "20240101120001");
    version_is("99999999999999999999999999999999999999", -1, "100000000000000000000000000000000000000");
    version_is("18446744073709551616", 1, "0");
    version_is(std::string(500, '0') + "7", 0, "7");
    version_is(std::string_view("a\0", 2), 1, "a");
}

void test_normal_form() {
    tap::is(normal_version("001"), "1", "normal form of 001");
    tap::is(normal_version("000"), "0", "normal form of 000");
    tap::is(normal_version("0"), "0", "normal form of 0");
    tap::is(normal_version("10"), "10", "a zero at the end stays");
    tap::is(normal_version("1.02.00a007"), "1.2.0a7", "each run loses its zeros");
    tap::is(normal_version(""), "", "normal form of nothing");
    tap::is(normal_version("v-x"), "v-x", "normal form without digits");
}

void test_next() {
    const std::pair<const char *, const char *> cases[] = {{"", "001"}, {"001", "002"}, {"009", "010"}, {"099", "100"}, {"999", "1000"}, {"9", "10"},
        {"1.2", "1.3"}, {"1.9", "1.10"}, {"1.19b", "1.20b"}, {"v", "v1"}, {"20261231235959", "20261231235960"}, {"99999999999999999999999", "100000000000000000000000"}};
    for (const auto &[version, next] : cases) {
        tap::is(confiture::text::next_version(version), next, std::string("next to ") + version);
        version_is(version, -1, confiture::text::next_version(version));
    }
}

void test_paths() {
    path_before("schema/2.sql", "schema/10.sql");
    path_before("schema/001.sql", "schema/1.sql");
    path_before("schema/9/a.sql", "schema/10/a.sql");
    path_before("a", "a/b");
    path_before("schema/a/z.sql", "schema/a.sql");
    path_before("schema/a/z.sql", "schema/a-b/a.sql");
    path_before("schema/a b", "schema/a.b");
    path_before("schema/01/b.sql", "schema/1/c.sql");
    path_before("schema/1/b.sql", "schema/01/c.sql");
    path_before("schema/Z.sql", "schema/a.sql");
    tap::ok(compare_paths("schema/1.sql", "schema/1.sql") == 0, "a path equals itself");
    tap::ok(compare_paths("schema/1.sql", "schema/01.sql") != 0, "two paths are never equal");
}

void test_properties() {
    const auto texts = generated(250);
    tap::ok(is_antisymmetric(texts, compare_versions), "versions: antisymmetric");
    tap::ok(is_transitive(texts, compare_versions), "versions: transitive, equality too");
    tap::ok(is_antisymmetric(texts, compare_paths), "paths: antisymmetric");
    tap::ok(is_transitive(texts, compare_paths), "paths: transitive");

    bool equal_keys = true;
    bool as_defined = true;
    bool strict = true;
    for (const std::string &a : texts)
        for (const std::string &b : texts) {
            equal_keys &= (compare_versions(a, b) == 0) == (normal_version(a) == normal_version(b));
            as_defined &= sign(compare_paths(a, b)) == defined_order(a, b);
            strict &= (compare_paths(a, b) == 0) == (a == b);
        }
    tap::ok(equal_keys, "versions are equal exactly when their normal forms are");
    tap::ok(as_defined, "paths: as components compared one by one");
    tap::ok(strict, "paths: equal only to themselves");
}

void test_sorting() {
    auto texts = generated(3000);
    auto shuffled = texts;
    std::shuffle(shuffled.begin(), shuffled.end(), std::mt19937(7));
    const auto before = [](const std::string &a, const std::string &b) { return compare_paths(a, b) < 0; };
    std::sort(texts.begin(), texts.end(), before);
    std::sort(shuffled.begin(), shuffled.end(), before);
    tap::ok(texts == shuffled, "sorted paths do not depend on the order given");

    std::vector<std::string> versions{"10", "01", "2", "1", "001", "02"};
    std::stable_sort(versions.begin(), versions.end(),
                     [](const std::string &a, const std::string &b) { return compare_versions(a, b) < 0; });
    tap::ok(versions == std::vector<std::string>{"01", "1", "001", "2", "02", "10"}, "a stable sort keeps equal versions as given");
}

} // namespace

int main() {
    test_versions();
    test_normal_form();
    test_next();
    test_paths();
    test_properties();
    test_sorting();
    return tap::done();
}
