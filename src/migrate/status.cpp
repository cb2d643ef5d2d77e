#include "confiture/migrate/status.hpp"

#include <algorithm>

#include "confiture/pg/interrupt.hpp"
#include "confiture/pg/spi.hpp"
#include "confiture/text/order.hpp"
#include "state.hpp"

namespace confiture::migrate {
namespace {

bool same(const std::optional<std::string> &checksum, const std::optional<source::File> &file) {
    return checksum == (file ? std::optional(file->checksum) : std::nullopt);
}

Status pending_status(const State &state, const source::Migration &migration) {
    Status status;
    status.version = migration.model.version;
    status.name = migration.model.name;
    status.state = is_out_of_order(state, migration) ? "out_of_order" : "pending";
    status.reversible = migration.down ? "written" : "no";
    return status;
}

Status applied_status(const Applied &applied, const source::Migration *migration) {
    Status status;
    status.version = applied.version;
    status.name = applied.name;
    status.reversible = applied.has_down_text ? applied.down_origin.value_or("written") : "no";
    status.applied_at = applied.applied_at;
    status.applied_by = applied.applied_by;
    status.microseconds = applied.microseconds;
    status.checksum_matches = migration != nullptr && applied.up_checksum == migration->up.checksum &&
                              same(applied.down_checksum, migration->down);
    status.state = migration == nullptr ? "missing" : *status.checksum_matches ? "applied" : "changed";
    return status;
}

std::string stored_path(const Applied &applied, const char *direction) {
    return "migrations/" + applied.version + "_" + applied.name + "." + direction + ".sql";
}

// Compares one direction of an applied migration with its file.
void compare(std::vector<Finding> &findings, const Applied &applied, const char *direction,
             const std::optional<std::string> &checksum, const std::optional<source::File> &file) {
    if (same(checksum, file)) return;
    if (!file)
        findings.push_back({applied.version, stored_path(applied, direction), "missing",
                            "The source has no such file; applied was " + *checksum + "."});
    else if (!checksum)
        findings.push_back({applied.version, file->path, "added", "No such file was there when the migration was applied."});
    else
        findings.push_back({applied.version, file->path, "changed",
                            "The file is " + file->checksum + "; applied was " + *checksum + "."});
}

// The journal's migration: runs, as long as somebody holds the runner lock, or has stopped; lost where nobody can know of one of its steps.
std::string journal_state(const State &state) {
    if (pg::query("SELECT EXISTS (SELECT FROM confiture.runner WHERE state = 'holds')")[0][0] == "t") return "running";
    for (const run::Step &step : state.journal)
        if (step.state == "lost" || (step.state == "running" && !run::has_probe(step.kind))) return "lost";
    return "failed";
}

void overlay_journal(const State &state, std::vector<Status> &rows) {
    if (state.journal.empty()) return;
    for (Status &row : rows)
        if (text::normal_version(row.version) == state.journal[0].version) row.state = journal_state(state);
}

} // namespace

std::vector<Status> status() {
    const State state = read_state();
    std::vector<Status> result;
    for (const source::Migration &migration : state.source) {
        pg::poll();
        const Applied *applied = state.find_applied(migration.model.key);
        result.push_back(applied == nullptr ? pending_status(state, migration) : applied_status(*applied, &migration));
    }
    for (const Applied &applied : state.applied)
        if (state.find_source(applied.key) == nullptr) result.push_back(applied_status(applied, nullptr));
    overlay_journal(state, result);
    std::stable_sort(result.begin(), result.end(), [](const Status &left, const Status &right) {
        return text::compare_versions(left.version, right.version) < 0;
    });
    return result;
}

std::vector<Finding> verify() {
    const State state = read_state();
    std::vector<Finding> findings;
    for (const Applied &applied : state.applied) {
        pg::poll();
        const source::Migration *migration = state.find_source(applied.key);
        compare(findings, applied, "up", applied.up_checksum, migration ? std::optional(migration->up) : std::nullopt);
        compare(findings, applied, "down", applied.down_checksum, migration ? migration->down : std::nullopt);
    }
    return findings;
}

Deployed deployed() {
    const State state = read_state();
    Deployed result;
    result.migrations = static_cast<std::int64_t>(state.applied.size());
    result.pending = static_cast<std::int64_t>(pending(state).size());
    if (state.applied.empty()) return result;
    const Applied &newest = state.applied.back();
    result.version = newest.version;
    result.name = newest.name;
    result.applied_at = newest.applied_at;
    result.applied_by = newest.applied_by;
    return result;
}

} // namespace confiture::migrate
