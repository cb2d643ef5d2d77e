#include "confiture/model/conditions.hpp"
#include "confiture/model/migration.hpp"
#include "tap.hpp"

using namespace confiture::model;
namespace condition = confiture::condition;

namespace {

Directives up(std::string_view text) {
    return parse_directives("migrations/7_x.up.sql", text, Direction::up);
}

Directives down(std::string_view text) {
    return parse_directives("migrations/7_x.down.sql", text, Direction::down);
}

std::string shown(const Directives &given) {
    constexpr const char *modes[] = {"auto", "on", "off"};
    std::string text = modes[static_cast<int>(given.transaction)];
    if (given.lock_timeout_ms)
        text += " lock=" + std::to_string(*given.lock_timeout_ms);
    if (given.statement_timeout_ms)
        text += " statement=" + std::to_string(*given.statement_timeout_ms);
    if (!given.role.empty())
        text += " role=" + given.role;
    for (const std::string &version : given.requires_versions)
        text += " after=" + version;
    return text + (given.irreversible ? " irreversible" : "");
}

void reads(std::string_view text, std::string_view wanted, std::string_view name) {
    tap::is(shown(up(text)), wanted, name);
}

void refuses(std::string_view text, std::string_view what, int line) {
    const std::string message = std::string(what) + " in migrations/7_x.up.sql, line " + std::to_string(line);
    tap::throws([&] { up(text); }, condition::invalid_directive, message, "refused: " + std::string(what));
    tap::ok(!tap::problem_of([&] { up(text); }).hint.empty(), "with a hint");
}

void test_good() {
    reads("", "auto", "an empty file");
    reads("CREATE TABLE t ();\n", "auto", "no directive");
    reads("-- confiture: transaction=off\nSELECT 1;", "off", "transaction=off");
    reads("-- confiture: transaction=on", "on", "without a line's end");
    reads("-- confiture: transaction=auto\n", "auto", "transaction=auto");
    reads("-- confiture: lock_timeout=5s\n-- confiture: statement_timeout=1min\n", "auto lock=5000 statement=60000", "timeouts");
    reads("-- confiture: statement_timeout=0\n", "auto statement=0", "no limit is a limit of its own");
    reads("-- confiture: role=app owner\n", "auto role=app owner", "a role's name is the rest of the line");
    reads("-- confiture: role=a=b\n", "auto role=a=b", "an equals sign in a value");
    reads("-- confiture: requires=5, 006 ,7.1\n-- confiture: requires=4\n", "auto after=5 after=006 after=7.1 after=4", "requires");
    reads("-- confiture: irreversible=true\n", "auto irreversible", "irreversible");
    reads("-- confiture: irreversible=false\n", "auto", "not irreversible");
    reads("--confiture:transaction=off\n", "off", "without blanks");
    reads(" \t--  Confiture \t: Transaction \t= OFF \t\n", "off", "any case, any blanks");
    reads("\n-- a licence\n\n--\n-- confiture: transaction=off\n", "off", "below other comments and blank lines");
    reads("-- confiture: transaction=off\r\nSELECT 1;\r\n", "off", "with CRLF");
    reads("-- note\r-- confiture: transaction=off\rSELECT 1;", "off", "with CR alone, which ends a comment too");
    reads("-- confiture: lock_timeout=1s\n-- confiture: lock_timeout=1000\n", "auto lock=1000", "the same value twice");
    reads("-- confiture is our tool\n-- see confiture: a=b\n--- confiture: a=b\n-- confitures: a=b\n", "auto", "comments that only mention it");
    tap::is(shown(down("-- confiture: lock_timeout=2s\n-- confiture: role=bob\n-- confiture: transaction=off\n")),
            "off lock=2000 role=bob", "in a down");
}

void test_end_of_head() {
    reads("SELECT 1;\n-- confiture: transaction=off\n", "auto", "after a statement it is not read");
    reads("SELECT 1; -- confiture: nonsense\n", "auto", "nor behind one");
    reads("/* -- confiture: nonsense\n */ SELECT 1;", "auto", "nor in a block comment");
    reads("-- confiture: transaction=off\n/* note */\nSELECT '\n-- confiture: nonsense\n';", "off", "nor in a string");
    reads("/* open\n-- confiture: nonsense\n", "auto", "nor in a block comment without an end");
    refuses("/* licence */\n\n-- confiture: transaction=off\nSELECT 1;", "misplaced directive", 3);
    refuses("-- a\n/* a /* nested */\n */ -- confiture: transaction=off\n", "misplaced directive", 3);
}

void test_bad() {
    refuses("-- confiture: foo=1\n", "unknown directive \"foo\"", 1);
    refuses("-- a\n\n-- confiture: transactoin=off\n", "unknown directive \"transactoin\"", 3);
    refuses("-- confiture: =off\n", "unknown directive \"\"", 1);
    refuses("-- confiture:\n", "malformed directive \"\"", 1);
    refuses("-- confiture: transaction off\n", "malformed directive \"transaction off\"", 1);
    refuses("-- confiture: renamed from old_name\n", "malformed directive \"renamed from old_name\"", 1);
    refuses("-- confiture: transaction=maybe\n", "invalid value \"maybe\" of directive \"transaction\"", 1);
    refuses("-- confiture: transaction=\n", "invalid value \"\" of directive \"transaction\"", 1);
    refuses("-- confiture: transaction=off -- note\n", "invalid value \"off -- note\" of directive \"transaction\"", 1);
    refuses("-- confiture: lock_timeout=soon\n", "invalid value \"soon\" of directive \"lock_timeout\"", 1);
    refuses("-- confiture: lock_timeout=0\n", "invalid value \"0\" of directive \"lock_timeout\"", 1);
    refuses("-- confiture: statement_timeout=-1\n", "invalid value \"-1\" of directive \"statement_timeout\"", 1);
    refuses("-- confiture: role=\n", "invalid value \"\" of directive \"role\"", 1);
    refuses("-- confiture: requires=\n", "invalid value \"\" of directive \"requires\"", 1);
    refuses("-- confiture: requires=1,,2\n", "invalid value \"1,,2\" of directive \"requires\"", 1);
    refuses("-- confiture: requires=1,\n", "invalid value \"1,\" of directive \"requires\"", 1);
    refuses("-- confiture: requires=1_users\n", "invalid value \"1_users\" of directive \"requires\"", 1);
    refuses("-- confiture: irreversible=yes\n", "invalid value \"yes\" of directive \"irreversible\"", 1);
    refuses("-- confiture: transaction=on\n-- confiture: transaction=off\n",
            "directive \"transaction\" contradicts an earlier one", 2);
    refuses("-- confiture: transaction=auto\n-- confiture: transaction=off\n",
            "directive \"transaction\" contradicts an earlier one", 2);
    refuses("-- confiture: lock_timeout=1s\n\n-- confiture: LOCK_TIMEOUT=2s\n",
            "directive \"lock_timeout\" contradicts an earlier one", 3);
    refuses("-- confiture: irreversible=true\n-- confiture: irreversible=false\n",
            "directive \"irreversible\" contradicts an earlier one", 2);
    tap::is(tap::problem_of([] { up("-- confiture: foo=1\n"); }).hint,
            "Known directives are \"transaction\", \"lock_timeout\", \"statement_timeout\", \"role\", \"requires\", \"irreversible\".",
            "the hint lists the known ones");
}

void test_down() {
    tap::throws([] { down("\n-- confiture: requires=1\n"); }, condition::invalid_directive,
                "directive \"requires\" in a down migration in migrations/7_x.down.sql, line 2", "requires in a down");
    tap::throws([] { down("-- confiture: irreversible=true\n"); }, condition::invalid_directive,
                "directive \"irreversible\" in a down migration in migrations/7_x.down.sql, line 1", "irreversible in a down");
}

void finds(std::string_view gap, long long wanted, std::string_view name) {
    const auto offset = find_directive(gap);
    tap::is_number(offset ? static_cast<long long>(*offset) : -1, wanted, name);
}

void test_gaps() {
    finds("", -1, "an empty gap");
    finds(" \n-- note\n", -1, "a gap without one");
    finds("\n-- confiture: transaction=off\n", 1, "a directive in a gap");
    finds("\n-- note\n  --CONFITURE :nonsense", 11, "any case, any blanks, good or not");
    finds(" -- confiture: a=b", 1, "behind a statement, on its line");
    finds("/* -- confiture: a=b */", -1, "in a block comment");
    finds("/* confiture: a=b */", -1, "a block comment is none");
    finds("/* /* */ \n-- confiture: a=b\n */", -1, "in a nested block comment");
    finds("/* */ -- confiture: a=b", 6, "after a block comment");
    finds("-- x -- confiture: a=b\n", -1, "inside another comment");
    finds("-- /*\n-- confiture: a=b", 6, "a line comment opens no block");
    finds("/* --\n*/ -- confiture: a=b", 9, "a block comment holds no line comment");
    finds("/", -1, "half a comment");
    finds("-", -1, "half a line comment");
    finds("/*/ -- confiture: a=b", -1, "a block comment that only seems closed");
}

} // namespace

int main() {
    test_good();
    test_end_of_head();
    test_bad();
    test_down();
    test_gaps();
    return tap::done();
}
