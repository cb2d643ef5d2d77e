#include "confiture/pg/interrupt.hpp"

#include "pg/guard.h"

extern "C" {
#include "storage/latch.h"
#include "pgstat.h"
#include "utils/wait_event.h"
}

namespace confiture::pg {
namespace {

void check_interrupts(int *) { CHECK_FOR_INTERRUPTS(); }

void wait_on_latch(int *milliseconds) {
    CHECK_FOR_INTERRUPTS();
    WaitLatch(MyLatch, WL_LATCH_SET | WL_TIMEOUT | WL_EXIT_ON_PM_DEATH, *milliseconds, PG_WAIT_EXTENSION);
    ResetLatch(MyLatch);
    CHECK_FOR_INTERRUPTS();
}

} // namespace

void poll() {
    if (!INTERRUPTS_PENDING_CONDITION()) return;
    int none = 0;
    guarded<int, check_interrupts>(none);
}

void wait(int milliseconds) { guarded<int, wait_on_latch>(milliseconds); }

// Set back by hand, since every error of the server sets it to 0.
void without_cancel(const std::function<void()> &fn) {
    const auto before = QueryCancelHoldoffCount;
    QueryCancelHoldoffCount = before + 1;
    try {
        fn();
    } catch (...) {
        QueryCancelHoldoffCount = before;
        throw;
    }
    QueryCancelHoldoffCount = before;
}

} // namespace confiture::pg
