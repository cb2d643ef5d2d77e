#include "ready.hpp"

#include "confiture/model/conditions.hpp"
#include "stopped.hpp"

namespace confiture::migrate {

void require_all_applied(const State &state, const std::string &call) {
    refuse_stopped(state);
    const std::vector<const source::Migration *> waiting = pending(state);
    if (waiting.empty()) return;
    const source::Migration &first = *waiting.front();
    throw Problem(condition::pending_migration,
                  "migration \"" + first.model.version + "\" (" + first.model.name + ") is " + (is_out_of_order(state, first) ? "pending, out of order" : "pending"),
                  call + " would make its changes by another way, and it would make them once more.",
                  "CALL confiture.migrate() first, or take its files out of the source.");
}

} // namespace confiture::migrate
