#include "confiture/source/environment.hpp"

#include <algorithm>
#include <utility>

#include "confiture/model/conditions.hpp"
#include "confiture/model/path.hpp"
#include "confiture/pg/interrupt.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/pg/spi.hpp"
#include "confiture/text/checksum.hpp"
#include "confiture/text/glob.hpp"
#include "source/rights.hpp"

namespace confiture::source {
namespace {

constexpr std::string_view built_in = "default";

// Every field with its length before it, so that no two environments give the same bytes.
class Encoding {
public:
    void add(const std::string &field) {
        const std::string utf8 = pg::to_utf8(field);
        bytes_ += std::to_string(utf8.size()) + ":" + utf8;
    }

    void add(const std::vector<std::string> &fields) {
        bytes_ += std::to_string(fields.size()) + ";";
        for (const std::string &field : fields) add(field);
    }

    std::string checksum() const { return text::sha256_hex(bytes_); }

private:
    std::string bytes_ = "confiture environment 1\n";
};

std::string checksum_of(const Environment &environment) {
    Encoding encoding;
    encoding.add(environment.name);
    encoding.add(environment.include);
    encoding.add(environment.exclude);
    encoding.add(environment.search_path);
    encoding.add(environment.owner);
    encoding.add(std::string(environment.seed ? "seed" : ""));
    return encoding.checksum();
}

Environment built_in_environment() {
    Environment environment;
    environment.name = built_in;
    environment.include = {"**"};
    environment.search_path = "public";
    environment.checksum = checksum_of(environment);
    return environment;
}

std::vector<std::string> column(const pg::Rows &rows) {
    std::vector<std::string> values;
    for (const pg::Row &row : rows) values.push_back(*row[0]);
    return values;
}

std::string known_names() {
    std::string names;
    for (const std::string &name : column(pg::query(
             R"(SELECT name FROM confiture.environment UNION SELECT 'default' ORDER BY 1)")))
        names += (names.empty() ? "" : ", ") + name;
    return names;
}

Environment from_row(const std::string &name, const pg::Row &row) {
    Environment environment;
    environment.name = name;
    environment.include = column(pg::query(
        R"(SELECT p.pattern FROM confiture.environment e, unnest(e.include) WITH ORDINALITY AS p (pattern, number)
            WHERE e.name = $1 ORDER BY p.number)", {name}));
    environment.exclude = column(pg::query(
        R"(SELECT p.pattern FROM confiture.environment e, unnest(e.exclude) WITH ORDINALITY AS p (pattern, number)
            WHERE e.name = $1 ORDER BY p.number)", {name}));
    environment.search_path = *row[0];
    environment.owner = row[1].value_or("");
    environment.seed = row[2] == "t";
    environment.checksum = *row[3];
    environment.loaded_by = *row[4];
    environment.approved_by = row[5];
    return environment;
}

void check_patterns(const Environment &environment) {
    if (environment.include.empty())
        throw Problem(condition::invalid_environment, "environment \"" + environment.name + "\" includes no files", {},
                      "Write patterns of paths, such as '{schema/**}'.");
    for (const auto *patterns : {&environment.include, &environment.exclude})
        for (const std::string &pattern : *patterns)
            if (pattern.empty())
                throw Problem(condition::invalid_environment, "environment \"" + environment.name + "\" has an empty pattern",
                              {}, "Write a pattern of paths, such as 'schema/**'.");
}

void check_owner(const std::string &owner) {
    if (owner.empty()) return;
    if (!pg::has_privileges_of(owner, owner))
        throw Problem(condition::undefined_object, "role \"" + owner + "\" does not exist");
    if (!pg::can_become(owner))
        throw Problem(condition::insufficient_privilege, "permission denied to set role \"" + owner + "\"",
                      "An environment's owner must be a role that you can become.");
}

void check(const Environment &environment) {
    if (environment.name.empty())
        throw Problem(condition::invalid_environment, "name of an environment must not be empty");
    // It stands in a comment of build_script(), which a line end would leave.
    if (std::any_of(environment.name.begin(), environment.name.end(), [](unsigned char byte) { return byte < 0x20 || byte == 0x7F; }))
        throw Problem(condition::invalid_environment, "name of an environment must not hold a control character");
    check_patterns(environment);
    pg::check_search_path(environment.search_path);
    check_owner(environment.owner);
}

pg::TextArray array_of(const std::vector<std::string> &values) { return {values.begin(), values.end()}; }

void write(const Environment &environment, const std::string &user) {
    pg::execute(
        R"(INSERT INTO confiture.environment (name, include, exclude, search_path, owner, seed, checksum, loaded_by)
           VALUES ($1, $2, $3, $4, nullif($5, ''), $6, $7, $8)
           ON CONFLICT (name) DO UPDATE
              SET include = excluded.include, exclude = excluded.exclude, search_path = excluded.search_path,
                  owner = excluded.owner, seed = excluded.seed, checksum = excluded.checksum,
                  loaded_by = excluded.loaded_by, approved_by = NULL)",
        {environment.name, array_of(environment.include), array_of(environment.exclude), environment.search_path,
         environment.owner, environment.seed, environment.checksum, user});
}

pg::Rows find_row(const std::string &name) {
    return pg::query(
        "SELECT search_path, owner, seed, checksum, loaded_by, approved_by FROM confiture.environment WHERE name = $1", {name});
}

bool matches_any(const std::vector<std::string> &patterns, const std::string &path) {
    return std::any_of(patterns.begin(), patterns.end(),
                       [&](const std::string &pattern) { return text::matches_glob(pg::to_utf8(pattern), path); });
}

} // namespace

Environment find_environment(const std::string &name) {
    const pg::Rows rows = find_row(name);
    if (!rows.empty()) return from_row(name, rows[0]);
    if (name == built_in) return built_in_environment();
    throw Problem(condition::unknown_environment, "environment \"" + name + "\" does not exist", {},
                  "Known environments: " + known_names());
}

std::vector<File> chosen_files(const Environment &environment, const std::vector<File> &files) {
    std::vector<File> schema;
    std::vector<File> seeds;
    for (const File &file : files) {
        pg::poll();
        const std::string path = pg::to_utf8(file.path);
        const model::Area area = model::area_of(path);
        if (area != model::Area::schema && !(area == model::Area::seed && environment.seed)) continue;
        if (!matches_any(environment.include, path) || matches_any(environment.exclude, path)) continue;
        (area == model::Area::schema ? schema : seeds).push_back(file);
    }
    schema.insert(schema.end(), seeds.begin(), seeds.end());
    return schema;
}

std::string set_environment(Environment environment) {
    check(environment);
    environment.checksum = checksum_of(environment);
    lock_source();
    ChangeRights rights;
    const pg::Rows rows = find_row(environment.name);
    if (!rows.empty() && rows[0][3] == environment.checksum) return environment.checksum;
    const std::string what = std::string(environment_prefix) + environment.name;
    // Everybody's builds run under the built-in one, so it counts as the extension's.
    if (!rows.empty()) rights.require(what, *rows[0][4]);
    else if (environment.name == built_in) rights.require(what, pg::own_role());
    write(environment, rights.user());
    return environment.checksum;
}

bool remove_environment(const std::string &name) {
    lock_source();
    const pg::Rows rows = find_row(name);
    if (rows.empty()) return false;
    ChangeRights().require(std::string(environment_prefix) + name, *rows[0][4]);
    pg::execute("DELETE FROM confiture.environment WHERE name = $1", {name});
    return true;
}

} // namespace confiture::source
