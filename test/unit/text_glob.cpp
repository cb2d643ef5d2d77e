#include "confiture/text/glob.hpp"

#include "tap.hpp"

using confiture::text::matches_glob;

namespace {

void yes(std::string_view pattern, std::string_view path) {
    tap::ok(matches_glob(pattern, path), std::string(pattern) + " matches " + std::string(path));
}

void no(std::string_view pattern, std::string_view path) {
    tap::ok(!matches_glob(pattern, path), std::string(pattern) + " does not match " + std::string(path));
}

void test_one_component() {
    yes("a.sql", "a.sql");
    no("a.sql", "b.sql");
    no("a.sql", "a.sql2");
    no("a.sql", "A.sql");
    yes("*", "a.sql");
    yes("*.sql", ".sql");
    yes("*.sql", "a.b.sql");
    no("*.sql", "a.sq");
    yes("a*c*e", "abcde");
    yes("a*b", "abab");
    no("a*b", "abac");
    yes("**", "a");
    yes("a**b", "axyb");
    no("a**b", "a/b");
    yes("?", "a");
    no("?", "");
    no("?", "ab");
    yes("?", "\xC3\xA9");
    no("??", "\xC3\xA9");
    yes("*?", "\xE2\x82\xAC");
    no("*??", "\xE2\x82\xAC");
    yes("[a]", "[a]");
    no("[a]", "a");
    no("", "a");
    no("a", "");
}

void test_folders() {
    no("*", "a/b");
    no("?", "/");
    no("a?b", "a/b");
    no("a*", "a/b");
    yes("a/*", "a/b");
    no("a/*", "a/b/c");
    yes("*/*", "a/b");
    no("a", "a/b");
    no("a/b", "a");
    no("a/", "a");
    yes("a/b/c", "a/b/c");
}

void test_spans() {
    yes("**", "a/b/c.sql");
    yes("schema/**/*.sql", "schema/a.sql");
    yes("schema/**/*.sql", "schema/x/y/a.sql");
    no("schema/**/*.sql", "schemas/a.sql");
    no("schema/**/*.sql", "schema/x/a.txt");
    yes("schema/**", "schema/x/a.sql");
    yes("schema/**", "schema");
    no("schema/**", "seeds/a.sql");
    yes("**/a.sql", "a.sql");
    yes("**/a.sql", "x/y/a.sql");
    no("**/a.sql", "x/y/ba.sql");
    yes("**/b/**/d", "a/b/c/b/d");
    yes("a/**/b/*/c", "a/b/x/b/y/c");
    no("a/**/b/*/c", "a/b/x/y/c");
    yes("**/**", "a");
    yes("a/**/**/b", "a/b");
}

// With one step back for every star this would take longer than the universe has.
void test_no_explosion() {
    std::string stars;
    std::string spans;
    std::string path;
    for (int i = 0; i < 60; ++i) {
        stars += "a*";
        spans += "**/a/";
        path += "a/";
    }
    no(stars + "b", std::string(5000, 'a'));
    no(spans + "b", path + path + path + "c");
}

} // namespace

int main() {
    test_one_component();
    test_folders();
    test_spans();
    test_no_explosion();
    return tap::done();
}
