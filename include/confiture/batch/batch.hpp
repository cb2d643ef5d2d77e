#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace confiture::batch {

// What a call of batch_update() or batch_delete() asks for.
struct Request {
    std::string call;                        // "batch_update" or "batch_delete"
    std::uint32_t relation = 0;
    std::optional<std::string> assignments;  // none: rows are deleted
    std::string condition;
    std::int64_t rows = 0;                   // most that a batch visits
    std::int64_t pause = 0;                  // microseconds between two batches
    std::optional<std::int64_t> max_lag;     // microseconds
    std::optional<std::string> key;          // index; none: the primary key
};

// Visits the rows of a table in the order of a unique key, a transaction per batch, each with its row in table batch, from which the same call goes
// on. `atomic`: whether the caller is in a transaction block or a function, which is refused (active_transaction).
void run(const Request &request, bool atomic);

} // namespace confiture::batch
