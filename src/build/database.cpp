#include "confiture/build/database.hpp"

#include <utility>

#include "cluster.hpp"
#include "confiture/model/conditions.hpp"
#include "confiture/pg/lock.hpp"
#include "confiture/pg/notice.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/pg/spi.hpp"
#include "confiture/pg/transaction.hpp"
#include "confiture/text/quote.hpp"
#include "made.hpp"
#include "template.hpp"

namespace confiture::build {
namespace {

void check_name(const std::string &name, const Recipe &recipe) {
    if (name.empty()) throw Problem(condition::invalid_parameter, "name of a database must not be empty");
    if (pg::query("SELECT $1::name::text = $1", {name})[0][0] != "t")
        throw Problem(condition::invalid_parameter, "name of a database \"" + name + "\" is too long", {}, "Choose a shorter one.");
    if (name == recipe.name)
        throw Problem(condition::invalid_parameter, "database name \"" + name + "\" is that of a template", {}, "Choose another one.");
}

// Whether the name is free, or will be by dropping what we made.
void require_way(const std::string &name, const std::optional<Found> &found, bool replace) {
    if (!found) return;
    if (!found->is_ours || found->is_template)
        throw Problem(condition::foreign_database,
                      "database \"" + name + (found->is_template ? "\" is a template of confiture" : "\" exists already, and was not made by confiture"),
                      "Only what build_database() made by this name stands in confiture.database, and may be replaced.", "Choose another name.");
    if (!replace)
        throw Problem(condition::duplicate_database, "database \"" + name + "\" already exists", {},
                      "To drop it and make it anew: CALL confiture.build_database(" + text::quote_literal(name) + ", replace => true)");
}

// Whether the template has been there all the time. Where it was not, somebody dropped it, and what was copied may be one that was half-built.
bool is_still(const Recipe &recipe, std::int64_t copied) { return whole_template(recipe) == copied; }

// A call that was killed behind the server's commit has left it whole.
bool finish_earlier(const std::optional<Found> &found, const Recipe &recipe) {
    if (!found || !found->is_ours || found->is_ready || found->is_template || found->broken) return false;
    if (found->key != recipe.key || !is_still(recipe, found->copy_of)) return false;
    mark_ready(found->oid);
    return true;
}

// Copies the template; false where that was dropped meanwhile.
bool copy_template(const Recipe &recipe, const std::string &name) {
    const std::int64_t oid = ready_template(recipe);
    Row row{name, 0, recipe.made_by, recipe.checksum, recipe.chosen.environment.name, recipe.key, false, oid};
    try {
        create(row, "TEMPLATE " + text::quote_identifier(recipe.name));
    } catch (pg::Error &error) {
        if (error.fields().sqlstate == condition::undefined_database.sqlstate) return false;
        explain_in_use(error, recipe.name);
        throw;
    }
    if (is_still(recipe, oid)) {
        mark_ready(row.oid);
        return true;
    }
    if (std::optional<pg::Error> error = drop(name, row.oid)) throw std::move(*error);
    return false;
}

void stays(const std::string &name, const std::string &why, const std::string &hint = {}) {
    pg::notice("database \"" + name + "\" stays: " + why, hint);
}

void drop_held(const Aged &aged) {
    const std::optional<Found> found = find_database(aged.name);
    if (!found && !aged.is_there) {
        forget(aged.oid);
    } else if (!found || !found->is_ours || found->oid != aged.oid) {
        stays(aged.name, "it is not what confiture made by this name");
    } else if (const std::optional<pg::Error> error = drop(aged.name, aged.oid)) {
        stays(aged.name, error->fields().message, error->fields().hint);
    } else {
        pg::notice("dropped database \"" + aged.name + "\"");
    }
}

void drop_aged(const Aged &aged) {
    if (!try_hold_name(aged.name)) {
        stays(aged.name, "another session is making or dropping it");
        return;
    }
    pg::commit_and_go_on();
    drop_held(aged);
    release_name(aged.name);
    pg::commit_and_go_on();
}

} // namespace

void build_database(const std::string &name, const std::string &environment, bool replace) {
    pg::require_writable("confiture.build_database()");
    pg::refuse_inside_run("confiture.build_database()");
    const Recipe recipe = recipe_of(environment);
    check_name(name, recipe);
    hold_name(name);
    const std::optional<Found> found = find_database(name);
    if (finish_earlier(found, recipe)) return;
    require_way(name, found, replace);
    ready_template(recipe); // before anything is dropped, since the files may fail
    if (found)
        if (std::optional<pg::Error> error = drop(name, found->oid)) throw std::move(*error);
    for (int tries = 0; tries < 5; tries++)
        if (copy_template(recipe, name)) return;
    throw Problem(condition::database_busy, "template database \"" + recipe.name + "\" was dropped again and again while it was copied", {},
                  "Call again when nobody drops databases.");
}

void drop_databases(const std::string &older_than) {
    pg::require_writable("confiture.drop_databases()");
    pg::refuse_inside_run("confiture.drop_databases()");
    if (pg::query("SELECT $1::interval < '0'", {older_than})[0][0] == "t")
        throw Problem(condition::invalid_parameter, "age of databases must not be negative");
    const std::string user = pg::current_user();
    for (const Aged &aged : made_before(older_than))
        if (pg::has_privileges_of(user, aged.made_by)) drop_aged(aged);
}

} // namespace confiture::build
