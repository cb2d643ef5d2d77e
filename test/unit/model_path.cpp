#include "confiture/model/path.hpp"

#include "confiture/model/conditions.hpp"
#include "tap.hpp"

using namespace std::string_view_literals;
using confiture::model::Area;
using confiture::model::area_of;
using confiture::model::clean_path;
namespace condition = confiture::condition;

namespace {

void cleans(std::string_view path, std::string_view wanted) {
    tap::is(clean_path(path), wanted, "clean form of " + std::string(path));
}

void refuses(std::string_view path, std::string_view shown, std::string_view detail) {
    const auto problem = tap::problem_of([&] { clean_path(path); });
    tap::is(problem.sqlstate + " " + problem.message, "ZF002 invalid path \"" + std::string(shown) + "\"",
            "refused by name: " + std::string(shown));
    tap::is(problem.detail, detail, "with the reason");
    tap::ok(problem.hint.find("relative to the project's folder") != std::string::npos, "and with what to type");
}

void belongs(std::string_view path, Area wanted) {
    tap::is_number(static_cast<int>(area_of(path)), static_cast<int>(wanted), "area of " + std::string(path));
}

void test_areas() {
    belongs("schema/a.sql", Area::schema);
    belongs("schema/10_tables/x/a.sql", Area::schema);
    belongs("schema/a.txt", Area::other);
    belongs("schema/a.SQL", Area::other);
    belongs("schema", Area::other);
    belongs("schema.sql", Area::other);
    belongs("Schema/a.sql", Area::other);
    belongs("x/schema/a.sql", Area::other);
    belongs("migrations/1_a.up.sql", Area::migration);
    belongs("migrations/README.md", Area::other);
    belongs("migrations/old/1_a.up.sql", Area::other);
    belongs("seeds/a.sql", Area::seed);
    belongs("seeds/dev/a.sql", Area::seed);
    belongs("seeds/a.csv", Area::other);
    belongs("schema/.hidden.sql", Area::other);
    belongs("migrations/.#1_a.up.sql", Area::other);
    belongs("seeds/.old/a.sql", Area::other);
    belongs("schema/..a/b.sql", Area::other);
    belongs("schema/a.b/c.d.sql", Area::schema);
    belongs("README.md", Area::other);
    belongs("", Area::other);
}

void test_clean() {
    cleans("schema/a.sql", "schema/a.sql");
    cleans("./schema/a.sql", "schema/a.sql");
    cleans("././schema//x/.///a.sql", "schema/x/a.sql");
    cleans("schema/", "schema");
    cleans("schema/.hidden.sql", "schema/.hidden.sql");
    cleans("schema/..a/b...sql", "schema/..a/b...sql");
    cleans("schema/\xC3\xA9t\xC3\xA9 1.sql", "schema/\xC3\xA9t\xC3\xA9 1.sql");
}

void test_refused() {
    refuses("", "", "The path is empty.");
    refuses("schema/" + std::string(990, 'x') + ".sql", "schema/" + std::string(53, 'x') + "...", "The path is longer than 1000 bytes.");
    cleans("schema/" + std::string(989, 'x') + ".sql", "schema/" + std::string(989, 'x') + ".sql");
    refuses(".", ".", "The path names no file.");
    refuses("./", "./", "The path names no file.");
    refuses("/", "/", "The path is absolute.");
    refuses("/etc/passwd", "/etc/passwd", "The path is absolute.");
    refuses("/caf\xC3\xA9.sql", "/caf\xC3\xA9.sql", "The path is absolute.");
    refuses("..", "..", "The path leaves the folder with \"..\".");
    refuses("../x.sql", "../x.sql", "The path leaves the folder with \"..\".");
    refuses("schema/../../x.sql", "schema/../../x.sql", "The path leaves the folder with \"..\".");
    refuses("schema/..", "schema/..", "The path leaves the folder with \"..\".");
    refuses("schema\\a.sql", "schema\\a.sql", "The path holds a backslash; components are separated by slashes.");
    refuses("schema/a\nb.sql", "schema/a\\x0Ab.sql", "The path holds a control character.");
    refuses("schema/a\0.sql"sv, "schema/a\\x00.sql", "The path holds a control character.");
    refuses("schema/a\x7F.sql", "schema/a\\x7F.sql", "The path holds a control character.");
    refuses("schema/\xE9.sql", "schema/\\xE9.sql", "The path is not valid UTF-8.");
}

} // namespace

int main() {
    test_areas();
    test_clean();
    test_refused();
    return tap::done();
}
