#include "confiture/model/migration.hpp"

#include "confiture/model/conditions.hpp"
#include "confiture/text/order.hpp"

#include <algorithm>

namespace confiture::model {

namespace {

constexpr std::string_view folder = "migrations/";

std::string quoted(std::string_view text) {
    return '"' + std::string(text) + '"';
}

[[noreturn]] void refuse_name(std::string_view path, std::string detail) {
    throw Problem(condition::invalid_path, "invalid name of a migration: " + quoted(path), std::move(detail),
                  "Name it \"migrations/<version>_<name>.up.sql\", with \"migrations/<version>_<name>.down.sql\" beside it "
                  "for the way back.");
}

bool remove_suffix(std::string_view &text, std::string_view suffix) {
    if (!text.ends_with(suffix))
        return false;
    text.remove_suffix(suffix.size());
    return true;
}

// Without this, x.DOWN.sql would be an up called "x.DOWN", and the way back would run as the way forth.
bool looks_like_direction(std::string_view name) {
    const std::size_t dot = name.rfind('.');
    if (dot == std::string_view::npos)
        return false;
    std::string ending(name.substr(dot + 1));
    for (char &byte : ending)
        if (byte >= 'A' && byte <= 'Z')
            byte = static_cast<char>(byte - 'A' + 'a');
    return ending == "up" || ending == "down";
}

struct NamedFile {
    const MigrationFile *file;
    MigrationName name;
    std::string key;

    bool is_up() const { return name.direction == Direction::up; }
    std::string stem() const { return name.version + '_' + name.name; }
};

// Ups before downs of the same version; paths decide the rest, so that an error names the same two files whatever the order given.
bool comes_before(const NamedFile &left, const NamedFile &right) {
    if (const auto order = text::compare_versions(left.name.version, right.name.version); order != 0)
        return order < 0;
    if (left.is_up() != right.is_up())
        return left.is_up();
    return text::compare_paths(left.file->path, right.file->path) < 0;
}

std::vector<NamedFile> in_order(const std::vector<MigrationFile> &files) {
    std::vector<NamedFile> named;
    named.reserve(files.size());
    for (const MigrationFile &file : files) {
        MigrationName name = parse_migration_path(file.path);
        std::string key = text::normal_version(name.version);
        named.push_back({&file, std::move(name), std::move(key)});
    }
    std::sort(named.begin(), named.end(), comes_before);
    return named;
}

[[noreturn]] void refuse_duplicate(const NamedFile &first, const NamedFile &second) {
    std::string detail;
    if (first.name.version != second.name.version)
        detail = "Leading zeros do not count: " + quoted(first.name.version) + " and " + quoted(second.name.version) +
                 " are the same version.";
    else if (first.name.direction != second.name.direction)
        detail = "An up and its down must have the same version and name.";
    const bool pair = first.name.direction != second.name.direction;
    throw Problem(condition::duplicate_version,
                  quoted(first.file->path) + " and " + quoted(second.file->path) + " have the same version " + quoted(first.key),
                  std::move(detail),
                  pair ? "Rename the down to " + quoted(std::string(folder) + first.stem() + ".down.sql") +
                             ", or give one of them a version of its own."
                       : "Give one of them a version of its own.");
}

[[noreturn]] void refuse_lone_down(const NamedFile &down) {
    throw Problem(condition::missing_up, "down migration " + quoted(down.file->path) + " has no up migration", {},
                  "Add " + quoted(std::string(folder) + down.stem() + ".up.sql") + ", or remove the down.");
}

Migration started_by(NamedFile &up) {
    return {std::move(up.name.version), std::move(up.key), std::move(up.name.name), up.file->index, std::nullopt};
}

} // namespace

MigrationName parse_migration_path(std::string_view path) {
    std::string_view rest = path;
    if (!rest.starts_with(folder) || rest.find('/', folder.size()) != std::string_view::npos)
        refuse_name(path, "A migration stands directly in the folder \"migrations\".");
    rest.remove_prefix(folder.size());
    if (!remove_suffix(rest, ".sql"))
        refuse_name(path, "A migration's file ends in \".sql\".");

    const bool down = remove_suffix(rest, ".down");
    if (!down)
        remove_suffix(rest, ".up");
    const std::size_t underscore = rest.find('_');
    if (underscore == std::string_view::npos)
        refuse_name(path, "There is no \"_\" between version and name.");
    const std::string_view name = rest.substr(underscore + 1);
    if (underscore == 0)
        refuse_name(path, "The version is empty.");
    if (name.empty())
        refuse_name(path, "The name is empty.");
    if (looks_like_direction(name))
        refuse_name(path, "The direction is \".up\" or \".down\", once and in lower case.");
    return {std::string(rest.substr(0, underscore)), std::string(name), down ? Direction::down : Direction::up};
}

std::vector<Migration> pair_migrations(const std::vector<MigrationFile> &files) {
    std::vector<NamedFile> named = in_order(files);
    std::vector<Migration> migrations;
    migrations.reserve(named.size());
    for (std::size_t i = 0; i < named.size();) {
        NamedFile *const up = &named[i];
        if (!up->is_up())
            refuse_lone_down(*up);
        NamedFile *const next = i + 1 < named.size() && named[i + 1].key == up->key ? up + 1 : nullptr;
        if (next != nullptr && (next->is_up() || next->stem() != up->stem()))
            refuse_duplicate(*up, *next);
        if (next != nullptr && i + 2 < named.size() && named[i + 2].key == up->key)
            refuse_duplicate(*next, named[i + 2]);
        migrations.push_back(started_by(*up));
        if (next != nullptr)
            migrations.back().down = next->file->index;
        i += next != nullptr ? 2 : 1;
    }
    return migrations;
}

} // namespace confiture::model
