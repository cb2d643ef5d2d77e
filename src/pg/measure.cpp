#include "confiture/pg/measure.hpp"

#include <chrono>
#include <map>

#include "confiture/pg/spi.hpp"
#include "pg/guard.h"
#include "pg/observe.h"

extern "C" {
#include "catalog/pg_class.h"
#include "executor/instrument.h"
#include "pgstat.h"
#include "utils/snapmgr.h"
}

namespace confiture::pg {

// What is known of a relation that this backend has locked.
struct Known {
    LOCKMASK modes = 0;
    bool seen = false;
    bool existed = false;
    bool system = false;
    bool rewritten = false;  // its files are of this run: TRUNCATE then empties them in place
    char kind = 0;
    Oid table = InvalidOid;
    Files files{};
    std::int64_t scans = 0;
    std::string name;
};

struct Watch {
    MemoryContext memory = nullptr;
    Snapshot start = nullptr;
    Snapshot before = nullptr;
    std::map<Oid, Known> known;
    std::chrono::steady_clock::time_point begun;
    std::uint64_t wal_bytes = 0;
};

namespace {

// Scans of before the run, which the server has not told to others yet.
constexpr const char *read_scans = R"(
    SELECT oid, pg_stat_get_xact_numscans(oid) FROM pg_class WHERE relkind IN ('r', 'm') AND pg_stat_get_xact_numscans(oid) > 0)";

void open_watch(Watch *watch) {
    watch->memory = AllocSetContextCreate(CurTransactionContext, "confiture measure", ALLOCSET_DEFAULT_SIZES);
    watch->start = RegisterSnapshot(GetTransactionSnapshot());
}

void close_watch(Watch *watch) {
    UnregisterSnapshot(watch->start);
    MemoryContextDelete(watch->memory);
}

void begin_statement(Watch *watch) { watch->before = RegisterSnapshot(GetTransactionSnapshot()); }

void end_statement(Watch *watch) {
    UnregisterSnapshot(watch->before);
    MemoryContextReset(watch->memory);
}

std::map<Oid, LOCKMASK> held_now(Watch &watch) {
    HeldLocks locks{watch.memory, nullptr, 0};
    guarded<HeldLocks, read_held>(locks);
    std::map<Oid, LOCKMASK> held;
    for (int i = 0; i < locks.count; i++) held[locks.held[i].relation] |= locks.held[i].modes;
    return held;
}

// Looks up, as of before the statement, what was not seen yet, or may have another name by now.
void look_at(Watch &watch, const std::vector<Oid> &relations) {
    std::vector<Observed> observed;
    for (Oid relation : relations) observed.push_back({.relation = relation});
    Observation observation{watch.memory, watch.start, watch.before, observed.data(), static_cast<int>(observed.size())};
    guarded<Observation, observe>(observation);
    for (const Observed &one : observed) {
        Known &known = watch.known[one.relation];
        if (one.name != nullptr) known.name = one.name;
        if (known.seen) continue;
        known.seen = true;
        known.existed = one.existed;
        known.system = one.system;
        known.kind = one.kind;
        known.table = one.table;
        known.files = one.files;
    }
}

std::vector<HeldLock> new_locks(Watch &watch) {
    const std::map<Oid, LOCKMASK> held = held_now(watch);
    std::vector<Oid> unseen;
    for (const auto &[relation, modes] : held) {
        const Known &known = watch.known[relation];
        if (!known.seen || (modes & ~known.modes) != 0) unseen.push_back(relation);
    }
    look_at(watch, unseen);
    std::vector<HeldLock> locks;
    for (const auto &[relation, modes] : held) {
        Known &known = watch.known[relation];
        for (LOCKMODE mode = AccessShareLock; mode <= AccessExclusiveLock; mode++)
            if (known.existed && (modes & ~known.modes & LOCKBIT_ON(mode)) != 0) locks.push_back({known.name, static_cast<LockMode>(mode)});
        known.modes |= modes;
    }
    std::stable_sort(locks.begin(), locks.end(), [](const HeldLock &left, const HeldLock &right) { return left.relation < right.relation; });
    return locks;
}

bool is_table(const Known &known) { return known.kind == RELKIND_RELATION || known.kind == RELKIND_MATVIEW; }

bool can_be_rewritten(const Known &known) {
    return known.existed && !known.system && known.files.node != 0 && (is_table(known) || known.kind == RELKIND_INDEX) &&
           (known.modes & LOCKBIT_ON(AccessExclusiveLock)) != 0;
}

// How the files changed, if they did; remembers those of now.
std::optional<const char *> change(Known &known, const Files &now, bool truncates) {
    if (now.node == known.files.node) return std::nullopt;
    const bool copied = now.space != known.files.space;
    known.files = now;
    known.rewritten = true;
    return truncates ? "truncate" : copied ? "copy" : "rewrite";
}

struct Changes {
    std::vector<Oid> relations;
    std::vector<std::string> rewrites;
    std::vector<std::string> scans;
};

Changes changes_of(Watch &watch, bool truncates) {
    std::vector<Observed> observed;
    for (const auto &[relation, known] : watch.known)
        if (can_be_rewritten(known) || (known.existed && !known.system && is_table(known))) observed.push_back({.relation = relation, .files = known.files});
    Observation observation{watch.memory, nullptr, nullptr, observed.data(), static_cast<int>(observed.size())};
    guarded<Observation, observe_again>(observation);
    Changes changes;
    std::map<Oid, std::string> rewritten;
    for (const Observed &now : observed) {
        Known &known = watch.known[now.relation];
        if (can_be_rewritten(known))
            if (const auto how = change(known, now.files, truncates)) rewritten[now.relation] = known.name + " " + *how;
        if (is_table(known) && now.scans > known.scans) changes.scans.push_back(known.name);
        known.scans = now.scans;
    }
    // That a table's indexes are made anew with it goes without saying.
    for (const auto &[relation, text] : rewritten) {
        changes.relations.push_back(relation);
        if (!rewritten.contains(watch.known[relation].table)) changes.rewrites.push_back(text);
    }
    std::sort(changes.rewrites.begin(), changes.rewrites.end());
    std::sort(changes.scans.begin(), changes.scans.end());
    return changes;
}

// Whether the statement may have emptied in place what this run, or the caller before it, had given new files.
bool may_hide_truncate(const Watch &watch, const Forecast &forecast, const Changes &changes) {
    if (forecast.truncates) {
        for (const Target &target : forecast.targets) {
            const auto found = watch.known.find(target.relation);
            if (found == watch.known.end() || !can_be_rewritten(found->second) || !is_table(found->second)) continue;
            if (std::find(changes.relations.begin(), changes.relations.end(), target.relation) == changes.relations.end()) return true;
        }
        return false;
    }
    if (forecast.complete) return false;
    for (const auto &[relation, known] : watch.known)
        if (known.rewritten && is_table(known) &&
            std::find(changes.relations.begin(), changes.relations.end(), relation) == changes.relations.end())
            return true;
    return false;
}

} // namespace

Measure::Measure() : watch_(std::make_unique<Watch>()) {
    guarded<Watch, open_watch>(*watch_);
    // First of all, since it takes locks of its own.
    for (const Row &row : read_catalog(read_scans).rows) watch_->known[static_cast<Oid>(std::stoul(*row[0]))].scans = std::stoll(*row[1]);
    for (const auto &[relation, modes] : held_now(*watch_)) watch_->known[relation].modes = modes;
}

Measure::~Measure() = default;

void Measure::close() { guarded<Watch, close_watch>(*watch_); }

void Measure::begin() {
    guarded<Watch, begin_statement>(*watch_);
    watch_->wal_bytes = pgWalUsage.wal_bytes;
    watch_->begun = std::chrono::steady_clock::now();
}

Measured Measure::end(const Forecast &forecast) {
    Measured measured;
    const auto took = std::chrono::steady_clock::now() - watch_->begun;
    measured.microseconds = std::chrono::duration_cast<std::chrono::microseconds>(took).count();
    measured.wal_bytes = static_cast<std::int64_t>(pgWalUsage.wal_bytes - watch_->wal_bytes);
    // One look at the locks costs 10 ms where the server has 16,000.
    if (!forecast.sets) measured.locks = new_locks(*watch_);
    Changes changes = forecast.sets ? Changes{} : changes_of(*watch_, forecast.truncates);
    if (!may_hide_truncate(*watch_, forecast, changes)) measured.rewrites = std::move(changes.rewrites);
    if (pgstat_track_counts) measured.scans = std::move(changes.scans);
    guarded<Watch, end_statement>(*watch_);
    return measured;
}

} // namespace confiture::pg
