#pragma once

namespace confiture::pg {

// Cancels what this backend runs (57014) once so many milliseconds have passed; 0: never.
void arm_hold_limit(int milliseconds);

// Ends that; tells whether it had come to it.
bool disarm_hold_limit();

// Cancels an autovacuum worker as the server does for whoever waits for its lock; not one that prevents wraparound. False where there is none such.
bool cancel_autovacuum(int pid);

} // namespace confiture::pg
