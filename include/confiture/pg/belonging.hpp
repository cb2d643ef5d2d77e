#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "confiture/pg/touched.hpp"

namespace confiture::pg {

// What there is of a relation beside its row in pg_class; constraints' own indexes and internal triggers do not count.
struct RelationParts {
    bool is_table = false, is_view = false, is_sequence = false, is_foreign = false, has_columns = false;
    bool has_defaults = false, has_constraints = false, has_indexes = false, has_triggers = false, has_rules = false;
    bool has_policies = false, has_statistics = false, is_published = false;
};

// Adds what there is of this relation; nothing where there is none.
void add_parts(std::uint32_t relation, RelationParts &parts);

// Whether the catalog of this name has rows of objects that somebody has made.
bool has_rows_of_users(const std::string &catalog);

// The relation, type or other object with which the row of a catalog is read: two for a sequence that serves a column, none where it is gone.
std::vector<CatalogRow> owners_of(const CatalogRow &row);

} // namespace confiture::pg
