#pragma once

#include <optional>
#include <string>
#include <vector>

#include "confiture/model/schema.hpp"

namespace confiture::diff {

// One row of a plan. One that only informs has no statement.
struct Step {
    std::string action; // create, alter, drop, inform
    model::Address object{};
    std::optional<std::string> statement{};
    bool transactional = true;
    std::optional<std::string> lock{}; // the strongest one on a table that exists, as pg_locks names it
    std::vector<std::string> hazards{};
    bool reversible = true;
    bool ends_transaction = false; // what it made can be used only after a commit
};

// The statements that take `before` to `after`, in an order that runs. Touches no database. `online` chooses the way that keeps the application
// running. Throws no_order, naming the objects, where each of some needs another to be there first.
std::vector<Step> compare(const model::Schema &before, const model::Schema &after, bool online);

// What makes the schema in an empty database of the server that it was read on.
std::vector<Step> from_nothing(const model::Schema &schema);

} // namespace confiture::diff
