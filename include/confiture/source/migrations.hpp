#pragma once

#include <optional>
#include <vector>

#include "confiture/model/migration.hpp"
#include "confiture/source/store.hpp"

namespace confiture::source {

// A migration of the source, with its files.
struct Migration {
    model::Migration model;
    File up;
    std::optional<File> down;
};

// All migrations among the files, in the order of versions. Throws for names and pairs that do not fit together (model::pair_migrations).
std::vector<Migration> migrations(const std::vector<File> &files);

} // namespace confiture::source
