// What is done to the rows of a batch, put together from the caller's texts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "batch/target.hpp"

namespace confiture::batch {

struct Statement {
    std::optional<std::string> assignments; // none: rows are deleted
    std::string condition;
};

// Refuses texts that are more than a SET list and a condition, that the server does not understand, or that change the key.
void check_statement(const Target &target, const Statement &statement);

// Updates or deletes the rows of the range; gives their number. Positions in errors point into the caller's texts.
std::int64_t change_rows(const Target &target, const Statement &statement, const Range &range);

} // namespace confiture::batch
