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

// A list in braces would copy its texts, of which one may have hundreds of megabytes.
template <class Text>
pg::Params params_of(Text paths, Text contents, Text checksums, const char *origin, const std::string &user) {
    pg::Params params;
    params.reserve(5);
    params.emplace_back(std::move(paths));
    params.emplace_back(std::move(contents));
    params.emplace_back(std::move(checksums));
    params.emplace_back(std::string(origin));
    params.emplace_back(user);
    return params;
}

void insert_one(Prepared file, const char *origin, const std::string &user) {
    pg::execute(
        R"(INSERT INTO confiture.source (path, content, checksum, origin, loaded_by) VALUES ($1, $2, $3, $4, $5))",
        params_of(std::move(file.path), std::move(file.content), std::move(file.checksum), origin, user));
}

void insert_many(const std::vector<Prepared> &files, const char *origin, const std::string &user) {
    pg::CopyRows rows;
    for (const Prepared &file : files) {
        for (const std::string_view field : {std::string_view(file.path), std::string_view(file.content),
                                             std::string_view(file.checksum), std::string_view(origin), std::string_view(user)})
            rows.add(field);
        rows.end_row();
    }
    pg::copy_in("source", {"path", "content", "checksum", "origin", "loaded_by"}, rows);
}

void update_one(Prepared file, const char *origin, const std::string &user) {
    pg::execute(
        R"(UPDATE confiture.source
              SET content = $2, checksum = $3, origin = $4, loaded_at = now(), loaded_by = $5, approved_by = NULL
            WHERE path = $1)",
        params_of(std::move(file.path), std::move(file.content), std::move(file.checksum), origin, user));
}

void update_many(std::vector<Prepared> files, const char *origin, const std::string &user) {
    pg::TextArray paths, contents, checksums;
    for (Prepared &file : files) {
        paths.emplace_back(std::move(file.path));
        contents.emplace_back(std::move(file.content));
        checksums.emplace_back(std::move(file.checksum));
    }
    pg::execute(
        R"(UPDATE confiture.source s
              SET content = f.content, checksum = f.checksum, origin = $4, loaded_at = now(), loaded_by = $5,
                  approved_by = NULL
             FROM unnest($1, $2, $3) AS f (path, content, checksum) WHERE s.path = f.path)",
        params_of(std::move(paths), std::move(contents), std::move(checksums), origin, user));
}

// Hands small files over in batches, and a large one by itself, since a batch is copied more often.
template <class One, class Many>
void in_batches(std::vector<Prepared> files, One one, Many many) {
    std::vector<Prepared> batch;
    std::size_t bytes = 0;
    for (Prepared &file : files) {
        pg::poll();
        if (file.content.size() > large) {
            one(std::move(file));
            continue;
        }
        if (batch.size() == most_files || bytes + file.content.size() > most_bytes) {
            many(std::exchange(batch, {}));
            bytes = 0;
        }
        bytes += file.content.size();
        batch.push_back(std::move(file));
    }
    if (!batch.empty()) many(std::move(batch));
}

} // namespace

void insert_rows(std::vector<Prepared> files, const char *origin, const std::string &user) {
    in_batches(std::move(files), [&](Prepared file) { insert_one(std::move(file), origin, user); },
               [&](const std::vector<Prepared> &batch) { insert_many(batch, origin, user); });
}

void update_rows(std::vector<Prepared> files, const char *origin, const std::string &user) {
    in_batches(std::move(files), [&](Prepared file) { update_one(std::move(file), origin, user); },
               [&](std::vector<Prepared> batch) { update_many(std::move(batch), origin, user); });
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
