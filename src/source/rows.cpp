#include "source/rows.hpp"

#include "confiture/model/conditions.hpp"
#include "confiture/pg/interrupt.hpp"
#include "confiture/pg/spi.hpp"

namespace confiture::source {
namespace {

constexpr std::size_t most_files = 1000;
constexpr std::size_t most_bytes = 4 << 20;
constexpr std::size_t large = 1 << 20;

struct Statements {
    const char *many; // $1 paths, $2 contents, $3 checksums, $4 origin, $5 user
    const char *one;  // the same, of one file
};

constexpr Statements inserts{
    R"(INSERT INTO confiture.source (path, content, checksum, origin, loaded_at, loaded_by)
       SELECT f.path, f.content, f.checksum, $4, now(), $5 FROM unnest($1, $2, $3) AS f (path, content, checksum))",
    R"(INSERT INTO confiture.source (path, content, checksum, origin, loaded_at, loaded_by)
       VALUES ($1, $2, $3, $4, now(), $5))"};

constexpr Statements updates{
    R"(UPDATE confiture.source s
          SET content = f.content, checksum = f.checksum, origin = $4, loaded_at = now(), loaded_by = $5, approved_by = NULL
         FROM unnest($1, $2, $3) AS f (path, content, checksum) WHERE s.path = f.path)",
    R"(UPDATE confiture.source
          SET content = $2, checksum = $3, origin = $4, loaded_at = now(), loaded_by = $5, approved_by = NULL
        WHERE path = $1)"};

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

// Collects small files into arrays; a large one goes by itself, since an array is copied more often.
class Writer {
public:
    Writer(const Statements &statements, const char *origin, const std::string &user)
        : statements_(statements), origin_(origin), user_(user) {}

    void add(Prepared file) {
        pg::poll();
        if (file.content.size() > large) {
            pg::execute(statements_.one, params_of(std::move(file.path), std::move(file.content),
                                                   std::move(file.checksum), origin_, user_));
            return;
        }
        if (paths_.size() == most_files || bytes_ + file.content.size() > most_bytes) flush();
        bytes_ += file.content.size();
        paths_.emplace_back(std::move(file.path));
        contents_.emplace_back(std::move(file.content));
        checksums_.emplace_back(std::move(file.checksum));
    }

    void flush() {
        if (paths_.empty()) return;
        pg::execute(statements_.many, params_of(std::exchange(paths_, {}), std::exchange(contents_, {}),
                                                std::exchange(checksums_, {}), origin_, user_));
        bytes_ = 0;
    }

private:
    const Statements &statements_;
    const char *origin_;
    const std::string &user_;
    pg::TextArray paths_;
    pg::TextArray contents_;
    pg::TextArray checksums_;
    std::size_t bytes_ = 0;
};

void write_rows(const Statements &statements, std::vector<Prepared> files, const char *origin, const std::string &user) {
    Writer writer(statements, origin, user);
    for (Prepared &file : files) writer.add(std::move(file));
    writer.flush();
}

} // namespace

void insert_rows(std::vector<Prepared> files, const char *origin, const std::string &user) {
    write_rows(inserts, std::move(files), origin, user);
}

void update_rows(std::vector<Prepared> files, const char *origin, const std::string &user) {
    write_rows(updates, std::move(files), origin, user);
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
