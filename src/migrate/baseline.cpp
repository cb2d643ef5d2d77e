#include "confiture/catalog/catalog.hpp"
#include "confiture/catalog/expected.hpp"
#include "confiture/migrate/migrate.hpp"
#include "confiture/model/problem.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/text/order.hpp"
#include "mark.hpp"
#include "state.hpp"
#include "stopped.hpp"

namespace confiture::migrate {

namespace {

bool is_expected(const model::Schema &here) {
    if (!catalog::has_expected()) return false;
    try {
        return model::fingerprint_of(catalog::expected()) == model::fingerprint_of(here);
    } catch (const Problem &) { // recorded by another server
        return false;
    }
}

run::Record record_without_migration(const std::optional<std::string> &reason) {
    run::Record record;
    record.action = "baseline";
    record.reason = reason;
    record.started_at = pg::now();
    return record;
}

} // namespace

std::int64_t baseline(const std::string &through, const std::optional<std::string> &reason) {
    prepare_to_mark("confiture.baseline()");
    const State state = read_state();
    refuse_stopped(state);
    const std::string last = text::normal_version(through) == "0" && state.source.empty() && state.applied.empty() ? "0" : require_known(state, through);
    std::vector<run::Record> records;
    for (const source::Migration *migration : pending(state))
        if (text::compare_versions(migration->model.key, last) <= 0)
            records.push_back(record_of(*migration, "baseline", reason, run::Effect::add, false));
    const auto marked = static_cast<std::int64_t>(records.size());
    const model::Schema here = catalog::read();
    // That what is there is right, is said where no migration is marked, too.
    if (records.empty() && !is_expected(here)) records.push_back(record_without_migration(reason));
    if (!records.empty()) records.back().fingerprint_after = model::fingerprint_of(here);
    catalog::expect(here);
    run::record(records);
    return marked;
}

} // namespace confiture::migrate
