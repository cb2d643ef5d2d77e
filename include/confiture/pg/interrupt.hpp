#pragma once

#include <functional>

namespace confiture::pg {

// CHECK_FOR_INTERRUPTS: a cancel is thrown as Error, a terminate leaves the process.
void poll();

// Waits on the latch for at most this long, then polls; wakes early when something happens.
void wait(int milliseconds);

// Runs fn, which is short and must come to its end: a cancel or a timeout meanwhile is thrown at the next poll behind it. A terminate leaves
// the process as ever.
void without_cancel(const std::function<void()> &fn);

} // namespace confiture::pg
