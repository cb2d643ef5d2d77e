#include "batch/journal.hpp"

#include "confiture/model/conditions.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/pg/spi.hpp"
#include "confiture/text/checksum.hpp"
#include "confiture/text/pack.hpp"

namespace confiture::batch {
namespace {

pg::TextArray array_of(const Bound &bound) {
    pg::TextArray array;
    for (const std::string &value : bound) array.emplace_back(value);
    return array;
}

std::optional<Bound> read_bound(const char *query, const Target &target, const std::string &checksum) {
    Bound bound;
    for (const pg::Row &row : pg::query(query, {std::int64_t{target.relation}, checksum})) bound.push_back(row[0].value());
    return bound.empty() ? std::nullopt : std::optional(bound);
}

std::optional<std::int64_t> number(const std::optional<std::string> &cell) {
    return cell ? std::optional<std::int64_t>(std::stoll(*cell)) : std::nullopt;
}

// The table is locked by the batch by now, so that neither can change before it is committed.
void require_same_target(const Target &target) {
    const pg::Rows rows = pg::query(R"(
        SELECT FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
         WHERE i.indrelid = $1::oid AND i.indisvalid AND c.relname = $2 AND i.indrelid::regclass::text = $3)",
                                    {std::int64_t{target.relation}, target.key, target.printed});
    if (!rows.empty()) return;
    throw Problem(condition::batch_target_changed, "table " + target.name + " or its index \"" + target.key + "\" was changed meanwhile",
                  "It was renamed or dropped; what has been committed stays.", "Look at the table, then call again.");
}

constexpr char insert_query[] = R"(
    INSERT INTO confiture.batch (relation, checksum, name, kind, role, key, after, last, visited, changed, estimated, spent, remaining, started_at, updated_at)
    VALUES ($1::oid, $2, $3, $4, $5, $6, $7, $8, $9, $10, nullif($11, -1), $12, nullif($13, '-1us'), clock_timestamp() - $12, clock_timestamp()))";

constexpr char update_query[] = R"(
    UPDATE confiture.batch SET name = $3, after = $4, visited = $5, changed = $6, spent = $7, remaining = nullif($8, '-1us'), updated_at = clock_timestamp()
     WHERE relation = $1::oid AND checksum = $2)";

constexpr char delete_query[] = "DELETE FROM confiture.batch WHERE relation = $1::oid AND checksum = $2";

// A parameter keeps its type from call to call, which a NULL has not: -1 stands for it.
pg::Duration left(const Position &position) { return pg::Duration{time_left(position).value_or(-1)}; }

void insert(const Target &target, const std::string &call, const std::string &checksum, const Position &position) {
    pg::execute(insert_query, {std::int64_t{target.relation}, checksum, target.name, call, pg::current_user(), target.key, array_of(*position.after),
                               array_of(position.last), position.visited, position.changed, position.estimated.value_or(-1),
                               pg::Duration{position.spent}, left(position)});
}

void update(const Target &target, const std::string &checksum, const Position &position) {
    pg::execute(update_query, {std::int64_t{target.relation}, checksum, target.name, array_of(*position.after), position.visited, position.changed,
                               pg::Duration{position.spent}, left(position)});
}

} // namespace

// Columns by their numbers, which survive a change of name.
std::string checksum_of(const Target &target, const std::string &call, const std::optional<std::string> &assignments, const std::string &condition) {
    std::vector<std::string> parts{call, pg::current_user(), target.key, assignments.value_or(""), condition};
    for (const KeyColumn &column : target.columns) parts.push_back(std::to_string(column.number) + " " + std::to_string(column.type));
    return text::sha256_hex(text::pack(parts));
}

std::optional<Position> find_position(const Target &target, const std::string &checksum) {
    const pg::Rows rows = pg::query(R"(
        SELECT visited, changed, estimated, (extract(epoch FROM spent) * 1000000)::bigint,
               to_char(updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"')
          FROM confiture.batch WHERE relation = $1::oid AND checksum = $2)",
                                    {std::int64_t{target.relation}, checksum});
    if (rows.empty()) return std::nullopt;
    Position position;
    position.recorded = true;
    position.visited = number(rows[0][0]).value();
    position.changed = number(rows[0][1]).value();
    position.estimated = number(rows[0][2]);
    position.spent = number(rows[0][3]).value();
    position.updated_at = rows[0][4].value();
    position.after = read_bound("SELECT u.value FROM confiture.batch, unnest(after) WITH ORDINALITY AS u (value, place)"
                                " WHERE relation = $1::oid AND checksum = $2 ORDER BY place", target, checksum);
    position.last = read_bound("SELECT u.value FROM confiture.batch, unnest(last) WITH ORDINALITY AS u (value, place)"
                               " WHERE relation = $1::oid AND checksum = $2 ORDER BY place", target, checksum).value();
    return position;
}

void record_position(const Target &target, const std::string &call, const std::string &checksum, const Position &position, bool finished) {
    require_same_target(target);
    if (finished && position.recorded) pg::execute(delete_query, {std::int64_t{target.relation}, checksum});
    else if (position.recorded) update(target, checksum, position);
    else if (!finished) insert(target, call, checksum, position);
}

std::optional<std::int64_t> time_left(const Position &position) {
    if (!position.estimated || position.visited == 0) return std::nullopt;
    const std::int64_t rows = std::max<std::int64_t>(*position.estimated - position.visited, 0);
    return static_cast<std::int64_t>(static_cast<double>(position.spent) * static_cast<double>(rows) / static_cast<double>(position.visited));
}

} // namespace confiture::batch
