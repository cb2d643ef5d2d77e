#include "confiture/drift/shadow.hpp"

#include <exception>
#include <utility>

#include "claim.hpp"
#include "confiture/catalog/catalog.hpp"
#include "confiture/model/conditions.hpp"
#include "confiture/pg/database.hpp"
#include "confiture/pg/interrupt.hpp"
#include "confiture/pg/notice.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/pg/transaction.hpp"
#include "confiture/run/trial.hpp"
#include "confiture/text/quote.hpp"

namespace confiture::drift {
namespace {

constexpr const char *title = "confiture: shadow database";

void run_statement(const std::string &statement, const std::string &role = {}, const std::string &database = {}) {
    pg::run_in_worker({.entry = "confiture_work_beside_shadow", .title = title, .arguments = {statement}, .role = role, .database = database, .settings = {}});
}

// What the server says of the making names a statement that the caller has not written.
void explain(pg::Error &error, const std::string &statement, const ShadowPlace &place) {
    pg::ErrorFields &fields = error.fields();
    if (fields.cursor_position > 0) error.point_into(statement);
    if (!fields.hint.empty()) return;
    if (fields.sqlstate == condition::insufficient_privilege.sqlstate) {
        fields.detail = "The source is built in a shadow database, which is made and dropped by the caller's role.";
        fields.hint = "ALTER ROLE " + text::quote_identifier(pg::current_user()) + " CREATEDB";
    } else if (fields.sqlstate == condition::object_in_use.sqlstate) {
        fields.hint = "A shadow database is a copy of \"" + place.base + "\", to which nobody may be connected meanwhile; SET confiture.base_template "
                      "names another one.";
    }
}

void create(const Shadow &shadow, const ShadowPlace &place) {
    const std::string statement = "CREATE DATABASE " + text::quote_identifier(shadow.name) + " WITH OID = " + std::to_string(shadow.oid) + " OWNER " +
                                  text::quote_identifier(shadow.owner) + " TEMPLATE " + text::quote_identifier(place.base) + " ALLOW_CONNECTIONS false " + place.options;
    try {
        run_statement(statement);
    } catch (pg::Error &error) {
        explain(error, statement, place);
        throw;
    }
}

// A database that has subscriptions can't be dropped.
constexpr const char *drop_subscriptions = R"(DO $confiture$
DECLARE s record;
BEGIN
    FOR s IN SELECT subname FROM pg_catalog.pg_subscription WHERE subdbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
    LOOP
        EXECUTE pg_catalog.format('ALTER SUBSCRIPTION %I DISABLE', s.subname);
        EXECUTE pg_catalog.format('ALTER SUBSCRIPTION %I SET (slot_name = NONE)', s.subname);
        EXECUTE pg_catalog.format('DROP SUBSCRIPTION %I', s.subname);
    END LOOP;
END $confiture$)";

// Why it could not be dropped; empty where it could, or is gone.
std::string try_to_drop(const Shadow &shadow) {
    std::string why, state;
    try {
        const std::exception_ptr failure = pg::failure_of([&] {
            if (pg::database_oid(shadow.name) == shadow.oid) run_statement("DROP DATABASE " + text::quote_identifier(shadow.name), shadow.owner);
        });
        if (failure) std::rethrow_exception(failure);
    } catch (const pg::Error &error) {
        why = error.fields().message;
        state = error.fields().sqlstate;
    } catch (const std::exception &exception) {
        why = exception.what();
    }
    if (state == condition::object_in_use.sqlstate) pg::failure_of([&] { run_statement(drop_subscriptions, {}, shadow.name); });
    return why;
}

// Again, where somebody has ended the worker instead of its caller. What can't be dropped is left to the next call.
void drop(const Shadow &shadow) {
    std::string why = try_to_drop(shadow);
    for (int tries = 0; tries < 2 && !why.empty(); tries++) why = try_to_drop(shadow);
    if (!why.empty())
        pg::warning("shadow database \"" + shadow.name + "\" could not be dropped: " + why,
                    "The next call tries again; or: DROP DATABASE " + text::quote_identifier(shadow.name));
}

} // namespace

pg::Job fill_shadow(std::vector<std::string> arguments) {
    return {.entry = "confiture_work_fill_shadow", .title = {}, .arguments = std::move(arguments), .role = {}, .database = {}, .settings = {}};
}

pg::Job read_shadow() { return {.entry = "confiture_work_read_shadow", .title = {}, .arguments = {}, .role = {}, .database = {}, .settings = {}}; }

void with_shadow(const ShadowPlace &place, const std::function<void(const ShadowJobs &)> &body) {
    drop_abandoned();
    const Shadow shadow = claim(place.owner);
    const ShadowJobs jobs = [&](pg::Job job, const std::function<void()> &meanwhile) {
        job.title = title;
        job.database = shadow.name;
        return pg::run_in_worker(job, meanwhile);
    };
    const std::exception_ptr failure = pg::failure_of([&] {
        create(shadow, place);
        body(jobs);
    });
    pg::without_cancel([&] { drop(shadow); });
    if (failure) std::rethrow_exception(failure);
}

std::string shadow_snapshot(const build::Blueprint &blueprint, const std::function<void()> &meanwhile) {
    std::string snapshot;
    // Its owner has the rights of one on schema public, which a build counts on.
    with_shadow({blueprint.owner.empty() ? pg::current_user() : blueprint.owner, blueprint.base, blueprint.options}, [&](const ShadowJobs &jobs) {
        try {
            snapshot = jobs(fill_shadow(blueprint.job), meanwhile).at(0);
        } catch (pg::Error &error) {
            if (!error.fields().context.empty()) error.add_context("shadow database of environment \"" + blueprint.environment + "\"");
            throw;
        }
    });
    return snapshot;
}

void drop_abandoned() {
    for (const Shadow &shadow : abandoned()) pg::without_cancel([&] { drop(shadow); });
    pg::poll();
}

void fill_here(pg::Work &work) {
    pg::enter_shadow();
    build::build_in_parts(work);
    pg::in_transaction([&] { work.answer(model::to_json(catalog::read())); });
}

void read_here(pg::Work &work) {
    pg::enter_shadow();
    pg::in_transaction([&] {
        const catalog::Read read = catalog::read_with_holders();
        std::string holders;
        for (const auto &[row, address] : read.holders) {
            text::append_json(holders += holders.empty() ? '{' : ',', row);
            text::append_json(holders += ':', model::to_text(address));
        }
        work.answer(model::to_json(read.schema));
        work.answer(holders.empty() ? "{}" : holders + '}');
    });
}

void run_beside(pg::Work &work) {
    pg::enter_shadow();
    pg::run_at_top_level(work.argument(0), false, 0, pg::Origin::ours);
}

void run_step_here(const pg::Work &work) {
    pg::enter_shadow();
    pg::run_at_top_level(work.argument(0), work.argument(1) == "secret", std::stoi(work.argument(2)));
}

void run_trial_here(pg::Work &work) {
    pg::enter_shadow();
    run::Trial trial = run::trial_of(work.argument(0));
    std::vector<run::Rehearsed> rows;
    const run::TrialEnd end = run::run_trial(trial, rows);
    work.answer(run::packed(end, trial, rows));
}

} // namespace confiture::drift
