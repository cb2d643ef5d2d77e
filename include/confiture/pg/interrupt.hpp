#pragma once

namespace confiture::pg {

// CHECK_FOR_INTERRUPTS: a cancel is thrown as Error, a terminate leaves the process.
void poll();

// Waits on the latch for at most this long, then polls; wakes early when something happens.
void wait(int milliseconds);

} // namespace confiture::pg
