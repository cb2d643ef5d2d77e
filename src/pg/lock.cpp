#include "confiture/pg/lock.hpp"

#include <chrono>
#include <string>

#include "confiture/model/conditions.hpp"
#include "confiture/pg/interrupt.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/pg/spi.hpp"
#include "confiture/pg/transaction.hpp"
#include "pg/compat.h"
#include "pg/guard.h"
#include "pg/run_state.h"
#include "pg/session_lock.h"

extern "C" {
#include "storage/lock.h"
}

namespace confiture::pg {
namespace {

// SQL's advisory locks have 1 or 2 in the fourth field, so no SQL statement can take or name these.
constexpr std::uint16_t lock_method = 0x4346;
enum : std::uint32_t { runner = 0, waiter = 1, worker = 2 };

struct Attempt {
    LockSpace space;
    std::uint32_t object;
    LOCKMODE mode;
    bool taken;
};

LOCKTAG tag_of(LockSpace space, std::uint32_t object) {
    LOCKTAG tag;
    const Oid database = space == LockSpace::whole_cluster ? InvalidOid : MyDatabaseId;
    SET_LOCKTAG_ADVISORY(tag, database, static_cast<std::uint32_t>(space), object, lock_method);
    return tag;
}

void try_lock_once(Attempt *attempt) {
    const LOCKTAG tag = tag_of(attempt->space, attempt->object);
    attempt->taken = LockAcquire(&tag, attempt->mode, false, true) != LOCKACQUIRE_NOT_AVAIL;
}

void lock_for_session(Attempt *attempt) {
    const LOCKTAG tag = tag_of(attempt->space, attempt->object);
    LockAcquire(&tag, attempt->mode, true, true);
}

void unlock(Attempt *attempt) {
    const LOCKTAG tag = tag_of(attempt->space, attempt->object);
    LockRelease(&tag, attempt->mode, false);
}

// What a procedure holds for its session.
struct Hold {
    LOCKTAG tag;
    int times;
};

constexpr int most_holds = 4;
constinit Hold holds[most_holds]{};

Hold *free_hold() {
    for (Hold &hold : holds)
        if (hold.times == 0) return &hold;
    elog(ERROR, "more than %d locks of the session", most_holds);
}

void try_hold_lock(Attempt *attempt) {
    Hold *const hold = free_hold();
    const LOCKTAG tag = tag_of(attempt->space, attempt->object);
    attempt->taken = LockAcquire(&tag, ExclusiveLock, true, true) != LOCKACQUIRE_NOT_AVAIL;
    if (!attempt->taken) return;
    *hold = {tag, 1};
    follow_into_transaction();
}

// The server warns of a hold that pg_advisory_unlock_all() has dropped before.
void release_quietly(Hold *hold) {
    const int client = client_min_messages;
    const int server = log_level_of_process();
    client_min_messages = log_level_of_process() = ERROR;
    for (; hold->times > 0; hold->times--) LockRelease(&hold->tag, ExclusiveLock, true);
    client_min_messages = client;
    log_level_of_process() = server;
}

void release_hold(Attempt *attempt) {
    const LOCKTAG tag = tag_of(attempt->space, attempt->object);
    for (Hold &hold : holds)
        if (hold.times > 0 && std::memcmp(&hold.tag, &tag, sizeof tag) == 0) release_quietly(&hold);
}

bool try_runner() {
    Attempt attempt{LockSpace::runner, runner, ExclusiveLock, false};
    guarded<Attempt, try_lock_once>(attempt);
    return attempt.taken;
}

[[noreturn]] void throw_busy() {
    Rows rows = query(R"(
        SELECT CASE WHEN pid IS NULL THEN 'a prepared transaction, which stands in pg_prepared_xacts'
                    ELSE 'pid ' || pid || ', role ' || coalesce(role, '?') || ', application "' || coalesce(application, '') || '", since ' ||
                         coalesce(to_char(since AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') || ' UTC', '?') END
          FROM confiture.runner WHERE state = 'holds')");
    std::string holder = rows.empty() ? "The holder has just gone." : "The holder is " + *rows[0][0] + ".";
    throw Problem(condition::runner_busy, "another session is running confiture in this database", holder,
                  "Wait until it has ended (SELECT * FROM confiture.runner), or raise confiture.runner_timeout.");
}

// Whether a concurrent index build of the holder waits for the snapshot that a function holds while it waits: neither would ever end.
void refuse_to_block_holder() {
    const bool blocks = query(R"(
        SELECT EXISTS (
            SELECT FROM pg_locks w JOIN pg_locks mine USING (virtualxid)
              JOIN pg_stat_activity a ON a.pid = w.pid
             WHERE w.locktype = 'virtualxid' AND NOT w.granted AND mine.granted AND mine.pid = pg_backend_pid()
               AND (a.backend_type = 'confiture' OR a.pid IN (SELECT pid FROM confiture.runner WHERE state = 'holds'))))")[0][0] == "t";
    if (!blocks) return;
    throw Problem(condition::runner_busy, "another session is running confiture in this database",
                  "Its concurrent index build waits for this transaction to end, so that waiting for it would never end.",
                  "Wait until it has ended (SELECT * FROM confiture.runner), then call again.");
}

// Tries until it succeeds, or the time for it has passed; `between` runs before each wait.
void poll_for(const std::function<bool()> &attempt, const std::function<void()> &between) {
    using clock = std::chrono::steady_clock;
    const auto limit = clock::now() + std::chrono::milliseconds(integer_setting("confiture.runner_timeout"));
    for (int pause = 2;; pause = std::min(pause * 2, 50)) {
        if (attempt()) return;
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(limit - clock::now()).count();
        if (left <= 0) throw_busy();
        between();
        wait(static_cast<int>(std::min<long long>(pause, left)));
    }
}

} // namespace

void keep_session_locks() {
    for (Hold &hold : holds)
        if (hold.times > 0 && LockAcquire(&hold.tag, ExclusiveLock, true, true) != LOCKACQUIRE_NOT_AVAIL) hold.times++;
}

void follow_into_transaction() {
    for (const Hold &hold : holds)
        if (hold.times > 0) LockAcquire(&hold.tag, ExclusiveLock, false, true);
}

void release_session_locks() {
    for (Hold &hold : holds) release_quietly(&hold);
}

bool is_inside_run() { return run_state.depth > 0; }

void refuse_inside_run(const char *what) {
    if (is_inside_run())
        throw Problem(condition::nested_run, std::string(what) + " can't be called by a file that confiture is running");
}

void take_runner_lock() {
    refuse_inside_run("a function that takes the runner lock");
    if (try_runner()) return;
    Attempt waiting{LockSpace::runner, waiter, ShareLock, false};
    guarded<Attempt, try_lock_once>(waiting);
    poll_for(try_runner, refuse_to_block_holder);
    if (waiting.taken) guarded<Attempt, unlock>(waiting);
}

void hold_runner_lock() {
    const auto attempt = [] { return hold_lock(LockSpace::runner, runner); };
    if (attempt()) return;
    // A wait within a transaction that has read something would hold a snapshot, for which a concurrent index build of the holder waits.
    poll_for(attempt, [] {
        commit_and_go_on();
        Attempt waiting{LockSpace::runner, waiter, ShareLock, false};
        guarded<Attempt, try_lock_once>(waiting);
    });
}

void show_as_worker() {
    Attempt attempt{LockSpace::runner, worker, ShareLock, false};
    guarded<Attempt, lock_for_session>(attempt);
}

bool hold_lock(LockSpace space, std::uint32_t object) {
    Attempt attempt{space, object, ExclusiveLock, false};
    guarded<Attempt, try_hold_lock>(attempt);
    return attempt.taken;
}

bool try_lock(LockSpace space, std::uint32_t object) {
    Attempt attempt{space, object, ExclusiveLock, false};
    guarded<Attempt, try_lock_once>(attempt);
    return attempt.taken;
}

void release_lock(LockSpace space, std::uint32_t object) {
    Attempt attempt{space, object, ExclusiveLock, false};
    guarded<Attempt, release_hold>(attempt);
}

} // namespace confiture::pg
