#include "prove_shadow.hpp"

#include <chrono>

#include "confiture/model/problem.hpp"
#include "confiture/pg/interrupt.hpp"
#include "confiture/pg/transaction.hpp"
#include "prove.hpp"

namespace confiture::migrate {
namespace {

using clock = std::chrono::steady_clock;

std::vector<model::Address> differing(const model::Schema &one, const model::Schema &other) {
    std::vector<model::Address> objects;
    for (const auto &[address, object] : one.objects) {
        pg::poll();
        const model::Object *same = other.find(address);
        if (same == nullptr || !model::are_same(object, *same)) objects.push_back(address);
    }
    for (const auto &[address, object] : other.objects)
        if (one.find(address) == nullptr) objects.push_back(address);
    return objects;
}

std::string text_of(const pg::Error &error) { return error.fields().sqlstate + ": " + error.fields().message; }

} // namespace

void ShadowProofs::read() {
    model::Schema now = drift::read_copy(jobs_);
    ways_back_.emplace_back(schema_, now);
    schema_ = std::move(now);
    is_read_ = true;
}

void ShadowProofs::go_back_to(std::size_t reading) {
    for (; ways_back_.size() > reading; ways_back_.pop_back()) ways_back_.back().apply(schema_);
}

void ShadowProofs::begin(const source::Migration &migration) {
    if (migration.down && !is_read_) read();
    is_read_ = false;
}

void ShadowProofs::end(const source::Migration &migration, std::vector<RehearsedRow> &rows) {
    if (!migration.down) return;
    read();
    downs_.push_back({&migration, &rows, ways_back_.size()});
}

// Where a down has not led back, the next one begins from what a plan makes of that; gives why it can't.
std::string ShadowProofs::arrange() {
    if (differing(schema_, copy_).empty()) return {};
    std::string obstacle;
    const std::optional<pg::Error> error = pg::attempt([&] {
        try {
            drift::change_copy(jobs_, copy_, schema_);
        } catch (const Problem &problem) {
            obstacle = std::string(problem.sqlstate) + ": " + problem.message + (problem.detail.empty() ? "" : ". " + problem.detail);
        }
    });
    if (error) obstacle = text_of(*error);
    copy_ = drift::read_copy(jobs_);
    return obstacle;
}

void ShadowProofs::run_down(const source::Migration &migration, run::Rehearsed &row) {
    std::vector<run::Rehearsed> ran;
    const auto begun = clock::now();
    try {
        author_.require(migration.down->path, migration.down->checksum, migration.down->loaded_by, migration.down->approved_by);
        const Step down = make_step(migration.down->path, source::content(*migration.down), model::Direction::down, true);
        if (const std::optional<pg::Error> unreadable = pg::attempt([&] { run_(down, ran); })) row.error = text_of(*unreadable);
    } catch (const Problem &problem) {
        row.error = std::string(problem.sqlstate) + ": " + problem.message;
    }
    row.microseconds = std::chrono::duration_cast<std::chrono::microseconds>(clock::now() - begun).count();
    for (const run::Rehearsed &statement : ran)
        if (statement.error) row = {statement.line, statement.statement, {}, {}, {}, statement.error};
}

void ShadowProofs::prove() {
    if (downs_.empty()) return;
    copy_ = is_read_ ? schema_ : drift::read_copy(jobs_);
    for (; !downs_.empty(); downs_.pop_back()) {
        const Down &down = downs_.back();
        RehearsedRow row{down.migration->model.version, down.migration->down->path, {}};
        go_back_to(down.reading);
        if (const std::string obstacle = arrange(); !obstacle.empty()) {
            row.rehearsed.error = "not rehearsed, since the copy can't be made again what the migration has left: " + obstacle;
        } else {
            run_down(*down.migration, row.rehearsed);
            copy_ = drift::read_copy(jobs_);
            go_back_to(down.reading - 1);
            if (const std::string error = row.rehearsed.error ? "" : not_back(differing(schema_, copy_)); !error.empty()) row.rehearsed.error = error;
        }
        down.rows->push_back(std::move(row));
    }
}

} // namespace confiture::migrate
