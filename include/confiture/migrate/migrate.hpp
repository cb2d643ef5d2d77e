#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace confiture::migrate {

// A migration that ran, up or down.
struct Done {
    std::string version;
    std::string name;
    std::int64_t statements = 0;
    std::int64_t microseconds = 0;
};

// Applies what is pending up to and including target, in the caller's transaction. Nothing pending: at once, without the runner lock.
// Throws unknown_version, out_of_order, requirement_not_met, needs_commit, and whatever the migrations raise.
std::vector<Done> up(const std::optional<std::string> &target, bool dry_run);

// Undoes the newest `steps`, or all above target, with the texts stored when they were applied. Throws missing_down or irreversible
// before anything runs.
std::vector<Done> down(const std::optional<std::string> &target, std::int64_t steps, bool dry_run);

// For a procedure: moves to target (none: the newest), committing as it goes; undoes what is newer only with `down`. Goes on with what an earlier call has
// begun. Throws stopped_migration, source_changed, lost_step, held_too_long, lock_not_available, no_worker besides what up() and down() throw.
void migrate(const std::optional<std::string> &target, bool down);

// Marks the migrations of the source up to and including `through` as applied without running them; returns how many.
std::int64_t baseline(const std::string &through, const std::optional<std::string> &reason);

// What repair() or abandon() did, or found, of a step; or of the whole migration.
struct Judged {
    std::optional<int> step;
    std::optional<std::string> statement;
    std::string outcome;
};

// Takes the source's texts for an applied migration (repaired, unchanged), or for one that has stopped half-way and whose done steps are in the new
// text as they ran (kept, planned). Throws source_changed, not_applied.
std::vector<Judged> repair(const std::string &version, const std::string &reason);

// Decides a step whose fate can't be known: done or redo. Throws no_decision for any other.
std::vector<Judged> settle(const std::string &version, const std::string &reason, int step, const std::string &decision);

// Makes a migration that has stopped half-way count as not applied; gives what became of its steps (committed, half done, not run, lost).
std::vector<Judged> abandon(const std::string &version, const std::string &reason);

} // namespace confiture::migrate
