#include "confiture/pg/lock.hpp"

#include <chrono>
#include <string>

#include "confiture/model/conditions.hpp"
#include "confiture/pg/interrupt.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/pg/spi.hpp"
#include "pg/guard.h"
#include "pg/run_state.h"

extern "C" {
#include "storage/lock.h"
}

namespace confiture::pg {
namespace {

// SQL's advisory locks have 1 or 2 in the fourth field, so no SQL statement can take or name these.
constexpr std::uint32_t lock_class = 0x434f4e46;
constexpr std::uint16_t lock_method = 0x4346;
enum : std::uint32_t { runner = 0, waiter = 1 };

struct Attempt {
    std::uint32_t object;
    LOCKMODE mode;
    bool taken;
};

void try_lock(Attempt *attempt) {
    LOCKTAG tag;
    SET_LOCKTAG_ADVISORY(tag, MyDatabaseId, lock_class, attempt->object, lock_method);
    attempt->taken = LockAcquire(&tag, attempt->mode, false, true) != LOCKACQUIRE_NOT_AVAIL;
}

void unlock(Attempt *attempt) {
    LOCKTAG tag;
    SET_LOCKTAG_ADVISORY(tag, MyDatabaseId, lock_class, attempt->object, lock_method);
    LockRelease(&tag, attempt->mode, false);
}

bool try_runner() {
    Attempt attempt{runner, ExclusiveLock, false};
    guarded<Attempt, try_lock>(attempt);
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

void wait_for_runner() {
    using clock = std::chrono::steady_clock;
    const auto limit = clock::now() + std::chrono::milliseconds(integer_setting("confiture.runner_timeout"));
    for (int pause = 2;; pause = std::min(pause * 2, 50)) {
        if (try_runner()) return;
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(limit - clock::now()).count();
        if (left <= 0) throw_busy();
        wait(static_cast<int>(std::min<long long>(pause, left)));
    }
}

} // namespace

void refuse_inside_run(const char *what) {
    if (run_state.depth > 0)
        throw Problem(condition::nested_run, std::string(what) + " can't be called by a file that confiture is running");
}

void take_runner_lock() {
    refuse_inside_run("a function that takes the runner lock");
    if (try_runner()) return;
    Attempt waiting{waiter, ShareLock, false};
    guarded<Attempt, try_lock>(waiting);
    wait_for_runner();
    if (waiting.taken) guarded<Attempt, unlock>(waiting);
}

} // namespace confiture::pg
