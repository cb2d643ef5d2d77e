#pragma once

#include <optional>
#include <string>

#include "confiture/run/history.hpp"
#include "confiture/source/migrations.hpp"

namespace confiture::migrate {

// To be called first by functions that write history without running anything: checks the transaction, and takes the runner lock.
void prepare_to_mark(const char *call);

// What history says of a migration of the source for which nothing runs.
run::Record record_of(const source::Migration &migration, const char *action, const std::optional<std::string> &reason, run::Effect effect,
                      bool with_texts);

} // namespace confiture::migrate
