#include "state.hpp"

#include <algorithm>
#include <unordered_map>

#include "confiture/model/conditions.hpp"
#include "confiture/pg/interrupt.hpp"
#include "confiture/pg/spi.hpp"
#include "confiture/text/order.hpp"

namespace confiture::migrate {
namespace {

// What an older version of the tables lacks is the fallback's.
constexpr const char *read_applied = R"(
    SELECT a.version, a.history, h.version, h.name, h.action, (extract(epoch FROM h.started_at) * 1000000)::bigint, h.role,
           (extract(epoch FROM h.duration) * 1000000)::bigint, h.up_checksum, h.down_checksum, h.down_text IS NOT NULL,
           h.up_loaded_by, h.down_loaded_by, h.up_approved_by, h.down_approved_by, o.down_origin
      FROM confiture.applied a LEFT JOIN confiture.history h ON h.id = a.history
           CROSS JOIN (SELECT NULL::text AS down_origin) AS fallback
           LEFT JOIN LATERAL (SELECT down_origin FROM confiture.history x WHERE x.id = h.id) AS o ON true)";

// An applied migration without its row must not count as pending.
Applied applied_of(const pg::Row &row) {
    if (!row[4])
        throw Problem(condition::broken_history, "row " + *row[1] + " of confiture.history is gone",
                      "Migration \"" + *row[0] + "\" is applied by it.", "SELECT * FROM confiture.verify_history()");
    return {*row[0], std::stoll(*row[1]), *row[2], row[3].value_or(""), *row[4], std::stoll(*row[5]), *row[6], std::stoll(*row[7]),
            row[8],  row[9],              *row[10] == "t", row[11],       row[12], row[13],            row[14], row[15]};
}

bool is_time(const std::string &version) {
    return version.size() == 14 && std::all_of(version.begin(), version.end(), [](char byte) { return byte >= '0' && byte <= '9'; });
}

// Newest first: which row of history applied a migration whose texts were repaired since.
constexpr const char *read_first_applied = R"(
    SELECT version, (extract(epoch FROM started_at) * 1000000)::bigint, role, (extract(epoch FROM duration) * 1000000)::bigint
      FROM confiture.history WHERE action IN ('up', 'build', 'baseline') AND outcome = 'ok' ORDER BY id DESC)";

// A repair changes texts; when, by whom and how fast the migration was applied stays what it was.
void look_behind_repairs(std::vector<Applied> &applied) {
    std::unordered_map<std::string, Applied *> repaired;
    for (Applied &item : applied)
        if (item.action == "repair") repaired.emplace(item.key, &item);
    if (repaired.empty()) return;
    for (const pg::Row &row : pg::query(read_first_applied)) {
        const auto found = row[0] ? repaired.find(text::normal_version(*row[0])) : repaired.end();
        if (found == repaired.end()) continue;
        found->second->applied_at = std::stoll(*row[1]);
        found->second->applied_by = *row[2];
        found->second->microseconds = std::stoll(*row[3]);
        repaired.erase(found);
    }
}

bool older(std::string_view left, std::string_view right) { return text::compare_versions(left, right) < 0; }

template <class Items, class Key>
auto find_key(const Items &items, std::string_view key, Key key_of) {
    auto at = std::lower_bound(items.begin(), items.end(), key,
                               [&](const auto &item, std::string_view wanted) { return older(key_of(item), wanted); });
    return at != items.end() && key_of(*at) == key ? &*at : nullptr;
}

} // namespace

const Applied *State::find_applied(std::string_view key) const {
    return find_key(applied, key, [](const Applied &item) -> const std::string & { return item.key; });
}

const source::Migration *State::find_source(std::string_view key) const {
    return find_key(source, key, [](const source::Migration &item) -> const std::string & { return item.model.key; });
}

State read_state() {
    State state;
    state.source = source::migrations(source::list());
    for (const pg::Row &row : pg::query(read_applied)) {
        pg::poll();
        state.applied.push_back(applied_of(row));
    }
    look_behind_repairs(state.applied);
    state.journal = run::read_journal();
    std::sort(state.applied.begin(), state.applied.end(),
              [](const Applied &left, const Applied &right) { return older(left.key, right.key); });
    return state;
}

std::vector<const source::Migration *> pending(const State &state) {
    std::vector<const source::Migration *> result;
    for (const source::Migration &migration : state.source)
        if (state.find_applied(migration.model.key) == nullptr) result.push_back(&migration);
    return result;
}

bool is_out_of_order(const State &state, const source::Migration &migration) {
    return !state.applied.empty() && older(migration.model.key, state.applied.back().key);
}

std::string next_version(const State &state) {
    std::string newest;
    for (const source::Migration &migration : state.source)
        if (text::compare_versions(migration.model.version, newest) > 0) newest = migration.model.version;
    for (const Applied &applied : state.applied)
        if (text::compare_versions(applied.version, newest) > 0) newest = applied.version;
    if (is_time(newest)) {
        const std::string now = *pg::query("SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISS')")[0][0];
        if (text::compare_versions(now, newest) > 0) return now;
    }
    return text::next_version(newest);
}

std::string listed(const std::vector<const source::Migration *> &migrations) {
    std::string text;
    for (const source::Migration *migration : migrations)
        text += (text.empty() ? "\"" : ", \"") + migration->model.version + "\" (" + migration->model.name + ")";
    return text;
}

std::string require_known(const State &state, const std::string &version) {
    const std::string key = text::normal_version(version);
    if (state.find_source(key) != nullptr || state.find_applied(key) != nullptr) return key;
    std::string known;
    if (!state.source.empty()) known = "The migrations of the source go from \"" +
                                       state.source.front().model.version + "\" to \"" + state.source.back().model.version + "\".";
    throw Problem(condition::unknown_version, "migration \"" + version + "\" does not exist", known,
                  "SELECT version, name, state FROM confiture.status");
}

} // namespace confiture::migrate
