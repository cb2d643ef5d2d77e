#pragma once

#include <functional>
#include <string>

#include "confiture/build/blueprint.hpp"
#include "confiture/pg/worker.hpp"

namespace confiture::drift {

// Builds the blueprint in a shadow database, with the caller's rights, and gives its snapshot. `meanwhile` runs here while that is built and
// read. The shadow is gone when this returns or throws, a cancel or timeout too; what a call has left whose session died is dropped by the next one
// of who may. Nothing of it shows in this database, so that a function may call it.
std::string shadow_snapshot(const build::Blueprint &blueprint, const std::function<void()> &meanwhile);

// Drops what calls have left whose sessions died.
void drop_abandoned();

// In workers: builds and reads the shadow, from within; and makes or drops it, from here.
void fill_here(pg::Work &work);
void run_beside(pg::Work &work);

} // namespace confiture::drift
