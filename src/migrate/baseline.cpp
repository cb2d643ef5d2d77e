#include "confiture/model/conditions.hpp"
#include "confiture/pg/lock.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/pg/transaction.hpp"
#include "confiture/text/order.hpp"
#include "state.hpp"
#include "step.hpp"
#include "stopped.hpp"

namespace confiture::migrate {
namespace {

run::Record record_of(const source::Migration &migration, const char *action, const std::optional<std::string> &reason,
                      run::Effect effect, bool with_texts) {
    run::Record record{.action = action, .version = migration.model.version, .key = migration.model.key,
                       .name = migration.model.name, .statements = {}, .environment = {}, .reason = reason, .up = {}, .down = {},
                       .effect = effect};
    record.started_at = pg::now();
    auto text_of = [&](const source::File &file) {
        return with_texts ? std::optional<std::string>(source::content(file)) : std::nullopt;
    };
    record.up = stored(migration.up, text_of(migration.up));
    if (migration.down) record.down = stored(*migration.down, text_of(*migration.down));
    return record;
}

bool is_same(const Applied &applied, const source::Migration &migration) {
    const std::optional<source::File> &down = migration.down;
    return applied.action != "baseline" && applied.up_checksum == migration.up.checksum &&
           applied.up_loaded_by == migration.up.loaded_by && applied.up_approved_by == migration.up.approved_by &&
           applied.down_checksum == (down ? std::optional(down->checksum) : std::nullopt) &&
           applied.down_loaded_by == (down ? std::optional(down->loaded_by) : std::nullopt) &&
           applied.down_approved_by == (down ? down->approved_by : std::nullopt) && applied.name == migration.model.name;
}

void prepare(const char *call) {
    pg::require_writable(call);
    pg::require_read_committed(call);
    pg::refuse_inside_run(call);
    pg::take_runner_lock();
}

} // namespace

std::int64_t baseline(const std::string &through, const std::optional<std::string> &reason) {
    prepare("confiture.baseline()");
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

std::string repair(const std::string &version, const std::string &reason) {
    if (reason.find_first_not_of(" \t\n") == std::string::npos)
        throw Problem(condition::invalid_parameter, "a repair needs a reason", "It stands in confiture.history for whoever reads it later.");
    prepare("confiture.repair()");
    const State state = read_state();
    const std::string key = require_known(state, version);
    const Applied *applied = state.find_applied(key);
    const source::Migration *migration = state.find_source(key);
    if (applied == nullptr)
        throw Problem(condition::not_applied, "migration \"" + version + "\" is not applied", {},
                      "A pending migration takes its texts from the source anyway.");
    if (migration == nullptr)
        throw Problem(condition::source_not_found, "the source has no migration \"" + version + "\"", {},
                      "Load its files first.");
    if (is_same(*applied, *migration)) return "unchanged";
    run::record({record_of(*migration, "repair", reason, run::Effect::replace, true)});
    return "repaired";
}

} // namespace confiture::migrate
