#include "prove_shadow.hpp"

#include <algorithm>
#include <chrono>

#include "confiture/model/problem.hpp"
#include "confiture/pg/interrupt.hpp"
#include "confiture/pg/transaction.hpp"
#include "derive.hpp"
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

// Whether a file brings one, or one is derived.
bool has_way_back(const source::Migration &migration, const Step &up) { return migration.down || !up.directives.irreversible; }

std::string text_of(const pg::Error &error) { return error.fields().sqlstate + ": " + error.fields().message; }

} // namespace

void ShadowProofs::read() {
    catalog::Read now = drift::read_copy(jobs_);
    ways_back_.emplace_back(read_.schema, now.schema);
    read_ = std::move(now);
    is_read_ = true;
}

void ShadowProofs::go_back_to(std::size_t reading) {
    for (; ways_back_.size() > reading; ways_back_.pop_back()) ways_back_.back().apply(read_.schema);
}

void ShadowProofs::begin(const source::Migration &migration, const Step &up) {
    if (has_way_back(migration, up) && !is_read_) read();
    is_read_ = false;
}

void ShadowProofs::end(const source::Migration &migration, const Step &up, std::vector<RehearsedRow> &rows) {
    if (!has_way_back(migration, up)) return;
    const catalog::Read before = migration.down ? catalog::Read{} : read_;
    read();
    if (migration.down) return downs_.push_back({&migration, &rows, ways_back_.size(), std::nullopt});
    if (std::ranges::any_of(rows, [](const RehearsedRow &row) { return row.rehearsed.error.has_value(); })) return;
    const catalog::Change change{before.schema, read_.schema, differing(before.schema, read_.schema), {}, catalog::is_renamed(before, read_), false};
    if (std::optional<Derived> derived = derive_down(change, migration.model.version + "_" + migration.model.name))
        downs_.push_back({&migration, &rows, ways_back_.size(), std::move(derived->text)});
}

// Where a down has not led back, the next one begins from what a plan makes of that; gives why it can't.
std::string ShadowProofs::arrange() {
    if (differing(read_.schema, copy_).empty()) return {};
    std::string obstacle;
    const std::optional<pg::Error> error = pg::attempt([&] {
        try {
            drift::change_copy(jobs_, copy_, read_.schema);
        } catch (const Problem &problem) {
            obstacle = std::string(problem.sqlstate) + ": " + problem.message + (problem.detail.empty() ? "" : ". " + problem.detail);
        }
    });
    if (error) obstacle = text_of(*error);
    copy_ = drift::read_copy(jobs_).schema;
    return obstacle;
}

void ShadowProofs::run_down(const Down &down, RehearsedRow &row) {
    std::vector<run::Rehearsed> ran;
    const auto begun = clock::now();
    try {
        const std::optional<source::File> &file = down.migration->down;
        if (file) author_.require(file->path, file->checksum, file->loaded_by, file->approved_by);
        const Step step = make_step(row.path, file ? source::content(*file) : *down.derived, model::Direction::down, true);
        if (const std::optional<pg::Error> unreadable = pg::attempt([&] { run_(step, ran); })) row.rehearsed.error = text_of(*unreadable);
    } catch (const Problem &problem) {
        row.rehearsed.error = std::string(problem.sqlstate) + ": " + problem.message;
    }
    row.rehearsed.microseconds = std::chrono::duration_cast<std::chrono::microseconds>(clock::now() - begun).count();
    for (const run::Rehearsed &statement : ran)
        if (statement.error) row.rehearsed = {statement.line, statement.statement, {}, {}, {}, statement.error};
}

void ShadowProofs::prove() {
    if (downs_.empty()) return;
    copy_ = is_read_ ? read_.schema : drift::read_copy(jobs_).schema;
    for (; !downs_.empty(); downs_.pop_back()) {
        const Down &down = downs_.back();
        RehearsedRow row{down.migration->model.version, path_of_down(*down.migration), {}};
        go_back_to(down.reading);
        if (const std::string obstacle = arrange(); !obstacle.empty()) {
            row.rehearsed.error = "not rehearsed, since the copy can't be made again what the migration has left: " + obstacle;
        } else {
            run_down(down, row);
            copy_ = drift::read_copy(jobs_).schema;
            go_back_to(down.reading - 1);
            if (const std::string error = row.rehearsed.error ? "" : not_back(differing(read_.schema, copy_)); !error.empty()) row.rehearsed.error = error;
        }
        down.rows->push_back(std::move(row));
    }
}

} // namespace confiture::migrate
