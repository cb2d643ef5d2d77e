#include "confiture/pg/hold.hpp"

#include <csignal>

#include "pg/guard.h"

extern "C" {
#include "storage/lwlock.h"
#include "storage/proc.h"
#include "storage/procarray.h"
#include "utils/timeout.h"
}

namespace confiture::pg {
namespace {

constinit TimeoutId limit = MAX_TIMEOUTS;
constinit volatile sig_atomic_t limit_reached = 0;

// As the handler of statement_timeout does: the cancel is taken where the server looks for one.
void cancel_self() {
    limit_reached = 1;
    kill(MyProcPid, SIGINT);
}

void arm(int *milliseconds) {
    if (limit == MAX_TIMEOUTS) limit = RegisterTimeout(USER_TIMEOUT, cancel_self);
    limit_reached = 0;
    if (*milliseconds > 0) enable_timeout_after(limit, *milliseconds);
}

// A cancel that was asked for, but not taken any more, must not meet what comes next.
void disarm(int *) {
    if (limit != MAX_TIMEOUTS) disable_timeout(limit, false);
    if (limit_reached != 0) QueryCancelPending = false;
}

struct Vacuum {
    int pid;
    bool canceled;
};

void cancel_vacuum(Vacuum *vacuum) {
    PGPROC *process = BackendPidGetProc(vacuum->pid);
    if (process == nullptr) return;
    LWLockAcquire(ProcArrayLock, LW_SHARED);
    const std::uint8_t flags = ProcGlobal->statusFlags[process->pgxactoff];
    LWLockRelease(ProcArrayLock);
    if ((flags & PROC_IS_AUTOVACUUM) == 0 || (flags & PROC_VACUUM_FOR_WRAPAROUND) != 0) return;
    vacuum->canceled = kill(vacuum->pid, SIGINT) == 0;
}

} // namespace

void arm_hold_limit(int milliseconds) { guarded<int, arm>(milliseconds); }

bool disarm_hold_limit() {
    int none = 0;
    guarded<int, disarm>(none);
    return limit_reached != 0;
}

bool cancel_autovacuum(int pid) {
    Vacuum vacuum{pid, false};
    guarded<Vacuum, cancel_vacuum>(vacuum);
    return vacuum.canceled;
}

} // namespace confiture::pg
