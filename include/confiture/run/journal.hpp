#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "confiture/pg/error.hpp"
#include "confiture/pg/script.hpp"

namespace confiture::run {

// A row of table step: one transaction, or one statement that refuses a transaction, of a migration or plan that runs or has stopped half-way.
struct Step {
    std::string version;             // normal form
    int number = 0;                  // from 1
    std::string action;              // up, down or sync
    std::string migration;           // version as written
    std::string name;
    std::string path;
    std::string file_checksum;
    std::string kind;                // transaction, or step_name() of the statement
    int first = 0;                   // its statements, by their numbers in the file
    int last = 0;
    std::int64_t line = 0;
    std::string checksum;            // SHA-256 of their texts
    std::optional<std::string> statement;
    std::string state = "pending";   // pending, running, done, failed, lost
    int attempts = 0;
    std::int64_t started_at = 0;     // microseconds since 1970-01-01 UTC; 0: never
    std::int64_t microseconds = 0;
    std::optional<std::string> message;
    pg::StepObject object;
    std::vector<std::string> before; // OIDs
    bool uncertain = false;          // it may have happened, though what followed failed; not kept
    std::string settings;            // packed: what the file had set by the end of the step
};

inline constexpr const char *transaction_step = "transaction";

// The kind of a step as table step has it.
const char *step_name(pg::StepKind kind);

// Whether the catalogs tell of steps of this kind if they happened.
bool has_probe(const std::string &kind);

// Of a step that was begun and not ended: whether the catalogs can't tell if it happened, or say that it did; and the names of what it has
// left INVALID.
bool is_unknowable(const Step &step);
bool seems_done(const Step &step);
std::vector<std::string> remains_of(const Step &step);

// All rows, in order: those of one migration at most; and those of sync_schema().
std::vector<Step> read_journal();
std::vector<Step> read_sync_journal();

// Writes the steps of a migration that is to begin, or what is left of one from step `from` on; the rows before it get the same checksum of the file.
void plan_steps(const std::vector<Step> &steps, int from = 1);

// Each of these writes one step's row; who calls them commits.
void begin_step(Step &step);
void end_step(Step &step);
void fail_step(const Step &step, const std::string &sqlstate, const std::string &message);
void lose_step(const Step &step);
void settle_step(const Step &step, const char *state);
// By the batch that a step of a run is, in the transaction of its last rows: called again it would visit them all again.
void end_batch_step();
void wait_in_step(const Step &step, const std::optional<std::string> &blockers);

// Takes the rows of the migration away.
void close_journal(const std::string &version);

} // namespace confiture::run
