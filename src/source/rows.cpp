#include "source/rows.hpp"

#include "confiture/model/conditions.hpp"
#include "confiture/pg/bulk.hpp"
#include "confiture/pg/interrupt.hpp"
#include "confiture/pg/spi.hpp"

namespace confiture::source {
namespace {

constexpr std::size_t most_files = 1000;
constexpr std::size_t most_bytes = 4 << 20;
constexpr std::size_t large = 1 << 20;

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

// The rows of one COPY, up to a few megabytes.
class Batch {
public:
    Batch(const char *origin, const std::string &user) : origin_(origin), user_(user) {}

    bool takes(const Prepared &file) const { return files_ < most_files && rows_.text().size() + file.content.size() <= most_bytes; }

    void add(const Prepared &file) {
        for (const std::string_view field : {std::string_view(file.path), std::string_view(file.content),
                                             std::string_view(file.checksum), origin_, user_})
            rows_.add(field);
        rows_.end_row();
        files_++;
    }

    void write() {
        if (files_ == 0) return;
        pg::copy_in("source", {"path", "content", "checksum", "origin", "loaded_by"}, rows_);
        rows_ = {};
        files_ = 0;
    }

private:
    std::string_view origin_;
    std::string_view user_;
    pg::CopyRows rows_;
    std::size_t files_ = 0;
};

} // namespace

void insert_rows(std::vector<Prepared> files, const char *origin, const std::string &user) {
    Batch batch(origin, user);
    for (Prepared &file : files) {
        pg::poll();
        // A large one goes by itself, since what is copied in has one more copy in memory.
        if (file.content.size() > large) {
            insert_one(std::move(file), origin, user);
            continue;
        }
        if (!batch.takes(file)) batch.write();
        batch.add(file);
    }
    batch.write();
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
