#include "confiture/migrate/migrate.hpp"
#include "confiture/text/order.hpp"
#include "mark.hpp"
#include "state.hpp"
#include "stopped.hpp"

namespace confiture::migrate {

std::int64_t baseline(const std::string &through, const std::optional<std::string> &reason) {
    prepare_to_mark("confiture.baseline()");
    const State state = read_state();
    refuse_stopped(state);
    const std::string last = require_known(state, through);
    std::vector<run::Record> records;
    for (const source::Migration *migration : pending(state))
        if (text::compare_versions(migration->model.key, last) <= 0)
            records.push_back(record_of(*migration, "baseline", reason, run::Effect::add, false));
    run::record(records);
    return static_cast<std::int64_t>(records.size());
}

} // namespace confiture::migrate
