#pragma once

#include <optional>

#include "changes.hpp"

namespace confiture::diff {

// What takes an object off the whole that it is a part of, and what makes it a part: partitions, owned sequences, indexes of partitions,
// the index that a table is clustered on or known by.
Pieces unlink(const Schema &before, const Schema &after, const Changes &changes, const Address &address, bool online);
Pieces link(const Schema &before, const Schema &after, const Changes &changes, const Address &address, bool online);

// Whether a partition is attached by a statement of its own.
bool moves(const Schema &before, const Schema &after, const Changes &changes, const Address &address);

// The foreign keys of partitioned tables that a partition keeps as its own when it leaves them: those that it has afterwards, by their addresses, and
// the names of those that it has not.
struct KeptKeys {
    std::vector<Address> wanted;
    std::vector<std::string> unwanted;
};
KeptKeys kept_keys(const Schema &before, const Schema &after, const Changes &changes, const Address &partition);

// The object of a parent table that this one was inherited from.
std::optional<Address> inherited_from(const Schema &schema, const Address &address);

// The same, or one that is its table's own, too.
std::optional<Address> above(const Schema &schema, const Address &address);

// Whether an index or a key that was a part of its parent's is so no more while the partition stays: it goes with that.
bool goes_with_whole(const Object &before, const Object &after, const Context &context);

// Whether a partition has an index that the server could take for another one's part of this index when it becomes a partition: to it, order and nulls are no difference.
bool is_mistakable(const Schema &schema, const Address &index);

// The index of a partitioned table that the index of this constraint or this index is a part of.
std::optional<Address> whole_index_of(const Schema &schema, const Address &part);

// Foreign keys of partitions that would be taken for parts of those that their wholes get, unless they are made again behind these.
std::vector<Address> taken_keys(const Schema &before, const Schema &after, const Changes &changes);

// Whether a partition has an index or a key that is a part of this index.
bool has_part_of_index(const Schema &schema, const Address &partition, const Address &index);

// Tables by the identity of what they are partitions or heirs of.
std::map<std::string, std::vector<Address>> children_of(const Schema &schema);

// The name of what stands aside for as long as another takes its place.
std::string set_aside(const std::string &name);

// The name of a type for as long as columns leave it, or of what holds the rows of a table for as long as that is made anew.
std::string old_name(const Object &type);

} // namespace confiture::diff
