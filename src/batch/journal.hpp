// Table batch: how far a call has come, from where the same call goes on.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "batch/target.hpp"

namespace confiture::batch {

struct Position {
    bool recorded = false;              // there is a row for it
    std::optional<Bound> after;         // last key visited
    Bound last;                         // largest key at the start
    std::int64_t visited = 0;
    std::int64_t changed = 0;
    std::optional<std::int64_t> estimated;
    std::int64_t spent = 0;             // microseconds
    std::string updated_at;             // when it was recorded
};

// What makes a call the same as another one, beside the table.
std::string checksum_of(const Target &target, const std::string &call, const std::optional<std::string> &assignments, const std::string &condition);

// Where that call of this role has stopped before.
std::optional<Position> find_position(const Target &target, const std::string &checksum);

// Records the position, in the transaction of the batch that led to it; one that is through the table goes. Throws batch_target_changed where
// the table has another name by now, or its index is gone.
void record_position(const Target &target, const std::string &call, const std::string &checksum, const Position &position, bool finished);

// Microseconds left at the pace so far.
std::optional<std::int64_t> time_left(const Position &position);

} // namespace confiture::batch
