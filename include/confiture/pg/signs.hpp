#pragma once

#include <array>
#include <cstdint>

namespace confiture::pg {

// What there is of a relation beside its row in pg_class; constraints' own indexes and internal triggers do not count.
struct RelationParts {
    bool is_table = false, is_view = false, is_sequence = false, is_foreign = false, has_columns = false;
    bool has_defaults = false, has_constraints = false, has_indexes = false, has_triggers = false, has_rules = false;
    bool has_policies = false, has_statistics = false, is_published = false;
    bool has_generated = false, has_keys = false; // columns; constraints with an index, or of a parent's
};

// What the rows that tell of a relation say, by what they tell: a sum of their hashes each, which is another one once a row says something else, comes
// or goes.
struct RelationSigns {
    enum Of { own, columns, added, defaults, keys, checks, indexes, key_indexes, marks, triggers, rest, count };
    std::array<std::uint64_t, count> sums{};
    std::int32_t width = 0; // columns, the dropped ones too
};

struct RelationLook {
    RelationParts parts{};
    RelationSigns signs{};
    bool exists = false;
};

// As the catalogs have it now. Columns beyond this width are `added`.
RelationLook look_at_relation(std::uint32_t relation, std::int32_t width);

// Whether it is an index, of a partitioned table or not.
bool is_index(std::uint32_t relation);

} // namespace confiture::pg
