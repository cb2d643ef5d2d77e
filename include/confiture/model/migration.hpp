#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace confiture::model {

enum class Direction { up, down };

// What the name of a file in migrations/ says.
struct MigrationName {
    std::string version;
    std::string name;
    Direction direction = Direction::up;
};

// Reads `migrations/<version>_<name>.up.sql`, `.down.sql` or `<version>_<name>.sql` (an up without a down). Throws invalid_path for any other name, with the form in the hint.
MigrationName parse_migration_path(std::string_view path);

// A file of the source without its text. `index` is whatever the caller wants back.
struct MigrationFile {
    std::string path;
    std::size_t index = 0;
};

// One migration of the source: where its up and its down stand in the list that was given.
struct Migration {
    std::string version;     // as written in the file's name
    std::string key;         // normal form
    std::string name;
    std::size_t up = 0;
    std::optional<std::size_t> down;
};

// Pairs ups with downs, in the order of versions. Throws duplicate_version (two files of one version and direction, naming both;
// `1` and `001` are one version; also an up and a down whose version is the same but whose <version>_<name> differ) and missing_up (a down without an up).
std::vector<Migration> pair_migrations(const std::vector<MigrationFile> &files);

enum class TransactionMode { automatic, on, off };

// The `-- confiture: <key>=<value>` lines at the head of a migration.
struct Directives {
    TransactionMode transaction = TransactionMode::automatic;
    std::optional<int> lock_timeout_ms;
    std::optional<int> statement_timeout_ms;
    std::string role;
    std::vector<std::string> requires_versions;
    bool irreversible = false;
};

// Reads the directives in the comments before the first statement: `--` lines and blank ones; it stops at the first other line.
// A line that begins with `-- confiture:` (any case, any blanks) must hold one key=value (value: rest of the line, trimmed; `requires` may hold several, separated
// by commas or repeated). Throws invalid_directive for an unknown key (the known ones in the hint), a bad value, a key given twice with another value,
// `requires` or `irreversible` in a down; message holds path and line as `path, line N`. `-- confiture: renamed from x` is not a directive of a migration: error too.
// So is a directive that stands before the first statement, but below a block comment.
Directives parse_directives(std::string_view path, std::string_view text, Direction direction);

// Whether a piece of text between two statements holds a directive line; its offset, for the error that says it stands too late.
std::optional<std::size_t> find_directive(std::string_view gap);

} // namespace confiture::model
