#include "mark.hpp"

#include "confiture/pg/lock.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/pg/transaction.hpp"
#include "step.hpp"

namespace confiture::migrate {

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

void prepare_to_mark(const char *call) {
    pg::require_writable(call);
    pg::require_read_committed(call);
    pg::refuse_inside_run(call);
    pg::take_runner_lock();
}

} // namespace confiture::migrate
