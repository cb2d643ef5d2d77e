#pragma once

namespace confiture::base {

// What the caller does in long loops, where there is one: it may throw, to end them.
using Hook = void (*)();
inline constinit Hook poll_hook = nullptr;

// Belongs into every loop over the objects of a schema.
inline void poll() {
    if (poll_hook != nullptr) poll_hook();
}

} // namespace confiture::base
