#include "made.hpp"

#include "confiture/pg/database.hpp"
#include "confiture/pg/spi.hpp"

namespace confiture::build {
namespace {

// A database renamed, given to another owner, or of another server whose copy this one is, is ours no more.
constexpr const char *look = R"(
    SELECT d.oid, d.datallowconn, d.datconnlimit = -2, m.oid IS NOT NULL, m.is_ready, m.is_template, m.key, m.template
      FROM pg_database d
      LEFT JOIN confiture.database m
        ON m.oid = d.oid AND m.name = d.datname AND m.made_by = pg_get_userbyid(d.datdba)
       AND m.system_identifier = (SELECT c.system_identifier FROM pg_control_system() AS c)
     WHERE d.datname = $1)";

// A row whose database was renamed stays, lest that be forgotten once it has its name back.
constexpr const char *delete_gone = R"(
    DELETE FROM confiture.database m
     WHERE m.oid = $2::oid OR m.name = $1 AND NOT EXISTS (SELECT FROM pg_database d WHERE d.oid = m.oid))";

constexpr const char *insert = R"(
    INSERT INTO confiture.database (name, oid, system_identifier, made_by, checksum, environment, key, is_template, template, is_ready)
    SELECT $1, $2::oid, c.system_identifier, $3, $4, $5, $6, $7, nullif($8, 0)::oid, false FROM pg_control_system() AS c)";

constexpr const char *list_unfinished = R"(
    SELECT name, oid FROM confiture.database WHERE is_template AND NOT is_ready AND made_by = $1 ORDER BY created_at, name)";

constexpr const char *list_aged = R"(
    SELECT m.name, m.oid, m.made_by, EXISTS (SELECT FROM pg_database d WHERE d.oid = m.oid)
      FROM confiture.database m
     WHERE created_at <= clock_timestamp() - $1::interval
       AND system_identifier = (SELECT c.system_identifier FROM pg_control_system() AS c)
     ORDER BY created_at, name)";

} // namespace

std::optional<Found> find_database(const std::string &name) {
    const pg::Rows rows = pg::query(look, {name});
    if (rows.empty()) return std::nullopt;
    const pg::Row &row = rows[0];
    return Found{std::stoll(*row[0]), row[1] == "t", row[2] == "t", row[3] == "t", row[4] == "t", row[5] == "t", row[6].value_or(""),
                 std::stoll(row[7].value_or("0"))};
}

void remember(Row &row) {
    row.oid = pg::new_database_oid();
    pg::execute(delete_gone, {row.name, row.oid});
    pg::execute(insert, {row.name, row.oid, row.made_by, row.checksum, row.environment, row.key, row.is_template, row.copy_of});
}

void mark_ready(std::int64_t oid) { pg::execute("UPDATE confiture.database SET is_ready = true WHERE oid = $1::oid", {oid}); }

void forget(std::int64_t oid) { pg::execute("DELETE FROM confiture.database WHERE oid = $1::oid", {oid}); }

std::vector<Row> unfinished_templates(const std::string &made_by) {
    std::vector<Row> found;
    for (const pg::Row &row : pg::query(list_unfinished, {made_by})) {
        found.emplace_back();
        found.back().name = *row[0];
        found.back().oid = std::stoll(*row[1]);
    }
    return found;
}

std::vector<Aged> made_before(const std::string &older_than) {
    std::vector<Aged> found;
    for (const pg::Row &row : pg::query(list_aged, {older_than})) found.push_back({*row[0], std::stoll(*row[1]), *row[2], row[3] == "t"});
    return found;
}

} // namespace confiture::build
