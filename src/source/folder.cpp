#include "confiture/source/readers.hpp"

#include <algorithm>
#include <cerrno>
#include <dirent.h>
#include <filesystem>
#include <memory>
#include <new>
#include <system_error>

#include "confiture/model/conditions.hpp"
#include "confiture/model/path.hpp"
#include "confiture/pg/files.hpp"
#include "confiture/pg/interrupt.hpp"
#include "source/prepare.hpp"

namespace fs = std::filesystem;

namespace confiture::source {
namespace {

constexpr const char *areas[] = {"schema", "migrations", "seeds"};

[[noreturn]] void refuse_folder(const std::string &directory, const std::string &detail, const std::string &hint = {}) {
    throw Problem(condition::invalid_folder, "can't load folder \"" + directory + "\"", detail, hint);
}

[[noreturn]] void refuse_entry(const std::string &path, const std::string &detail) {
    throw Problem(condition::invalid_path, "can't load " + quoted(clean(path)), detail);
}

std::string sentence(const std::error_code &error) {
    if (error == std::errc::not_enough_memory) throw std::bad_alloc();
    return error.message() + ".";
}

bool is_project(const fs::path &directory) {
    std::error_code ignored;
    return fs::is_directory(directory / "schema", ignored) || fs::is_directory(directory / "migrations", ignored);
}

std::string hint_of(const fs::path &root) {
    for (const fs::path &other : {root / "db", root.parent_path()})
        if (is_project(other)) return "Did you mean \"" + other.native() + "\"?";
    return "Name the folder that holds schema/ and migrations/.";
}

bool lies_below(const fs::path &path, const fs::path &root) {
    const auto [in_root, in_path] = std::mismatch(root.begin(), root.end(), path.begin(), path.end());
    return in_root == root.end() && in_path != path.end();
}

struct CloseFolder {
    void operator()(DIR *folder) const { closedir(folder); }
};

// std::filesystem's iterator would end the server where memory runs out while it opens a folder.
std::vector<std::string> names_in(const fs::path &folder, std::error_code &error) {
    std::vector<std::string> names;
    const std::unique_ptr<DIR, CloseFolder> open(opendir(folder.c_str()));
    errno = open ? 0 : errno;
    while (const dirent *entry = open ? readdir(open.get()) : nullptr) {
        pg::poll();
        const std::string_view name = entry->d_name;
        if (name != "." && name != "..") names.emplace_back(name);
        errno = 0;
    }
    error.assign(errno, std::generic_category());
    return names;
}

// Goes through a folder of the project, following links as far as they stay in it.
class Walk {
public:
    explicit Walk(fs::path root) : root_(std::move(root)) {}

    // An area of the project: `schema`, `migrations` or `seeds`; it may be missing.
    void enter_area(const std::string &name) {
        std::error_code error;
        const fs::file_status status = fs::symlink_status(root_ / name, error);
        if (status.type() == fs::file_type::not_found) return;
        visit(root_ / name, name, status, error);
    }

    std::vector<Incoming> files;

private:
    void visit(fs::path real, const std::string &path, fs::file_status status, std::error_code error) {
        pg::poll();
        const bool is_sql = path.ends_with(".sql");
        if (error) refuse_entry(path, sentence(error));
        if (status.type() == fs::file_type::symlink) {
            status = fs::status(real, error);
            if (!is_sql && status.type() != fs::file_type::directory) return;
            real = follow(real, path);
        }
        if (status.type() == fs::file_type::directory) enter(real, path);
        else if (is_sql) take(real, path, status);
    }

    fs::path follow(const fs::path &link, const std::string &path) {
        std::error_code error;
        const fs::path target = fs::canonical(link, error);
        if (error) refuse_entry(path, "It is a link that leads nowhere: " + sentence(error));
        if (!lies_below(target, root_)) refuse_entry(path, "It is a link that leaves the folder.");
        return target;
    }

    void enter(const fs::path &folder, const std::string &path) {
        if (std::find(above_.begin(), above_.end(), folder) != above_.end())
            refuse_entry(path, "It is a link to a folder above itself.");
        above_.push_back(folder);
        std::error_code error;
        const std::vector<std::string> names = names_in(folder, error);
        if (error) refuse_entry(path, sentence(error));
        for (const std::string &name : names) {
            const fs::file_status status = fs::symlink_status(folder / name, error);
            visit(folder / name, path + "/" + name, status, error);
        }
        above_.pop_back();
    }

    void take(const fs::path &real, const std::string &path, const fs::file_status &status) {
        const std::string name = clean(path);
        warn_if_ignored(name);
        if (model::area_of(name) == model::Area::other) return;
        if (status.type() != fs::file_type::regular) refuse_entry(path, "It is not a regular file.");
        pg::FileBytes read = pg::read_file(real.native(), most_text + 1);
        if (read.error != 0) refuse_entry(path, sentence({read.error, std::generic_category()}));
        files.push_back({name, std::move(read.bytes)});
    }

    fs::path root_;
    std::vector<fs::path> above_;
};

fs::path open_root(const std::string &directory) {
    if (!directory.starts_with('/')) refuse_folder(directory, "The path must be absolute, and is one of the server.");
    std::error_code error;
    const fs::path root = fs::canonical(directory, error);
    if (error) refuse_folder(directory, sentence(error));
    if (!fs::is_directory(root, error)) refuse_folder(directory, "It is not a folder.");
    names_in(root, error);
    if (error) refuse_folder(directory, sentence(error));
    if (!is_project(root)) refuse_folder(directory, "It holds neither schema/ nor migrations/.", hint_of(root));
    return root;
}

} // namespace

std::vector<Incoming> read_folder(const std::string &directory) {
    Walk walk(open_root(directory));
    for (const char *area : areas) walk.enter_area(area);
    return std::move(walk.files);
}

} // namespace confiture::source
