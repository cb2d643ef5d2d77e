#include "confiture/build/build.hpp"

#include "chosen.hpp"
#include "confiture/catalog/watch.hpp"
#include "confiture/model/conditions.hpp"
#include "confiture/pg/lock.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/pg/transaction.hpp"
#include "confiture/run/history.hpp"
#include "confiture/run/log.hpp"
#include "confiture/source/migrations.hpp"
#include "files.hpp"

namespace confiture::build {
namespace {

void refuse_second_build() {
    if (!run::has_history()) return;
    throw Problem(condition::already_built, "this database was built or migrated before",
                  "build() makes a fresh schema; confiture.history tells what was done here.",
                  "Use an empty database, or bring this one forward with confiture.migrate_up().");
}

std::optional<run::StoredText> stored(const std::optional<source::File> &file) {
    if (!file) return std::nullopt;
    return run::StoredText{source::content(*file), file->checksum, file->loaded_by, file->approved_by};
}

run::Record record_of(const Chosen &chosen, std::int64_t started_at) {
    run::Record record{.action = "build", .version = {}, .key = {}, .name = {}, .statements = {}, .environment = {}, .reason = {},
                       .up = {}, .down = {}};
    record.environment = chosen.environment.name;
    record.started_at = started_at;
    return record;
}

// The DDL files are the truth: every migration is in them already.
void record(const Chosen &chosen, const std::vector<Built> &built, std::int64_t started_at, const std::string &before, const std::string &after) {
    std::vector<run::Record> records{record_of(chosen, started_at)};
    records[0].fingerprint_before = before;
    records[0].fingerprint_after = after;
    records[0].statements = 0;
    for (const Built &file : built) {
        *records[0].statements += file.statements;
        records[0].microseconds += file.microseconds;
    }
    for (source::Migration &migration : source::migrations(chosen.source)) {
        run::Record applied = record_of(chosen, started_at);
        applied.version = migration.model.version;
        applied.key = migration.model.key;
        applied.name = migration.model.name;
        applied.up = stored(migration.up);
        applied.down = stored(migration.down);
        applied.effect = run::Effect::add;
        records.push_back(std::move(applied));
    }
    run::record(records);
}

std::vector<Built> build_now(const Chosen &chosen) {
    const std::int64_t started_at = pg::now();
    std::vector<Built> built;
    catalog::Watch watch;
    const std::string before = watch.fingerprint();
    run::logged(run::LogLevel::migration, "build of environment \"" + chosen.environment.name + "\"", [&] {
        built = run_files(frame_of(chosen.environment), paths_of(chosen), [&](std::size_t number) { return source::content(chosen.files[number]); });
    });
    watch.follow();
    watch.keep();
    record(chosen, built, started_at, before, watch.fingerprint());
    return built;
}

} // namespace

std::vector<Built> build(const std::string &environment, bool dry_run) {
    pg::require_writable("confiture.build()");
    pg::require_read_committed("confiture.build()");
    pg::refuse_inside_run("confiture.build()");
    pg::take_runner_lock();
    refuse_second_build();
    const Chosen chosen = choose(environment);
    source::migrations(chosen.source); // refuses bad names before anything runs
    check_authors(chosen);
    if (!dry_run) return build_now(chosen);
    std::vector<Built> built;
    run::dry_run("confiture.build()", [&] { built = build_now(chosen); });
    return built;
}

} // namespace confiture::build
