#include "confiture/run/lock_wait.hpp"

#include <algorithm>
#include <chrono>

#include "confiture/model/conditions.hpp"
#include "confiture/pg/hold.hpp"
#include "confiture/pg/interrupt.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/pg/spi.hpp"
#include "confiture/pg/transaction.hpp"

namespace confiture::run {
namespace {

using clock = std::chrono::steady_clock;

// Which held modes stand in the way of a wanted one: the table of conflicts in the server's documentation ("Explicit Locking"). The query of
// another is shown as pg_stat_activity would show it to the caller. A prepared transaction keeps the virtual one that it was in its session: its
// lock on itself tells which it is.
constexpr const char *read_blockers = R"(
    WITH wanted AS (
        SELECT t.relation::oid AS relation, t.name, t.mode FROM unnest($1, $2, $3) AS t (relation, name, mode)
    ), conflict (mode, level) AS (
        VALUES ('AccessShareLock', 1), ('RowShareLock', 2), ('RowExclusiveLock', 3), ('ShareUpdateExclusiveLock', 4), ('ShareLock', 5),
               ('ShareRowExclusiveLock', 6), ('ExclusiveLock', 7), ('AccessExclusiveLock', 8)
    )
    SELECT w.name, coalesce(l.pid, 0), l.pid IS NULL OR clock_timestamp() - a.xact_start > $4 * interval '1 millisecond',
           a.backend_type = 'autovacuum worker' AND a.query NOT LIKE '%to prevent wraparound%',
           CASE WHEN l.pid IS NULL
                THEN coalesce((SELECT format('prepared transaction %L of role %I', p.gid, p.owner)
                                 FROM pg_locks x JOIN pg_prepared_xacts p ON p.transaction = x.transactionid
                                WHERE x.locktype = 'transactionid' AND x.pid IS NULL AND x.virtualtransaction = l.virtualtransaction LIMIT 1),
                              'a prepared transaction')
                ELSE concat('pid ', l.pid, coalesce(', role ' || quote_ident(a.usename::text), ''),
                            CASE WHEN a.application_name <> '' THEN ', application "' || a.application_name || '"' END,
                            CASE WHEN a.backend_type = 'autovacuum worker'
                                 THEN ', autovacuum' || CASE WHEN a.query LIKE '%to prevent wraparound%' THEN ' to prevent wraparound' ELSE '' END
                                 WHEN a.backend_type = 'walsender' THEN ', replication' END,
                            CASE WHEN a.xact_start IS NOT NULL
                                 THEN ', in its transaction for ' || round(extract(epoch FROM clock_timestamp() - a.xact_start)::numeric, 1) || ' s' END,
                            CASE WHEN a.query <> '' AND a.usesysid IS NOT NULL AND (pg_has_role($5::name, a.usesysid, 'USAGE') OR pg_has_role($5::name, 'pg_read_all_stats', 'USAGE'))
                                 THEN ', query: ' || left(regexp_replace(a.query, '\s+', ' ', 'g'), 100) END)
           END
      FROM wanted w JOIN conflict c ON c.mode = w.mode
           JOIN pg_locks l ON l.locktype = 'relation' AND l.relation = w.relation AND l.granted
           JOIN conflict h ON h.mode = l.mode
           LEFT JOIN pg_stat_activity a ON a.pid = l.pid
     WHERE l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND l.pid IS DISTINCT FROM pg_backend_pid()
       AND CASE c.level WHEN 1 THEN h.level = 8 WHEN 2 THEN h.level >= 7 WHEN 3 THEN h.level >= 5 WHEN 4 THEN h.level >= 4
                        WHEN 5 THEN h.level IN (3, 4, 6, 7, 8) WHEN 6 THEN h.level >= 3 WHEN 7 THEN h.level >= 2 ELSE true END
     ORDER BY l.pid, w.name)";

[[noreturn]] void throw_in_the_way(const std::vector<Blocker> &blockers) {
    throw Problem(condition::lock_not_available, "gave up waiting for older transactions that hold locks on " + blockers[0].relation,
                  "In the way: " + listed(blockers) + ".",
                  "End them, or wait longer with confiture.lock_wait; then call again.");
}

std::vector<Blocker> old_ones(const std::vector<pg::Target> &targets, std::int64_t old_after_ms) {
    std::vector<Blocker> blockers = blockers_of(targets, old_after_ms);
    std::erase_if(blockers, [](const Blocker &blocker) { return !blocker.old && !blocker.autovacuum; });
    return blockers;
}

// As the server would in the queue; while somebody else is in the way, autovacuum may go on with its work.
void cancel_vacuums(const std::vector<Blocker> &blockers) {
    if (!std::all_of(blockers.begin(), blockers.end(), [](const Blocker &blocker) { return blocker.autovacuum; })) return;
    for (const Blocker &blocker : blockers) pg::cancel_autovacuum(blocker.pid);
}

} // namespace

std::vector<Blocker> blockers_of(const std::vector<pg::Target> &targets, std::int64_t old_after_ms) {
    pg::TextArray relations, names, modes;
    for (const pg::Target &target : targets) {
        relations.emplace_back(std::to_string(target.relation));
        names.emplace_back(target.name);
        modes.emplace_back(pg::lock_name(target.mode));
    }
    std::vector<Blocker> blockers;
    if (relations.empty()) return blockers;
    for (pg::Row &row : pg::query(read_blockers, {std::move(relations), std::move(names), std::move(modes), old_after_ms, pg::current_user()}))
        blockers.push_back({std::move(*row[0]), std::move(*row[4]), std::stoi(*row[1]), row[2] == "t", row[3] == "t"});
    return blockers;
}

std::string listed(const std::vector<Blocker> &blockers) {
    std::vector<std::string> seen;
    std::string text;
    for (const Blocker &blocker : blockers) {
        if (std::find(seen.begin(), seen.end(), blocker.text) != seen.end()) continue;
        seen.push_back(blocker.text);
        text += (text.empty() ? "" : "; ") + blocker.text;
    }
    return text;
}

void wait_for_old_holders(const std::vector<pg::Target> &targets, std::int64_t lock_timeout_ms, const std::function<void(const std::string &)> &say) {
    const auto limit = clock::now() + std::chrono::milliseconds(pg::integer_setting("confiture.lock_wait"));
    std::vector<int> told;
    while (true) {
        std::vector<Blocker> blockers = old_ones(targets, lock_timeout_ms * 3 / 4);
        cancel_vacuums(blockers);
        std::vector<int> pids;
        for (const Blocker &blocker : blockers)
            if (!blocker.autovacuum) pids.push_back(blocker.pid);
        if (pids != told) say(listed(blockers));
        told = pids;
        if (blockers.empty()) return;
        if (clock::now() >= limit) throw_in_the_way(blockers);
        pg::commit_and_go_on();
        pg::wait(10);
    }
}

} // namespace confiture::run
