#include "template.hpp"

#include <utility>

#include "cluster.hpp"
#include "confiture/model/conditions.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/pg/spi.hpp"
#include "confiture/pg/transaction.hpp"
#include "confiture/pg/worker.hpp"
#include "confiture/run/log.hpp"
#include "confiture/text/checksum.hpp"
#include "confiture/text/pack.hpp"
#include "confiture/text/quote.hpp"
#include "confiture/build/blueprint.hpp"
#include "job.hpp"
#include "made.hpp"

namespace confiture::build {
namespace {

// What else a template depends on: which server and database knows of it, what it is copied from, with whose rights its files run, and the settings
// by which the same DDL makes something else.
constexpr const char *surroundings = R"(
    SELECT c.system_identifier::text, d.oid::text, pg_database_collation_actual_version(d.oid), (SELECT b.oid::text FROM pg_database b WHERE b.datname = $1), session_user::text,
           (SELECT string_agg(s.name || '=' || current_setting(s.name, true), E'\n' ORDER BY s.name COLLATE "C")
              FROM unnest('{array_nulls, backslash_quote, bytea_output, check_function_bodies, datestyle, default_table_access_method,
                            default_tablespace, default_toast_compression, extra_float_digits, intervalstyle, lc_monetary, lc_numeric, lc_time,
                            session_replication_role, standard_conforming_strings, timezone, timezone_abbreviations, transform_null_equals, xmlbinary,
                            xmloption}'::text[]) AS s (name))
      FROM pg_database d, pg_control_system() AS c WHERE d.datname = current_database())";

std::string key_of(const Recipe &recipe) {
    std::vector<std::string> parts{"confiture template 1", CONFITURE_VERSION, recipe.checksum, recipe.base, recipe.options, recipe.made_by};
    const pg::Rows rows = pg::query(surroundings, {recipe.base});
    for (const std::optional<std::string> &part : rows[0]) parts.push_back(part.value_or(""));
    return text::sha256_hex(text::pack(parts));
}

Row row_of(const Recipe &recipe) {
    return {recipe.name, 0, recipe.made_by, recipe.checksum, recipe.chosen.environment.name, recipe.key, true};
}

void drop_own(const std::string &name) {
    const std::optional<Found> found = find_database(name);
    if (!found) return;
    if (!found->is_ours)
        throw Problem(condition::foreign_database, "database \"" + name + "\" exists already, and was not made by confiture",
                      "confiture needs this name for a template.", "Rename or drop that database.");
    if (std::optional<pg::Error> error = drop(name, found->oid)) throw std::move(*error);
}

// Drops what calls that were killed have left, but for templates that are being made now. What can't be dropped is left to the next call.
void drop_unfinished(const Recipe &recipe) {
    for (const Row &row : unfinished_templates(recipe.made_by)) {
        if (row.name == recipe.name || !try_hold_name(row.name)) continue;
        pg::commit_and_go_on();
        const std::optional<Found> found = find_database(row.name);
        if (!found || found->oid != row.oid) forget(row.oid);
        else if (found->is_ours && !found->is_ready) drop(row.name, row.oid);
        release_name(row.name);
        pg::commit_and_go_on();
    }
}

void fill(const Recipe &recipe, const std::vector<std::string> &job) {
    run::logged(run::LogLevel::migration, "build of environment \"" + recipe.chosen.environment.name + "\" in database \"" + recipe.name + "\"", [&] {
        pg::run_in_worker({.entry = "confiture_work_build", .title = "confiture: build_database", .arguments = job, .role = {},
                           .database = recipe.name, .settings = {}});
    });
}

void make(const Recipe &recipe) {
    drop_own(recipe.name);
    drop_unfinished(recipe);
    const std::vector<std::string> job = job_of(recipe.chosen.environment, recipe.chosen.files);
    Row row = row_of(recipe);
    const std::string options = "TEMPLATE " + text::quote_identifier(recipe.base) + " ALLOW_CONNECTIONS false " + recipe.options;
    try {
        create(row, options, [&] { fill(recipe, job); });
    } catch (pg::Error &error) {
        explain_in_use(error, recipe.base);
        throw;
    }
    mark_ready(row.oid);
    pg::commit_and_go_on();
}

} // namespace

Recipe recipe_of(const std::string &environment) {
    Recipe recipe{choose(environment), {}, pg::setting("confiture.base_template"), {}, pg::current_user(), {}, {}};
    check_authors(recipe.chosen);
    recipe.checksum = checksum_of(recipe.chosen);
    recipe.options = locale_options();
    recipe.key = key_of(recipe);
    recipe.name = "confiture_" + recipe.key.substr(0, 16);
    return recipe;
}

// One that was left half-built, or opened to connections since, is none.
std::optional<std::int64_t> whole_template(const Recipe &recipe) {
    const std::optional<Found> found = find_database(recipe.name);
    if (!found || !found->is_ours || !found->is_ready || found->key != recipe.key || found->connectable || found->broken) return std::nullopt;
    return found->oid;
}

std::int64_t ready_template(const Recipe &recipe) {
    if (const std::optional<std::int64_t> oid = whole_template(recipe)) return *oid;
    hold_name(recipe.name);
    std::optional<std::int64_t> oid = whole_template(recipe);
    if (!oid) {
        make(recipe);
        oid = whole_template(recipe);
    }
    release_name(recipe.name);
    pg::commit_and_go_on();
    if (!oid) throw Problem(condition::database_busy, "template database \"" + recipe.name + "\" was dropped while it was made", {}, "Call again.");
    return *oid;
}

} // namespace confiture::build
