#include "confiture/model/migration.hpp"

#include <algorithm>
#include <random>

#include "confiture/model/conditions.hpp"
#include "tap.hpp"

using namespace confiture::model;
namespace condition = confiture::condition;

namespace {

void reads(std::string_view path, std::string_view version, std::string_view name, Direction direction) {
    const MigrationName got = parse_migration_path(path);
    tap::is(got.version + " | " + got.name, std::string(version) + " | " + std::string(name), "name in " + std::string(path));
    tap::ok(got.direction == direction, "direction in " + std::string(path));
}

void refuses(std::string_view path, std::string_view detail) {
    const auto problem = tap::problem_of([&] { parse_migration_path(path); });
    tap::is(problem.sqlstate + " " + problem.message, "ZF002 invalid name of a migration: \"" + std::string(path) + "\"",
            "refused: " + std::string(path));
    tap::is(problem.detail, detail, "with the reason");
    tap::ok(problem.hint.find("migrations/<version>_<name>.up.sql") != std::string::npos, "with the form in the hint");
}

std::vector<MigrationFile> files(std::initializer_list<const char *> names) {
    std::vector<MigrationFile> list;
    for (const char *name : names)
        list.push_back({std::string("migrations/") + name, 100 + list.size()});
    return list;
}

std::string shown(const std::vector<Migration> &migrations) {
    std::string text;
    for (const Migration &each : migrations) {
        text += each.version + "(" + each.key + ")" + each.name + ":" + std::to_string(each.up);
        text += each.down ? "," + std::to_string(*each.down) + " " : " ";
    }
    return text;
}

void pairs(std::initializer_list<const char *> names, std::string_view wanted, std::string_view name) {
    tap::is(shown(pair_migrations(files(names))), wanted, name);
}

void refuses_pair(std::initializer_list<const char *> names, const confiture::Condition &wanted, std::string_view message,
                  std::string_view name) {
    tap::throws([&] { pair_migrations(files(names)); }, wanted, message, name);
    auto reversed = files(names);
    std::reverse(reversed.begin(), reversed.end());
    tap::throws([&] { pair_migrations(reversed); }, wanted, message, std::string(name) + ", in any order");
}

void test_names() {
    reads("migrations/001_create_users.up.sql", "001", "create_users", Direction::up);
    reads("migrations/001_create_users.down.sql", "001", "create_users", Direction::down);
    reads("migrations/001_create_users.sql", "001", "create_users", Direction::up);
    reads("migrations/20240229-1.2b_x.up.sql", "20240229-1.2b", "x", Direction::up);
    reads("migrations/1__x.sql", "1", "_x", Direction::up);
    reads("migrations/1_v2.0.sql", "1", "v2.0", Direction::up);
    reads("migrations/1_teardown.sql", "1", "teardown", Direction::up);
    reads("migrations/1_down.sql", "1", "down", Direction::up);
}

void test_bad_names() {
    refuses("schema/1_a.sql", "A migration stands directly in the folder \"migrations\".");
    refuses("migrations/x/1_a.sql", "A migration stands directly in the folder \"migrations\".");
    refuses("1_a.sql", "A migration stands directly in the folder \"migrations\".");
    refuses("migrations/1_a.txt", "A migration's file ends in \".sql\".");
    refuses("migrations/1_a.up.SQL", "A migration's file ends in \".sql\".");
    refuses("migrations/1.sql", "There is no \"_\" between version and name.");
    refuses("migrations/1-a.up.sql", "There is no \"_\" between version and name.");
    refuses("migrations/.sql", "There is no \"_\" between version and name.");
    refuses("migrations/_a.up.sql", "The version is empty.");
    refuses("migrations/1_.up.sql", "The name is empty.");
    refuses("migrations/1_.sql", "The name is empty.");
    refuses("migrations/1_a.DOWN.sql", "The direction is \".up\" or \".down\", once and in lower case.");
    refuses("migrations/1_a.Up.sql", "The direction is \".up\" or \".down\", once and in lower case.");
    refuses("migrations/1_a.down.up.sql", "The direction is \".up\" or \".down\", once and in lower case.");
}

void test_pairs() {
    pairs({}, "", "no files, no migrations");
    pairs({"10_c.up.sql", "9_b.sql", "001_a.down.sql", "001_a.up.sql"}, "001(1)a:103,102 9(9)b:101 10(10)c:100 ",
          "in the order of versions, downs beside their ups");
    pairs({"1.10_b.sql", "1.9_a.sql"}, "1.9(1.9)a:101 1.10(1.10)b:100 ", "versions with dots");
}

void test_bad_pairs() {
    const auto &twice = condition::duplicate_version;
    refuses_pair({"1_a.up.sql", "001_b.up.sql"}, twice,
                 "\"migrations/1_a.up.sql\" and \"migrations/001_b.up.sql\" have the same version \"1\"", "1 and 001");
    refuses_pair({"1_a.up.sql", "1_a.sql"}, twice,
                 "\"migrations/1_a.sql\" and \"migrations/1_a.up.sql\" have the same version \"1\"", "two forms of one up");
    refuses_pair({"1_a.up.sql", "1_a.down.sql", "1_b.down.sql"}, twice,
                 "\"migrations/1_a.down.sql\" and \"migrations/1_b.down.sql\" have the same version \"1\"", "two downs");
    refuses_pair({"1_a.up.sql", "1_b.down.sql"}, twice,
                 "\"migrations/1_a.up.sql\" and \"migrations/1_b.down.sql\" have the same version \"1\"", "a down of another name");
    refuses_pair({"1_a.up.sql", "01_a.down.sql"}, twice,
                 "\"migrations/1_a.up.sql\" and \"migrations/01_a.down.sql\" have the same version \"1\"",
                 "a down of another spelling");
    refuses_pair({"1_a.up.sql", "2_b.down.sql"}, condition::missing_up,
                 "down migration \"migrations/2_b.down.sql\" has no up migration", "a down without an up");

    const auto zeros = tap::problem_of([] { pair_migrations(files({"1_a.sql", "001_b.sql"})); });
    tap::is(zeros.detail, "Leading zeros do not count: \"1\" and \"001\" are the same version.", "the detail explains zeros");
    const auto lone = tap::problem_of([] { pair_migrations(files({"2_b.down.sql"})); });
    tap::is(lone.hint, "Add \"migrations/2_b.up.sql\", or remove the down.", "the hint names the file to add");
    const auto other = tap::problem_of([] { pair_migrations(files({"1_a.sql", "1_b.down.sql"})); });
    tap::is(other.hint, "Rename the down to \"migrations/1_a.down.sql\", or give one of them a version of its own.",
            "the hint names the down's right name");
    tap::throws([] { pair_migrations(files({"1_a.sql", "readme.sql"})); }, condition::invalid_path,
                "invalid name of a migration: \"migrations/readme.sql\"", "a bad name among good ones");
}

void test_any_order_given() {
    std::vector<MigrationFile> list;
    for (int i = 1; i <= 300; ++i) {
        list.push_back({"migrations/" + std::to_string(i) + "_x.up.sql", static_cast<std::size_t>(i)});
        list.push_back({"migrations/" + std::to_string(i) + "_x.down.sql", static_cast<std::size_t>(1000 + i)});
    }
    std::shuffle(list.begin(), list.end(), std::mt19937(11));
    const auto migrations = pair_migrations(list);
    bool right = migrations.size() == 300;
    for (std::size_t i = 0; right && i < migrations.size(); ++i)
        right = migrations[i].up == i + 1 && migrations[i].down == 1001 + i && migrations[i].key == std::to_string(i + 1);
    tap::ok(right, "300 pairs, whatever the order given");
}

} // namespace

int main() {
    test_names();
    test_bad_names();
    test_pairs();
    test_bad_pairs();
    test_any_order_given();
    return tap::done();
}
