#pragma once

#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "edges.hpp"

namespace confiture::diff {

// The index or the key of a partitioned table that this index or key of a partition is a part of.
std::optional<Address> whole_of(const Schema &schema, const Address &part);

// The one of some indexes that the index of a partition is a part of, or a part of a part.
std::optional<Address> whole_index_among(const Schema &schema, const std::set<Address> &some, const Address &part);

// Whether a key of a partitioned table is made without those of its partitions, which become parts of it one by one: of some that say the same the server
// would take any, and make one for each partition that has none.
bool is_made_alone(const Schema &schema, const Address &key);

// Checks of partitions and heirs that go and come with those of their parents, though they stay the same.
std::vector<Address> checks_of_parents(const Schema &before, const Schema &after, const Changes &changes);

// All parts of indexes and keys of partitioned tables, each with the whole of it.
std::map<Address, Address> wholes_of(const Schema &schema);

// The new ones of all those wholes that are made so.
std::set<Address> wholes_joined_later(const Schema &after, const Changes &changes, const std::map<Address, Address> &all);

// Foreign keys that are made again since partitions at both of their ends go, the rows of which refer to each other.
std::vector<Address> keys_around_gone(const Schema &before, const Schema &after, const Changes &changes);

// Primary keys that partitions have by themselves, each with the columns of their wholes that are NOT NULL no more: before 18 the server takes that from
// partitions, too, and from no column of a key.
std::map<Address, std::vector<Address>> keys_under_lost_not_null(const Schema &before, const Schema &after);

// New foreign keys, each with the parts that have to join the index or the key that it needs, which is not valid before.
std::map<Address, std::vector<Address>> parts_awaited(const Schema &after, const Changes &changes);

// What comes first, and what then, where partitions go: one that refers to another one goes before that.
std::vector<std::pair<Key, Key>> order_of_gone(const Schema &before, const Schema &after, const Changes &changes);

} // namespace confiture::diff
