#include "source/rows.hpp"

#include "confiture/model/conditions.hpp"
#include "confiture/pg/bulk.hpp"
#include "confiture/pg/interrupt.hpp"
#include "confiture/pg/spi.hpp"

namespace confiture::source {
namespace {

constexpr std::size_t large = 64 << 10;

void insert_one(Prepared file, const char *origin, const std::string &user) {
    pg::Params params; // a list in braces would copy a text of hundreds of megabytes
    params.reserve(5);
    params.emplace_back(std::move(file.path));
    params.emplace_back(std::move(file.content));
    params.emplace_back(std::move(file.checksum));
    params.emplace_back(std::string(origin));
    params.emplace_back(user);
    pg::execute_consuming(
        R"(INSERT INTO confiture.source (path, content, checksum, origin, loaded_by) VALUES ($1, $2, $3, $4, $5))",
        std::move(params));
}

} // namespace

void insert_rows(std::vector<Prepared> files, const char *origin, const std::string &user) {
    std::vector<std::string_view> fields;
    for (Prepared &file : files) {
        pg::poll();
        // A large one goes by itself, since COPY would have one more copy of it in memory.
        if (file.content.size() > large) insert_one(std::move(file), origin, user);
        else fields.insert(fields.end(), {file.path, file.content, file.checksum, origin, user});
    }
    if (!fields.empty()) pg::copy_in("source", {"path", "content", "checksum", "origin", "loaded_by"}, fields);
}

void replace_rows(std::vector<Prepared> files, const char *origin, const std::string &user) {
    pg::TextArray paths;
    for (const Prepared &file : files) paths.emplace_back(file.path);
    if (!paths.empty()) delete_rows(std::move(paths));
    insert_rows(std::move(files), origin, user);
}

void delete_rows(pg::TextArray paths) {
    pg::execute("DELETE FROM confiture.source WHERE path = ANY ($1)", {std::move(paths)});
}

void adopt_rows(pg::TextArray paths) {
    pg::execute("UPDATE confiture.source SET origin = 'load' WHERE path = ANY ($1)", {std::move(paths)});
}

std::string folded(std::string_view path) {
    std::string result(path);
    for (char &byte : result)
        if (byte >= 'A' && byte <= 'Z') byte = static_cast<char>(byte | 0x20);
    return result;
}

void refuse_same_name(const std::string &path, const std::string &other) {
    throw Problem(condition::invalid_path, "paths \"" + path + "\" and \"" + other + "\" differ only in case",
                  "On some file systems they are one file.", "Rename one of them.");
}

} // namespace confiture::source
