#include "prove.hpp"

#include <chrono>

#include "confiture/model/problem.hpp"
#include "confiture/pg/transaction.hpp"
#include "derive.hpp"

namespace confiture::migrate {
namespace {

using clock = std::chrono::steady_clock;

constexpr std::size_t most_named = 5;
constexpr std::string_view query_canceled = "57014";

} // namespace

std::string path_of_down(const source::Migration &migration) {
    return migration.down ? migration.down->path : "migrations/" + migration.model.version + "_" + migration.model.name + ".down.sql";
}

std::string not_back(const std::vector<model::Address> &objects) {
    std::string named;
    for (std::size_t i = 0; i < objects.size() && i < most_named; i++) named += (i == 0 ? "" : ", ") + objects[i].kind + " " + objects[i].identity;
    if (objects.size() > most_named) named += " and " + std::to_string(objects.size() - most_named) + " more";
    return named.empty() ? named : "does not lead back, since these differ: " + named;
}

void Proofs::begin() { watch_.begin(); }

// Gives why it is no way back, or nothing; the row tells where.
std::string Proofs::run(run::Rehearsal &rehearsal, const Step &down, run::Rehearsed &row) {
    std::vector<run::Rehearsed> ran;
    std::string error;
    const auto take_error = [&] {
        for (const run::Rehearsed &statement : ran) {
            if (!statement.error) continue;
            row = {statement.line, statement.statement, {}, {}, {}, {}};
            error = *statement.error;
        }
        return !error.empty();
    };
    const auto begun = clock::now();
    try {
        pg::roll_back([&] {
            run::Rehearsal(rehearsal.left_ms()).run(file_of(down), ran);
            row.microseconds = std::chrono::duration_cast<std::chrono::microseconds>(clock::now() - begun).count();
            follow(watch_, down);
            error = not_back(watch_.change().objects);
        });
    } catch (const pg::Error &caught) {
        // Somebody who cancels the rehearsal wants no result of it.
        const bool has_row = take_error();
        if (rehearsal.is_over() || (!has_row && caught.fields().sqlstate == query_canceled)) throw;
        if (!has_row) error = caught.fields().sqlstate + ": " + caught.fields().message;
    }
    take_error();
    watch_.follow_undone();
    rehearsal.leave_out();
    return error;
}

void Proofs::prove(run::Rehearsal &rehearsal, const source::Migration &migration, const Step &up, bool is_whole, std::vector<RehearsedRow> &rows) {
    follow(watch_, up);
    if (up.directives.irreversible || (!is_whole && !migration.down)) return;
    RehearsedRow row{migration.model.version, path_of_down(migration), {}};
    std::string error;
    try {
        if (!is_whole) {
            error = "not rehearsed, since not all of the migration could be";
        } else if (migration.down) {
            author_.require(migration.down->path, migration.down->checksum, migration.down->loaded_by, migration.down->approved_by);
            error = run(rehearsal, make_step(row.path, source::content(*migration.down), model::Direction::down, true), row.rehearsed);
        } else {
            const std::optional<Derived> derived = derive_down(watch_.change(), migration.model.version + "_" + migration.model.name);
            if (!derived) return;
            error = run(rehearsal, make_step(row.path, derived->text, model::Direction::down, true), row.rehearsed);
        }
    } catch (const Problem &problem) {
        error = std::string(problem.sqlstate) + ": " + problem.message;
    } catch (const pg::Error &caught) {
        if (rehearsal.is_over()) {
            row.rehearsed.error = "57014: cut off by confiture.rehearse_timeout; nothing behind it was rehearsed";
            rows.push_back(std::move(row));
        }
        throw;
    }
    if (!error.empty()) row.rehearsed.error = error;
    rows.push_back(std::move(row));
}

} // namespace confiture::migrate
