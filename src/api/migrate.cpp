#include "confiture/migrate/migrate.hpp"

#include "confiture/migrate/generate.hpp"
#include "confiture/migrate/plan.hpp"
#include "confiture/migrate/rehearse.hpp"
#include "confiture/migrate/status.hpp"
#include "confiture/migrate/sync.hpp"
#include "confiture/model/conditions.hpp"
#include "confiture/pg/function.hpp"
#include "confiture/pg/lock.hpp"
#include "confiture/pg/spi.hpp"
#include "confiture/run/history.hpp"
#include "confiture/text/quote.hpp"

using namespace confiture;
using pg::value_or_null;

namespace {

void add_done(pg::Call &call, const std::vector<migrate::Done> &rows) {
    for (const migrate::Done &row : rows)
        call.add_row({row.version, row.name, row.statements, pg::Duration{row.microseconds}});
}

pg::Value timestamp_or_null(const std::optional<std::int64_t> &microseconds) {
    return microseconds ? pg::Value(pg::Timestamp{*microseconds}) : pg::Value();
}

pg::Value texts_or_null(const std::optional<std::vector<std::string>> &texts) {
    return texts ? pg::Value(pg::TextArray(texts->begin(), texts->end())) : pg::Value();
}

std::string json_of(const std::vector<pg::HeldLock> &locks) {
    std::string json = "[";
    for (const pg::HeldLock &lock : locks)
        json += (json.size() == 1 ? "" : ", ") + ("{\"relation\": " + text::quote_json(lock.relation)) + ", \"mode\": \"" +
                pg::lock_name(lock.mode) + "\"}";
    return json + "]";
}

std::vector<pg::Value> row_of(const migrate::RehearsedRow &row) {
    const run::Rehearsed &rehearsed = row.rehearsed;
    std::vector<pg::Value> values{row.version, row.path, rehearsed.line == 0 ? pg::Value() : pg::Value(std::int64_t{rehearsed.line}),
                                  rehearsed.statement.empty() ? pg::Value() : pg::Value(rehearsed.statement)};
    if (const std::optional<pg::Measured> &measured = rehearsed.measured)
        values.insert(values.end(), {pg::Duration{measured->microseconds}, value_or_null(rehearsed.rows), json_of(measured->locks),
                                     texts_or_null(measured->rewrites), texts_or_null(measured->scans), measured->wal_bytes});
    else {
        values.push_back(rehearsed.microseconds ? pg::Value(pg::Duration{*rehearsed.microseconds}) : pg::Value());
        values.resize(values.size() + 5);
    }
    values.push_back(value_or_null(rehearsed.error));
    return values;
}

void give(pg::Call &call, const std::vector<migrate::Judged> &judged) {
    for (const migrate::Judged &row : judged)
        call.add_row({row.step ? pg::Value(std::int64_t{*row.step}) : pg::Value(), value_or_null(row.statement), row.outcome});
}

} // namespace

CONFITURE_FUNCTION(confiture_migrate_up) { add_done(call, migrate::up(call.optional_text(0), call.boolean(1))); }

CONFITURE_PROCEDURE(confiture_migrate) {
    pg::refuse_inside_run("confiture.migrate()");
    pg::require_top_level(call, "confiture.migrate()", "To migrate within a transaction: SELECT * FROM confiture.migrate_up()");
    migrate::migrate(call.optional_text(0), call.boolean(1));
}

CONFITURE_FUNCTION(confiture_migrate_down) {
    add_done(call, migrate::down(call.optional_text(0), call.integer(1), call.boolean(2)));
}

CONFITURE_FUNCTION(confiture_migrate_plan) {
    for (const migrate::PlanRow &row : migrate::plan(call.optional_text(0)))
        call.add_row({row.version, row.path, std::int64_t{row.line}, std::int64_t{row.segment}, row.statement, value_or_null(row.transactional),
                      texts_or_null(row.relations), value_or_null(row.lock)});
}

CONFITURE_FUNCTION(confiture_rehearse) {
    const std::optional<std::string> target = call.optional_text(0);
    for (const migrate::RehearsedRow &row : call.boolean(1) ? migrate::rehearse_in_shadow(target) : migrate::rehearse(target)) call.add_row(row_of(row));
}

CONFITURE_FUNCTION(confiture_migrate_status) {
    for (const migrate::Status &row : migrate::status())
        call.add_row({row.version, row.name, row.state, row.reversible, timestamp_or_null(row.applied_at),
                      value_or_null(row.applied_by),
                      row.microseconds ? pg::Value(pg::Duration{*row.microseconds}) : pg::Value(),
                      value_or_null(row.checksum_matches)});
}

CONFITURE_FUNCTION(confiture_verify) {
    for (const migrate::Finding &row : migrate::verify()) call.add_row({row.version, row.path, row.problem, row.detail});
}

CONFITURE_FUNCTION(confiture_repair) {
    if (call.is_null(2) != call.is_null(3))
        throw Problem(condition::invalid_parameter, "step and settle go together", {}, "step => <number>, settle => 'done' or 'redo'");
    give(call, call.is_null(2) ? migrate::repair(call.text(0), call.text(1))
                               : migrate::settle(call.text(0), call.text(1), static_cast<int>(call.integer(2)), call.text(3)));
}

CONFITURE_FUNCTION(confiture_abandon) { give(call, migrate::abandon(call.text(0), call.text(1))); }

CONFITURE_FUNCTION(confiture_baseline) { call.set(migrate::baseline(call.text(0), call.optional_text(1))); }

CONFITURE_FUNCTION(confiture_generate) {
    for (const migrate::Generated &file : migrate::generate(call.text(0), call.text(1), call.boolean(2))) call.add_row({file.path, file.content});
}

CONFITURE_PROCEDURE(confiture_sync_schema) {
    pg::refuse_inside_run("confiture.sync_schema()");
    pg::require_top_level(call, "confiture.sync_schema()", "To see the plan: SELECT * FROM confiture.diff()");
    migrate::sync_schema(call.text(0), call.texts(1), call.optional_text(2));
}

CONFITURE_FUNCTION(confiture_verify_history) {
    if (std::optional<run::BrokenLink> link = run::first_broken_link()) call.add_row({link->id, link->problem, link->detail});
}

CONFITURE_FUNCTION(confiture_deployed) {
    const migrate::Deployed row = migrate::deployed();
    call.add_row({value_or_null(row.version), value_or_null(row.name), timestamp_or_null(row.applied_at),
                  value_or_null(row.applied_by), row.migrations, row.pending, std::string(CONFITURE_VERSION)});
}

CONFITURE_FUNCTION(confiture_advance_applied) {
    pg::execute("UPDATE confiture.generation SET value = value + 1 WHERE name = 'applied'");
    call.set(std::int64_t{0});
}
