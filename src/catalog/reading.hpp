#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "confiture/model/schema.hpp"
#include "confiture/pg/canonical.hpp"
#include "confiture/pg/signs.hpp"
#include "confiture/pg/spi.hpp"
#include "confiture/pg/touched.hpp"
#include "reader.hpp"

namespace confiture::catalog {

// The name of a catalog: one text for all that have it, which are told apart by where it stands.
class CatalogName {
public:
    CatalogName() : CatalogName(std::string()) {}
    CatalogName(const char *name) : CatalogName(std::string(name)) {}
    CatalogName(const std::string &name);

    operator const std::string &() const { return *name_; }
    bool empty() const { return name_->empty(); }
    std::size_t hash() const { return std::hash<const void *>{}(name_); }

    bool operator==(const CatalogName &) const = default;

private:
    const std::string *name_;
};

// A row of a catalog, or a column of one's relation.
struct Key {
    CatalogName catalog;
    std::int64_t oid = 0;
    int column = 0;

    bool operator==(const Key &) const = default;
};

// Names of the catalogs by their OIDs, and the other way round.
struct Catalogs {
    std::unordered_map<std::uint32_t, CatalogName> names;
    std::unordered_map<std::string, std::uint32_t> oids;
};

Catalogs catalogs();

// The row as a key; without a name of the catalog where that is none.
Key key_of(const Catalogs &catalogs, const pg::CatalogRow &row);
pg::CatalogRow row_of(const Catalogs &catalogs, const Key &key);

// The same of OIDs that a query has given from this column on: of the catalog, of the object, and the number of its column.
Key key_in(const Catalogs &catalogs, const pg::Row &row, std::size_t first);

struct Hash {
    std::size_t operator()(const Key &key) const {
        // OIDs of neighbours differ by little, and so do columns: spread over all bits (by the golden ratio, as Knuth has it).
        return key.catalog.hash() ^ (static_cast<std::size_t>(key.oid * 2048 + key.column) * 0x9E3779B97F4A7C15U >> 16);
    }
};

struct AddressHash {
    std::size_t operator()(const model::Address &address) const { return std::hash<std::string>()(address.identity) * 31 + address.kind.size(); }
};

// A text that may print differently once it has been read back, and where it stands.
struct Unsettled {
    model::Address address;
    const char *attribute;
};

// Where an object stands, and the table, type or other object with which it is read: itself, unless it is a part.
struct Standing {
    Key key;
    Key root;
    int turn = 0; // in which it was read
};

using Keys = std::unordered_set<Key, Hash>;

struct Reading {
    bool is_followed = true; // else nothing is ever read again: nobody asks where it stands
    Catalogs catalogs;
    model::Schema schema;
    std::unordered_map<Key, model::Address, Hash> addresses;
    std::unordered_map<Key, Key, Hash> aliases;
    std::unordered_map<Key, std::string, Hash> comments;
    std::unordered_map<Key, std::vector<std::string>, Hash> labels;
    std::unordered_map<Key, std::vector<std::string>, Hash> companions; // what goes with which extensions
    std::unordered_set<Key, Hash> foreign; // members of extensions
    std::unordered_map<model::Address, Standing, AddressHash> standing;
    std::unordered_map<Key, std::vector<model::Address>, Hash> by_root;
    std::unordered_map<std::int64_t, pg::RelationSigns> signs; // of the relations that were read again
    int turn = 0;                                              // counts the times that it was read again
    std::vector<std::pair<model::Address, Key>> parts;
    std::vector<Unsettled> unsettled;
    std::vector<pg::Text> texts; // of the unsettled
};

// An object as it was read before.
struct Was {
    model::Object object;
    std::vector<model::Dependency> depends;
    Key key;
};

inline std::int64_t number(const std::optional<std::string> &text) { return text ? std::stoll(*text) : 0; }

// Whether the server that is read has anything of what this reads.
bool is_there(const Reading &reading, const Reader &reader);

// Adds what the rows of a reader's query tell, and takes their texts; what prints unsettled is settled by pages, in subtransactions.
void add_all(Reading &reading, const Reader &reader, pg::Table &table);
void settle_rest(Reading &reading);

// The object that a row of a catalog stands for, or nullptr.
const model::Address *resolve(const Reading &reading, Key key);

// Adds the dependencies of rows of pg_depend, and those of parts on what they are parts of.
void add_depends(Reading &reading, const pg::Rows &rows);

// What a rename of which is no making anew: it holds rows, values, or a state.
bool holds_data(const std::string &kind);

// Whether labels go by other names, which the values that are there follow.
bool renames_labels(const model::Object &before, const model::Object &after);

// Everything, read anew; where it stands only if it is to be followed.
Reading read_all(bool is_followed);

// What is to be read again; of some, only as much as their signs contradict.
struct Roots {
    std::vector<Key> keys;
    Keys by_parts;
};

// Reads again what belongs to these roots, and gives what did before. What is said of them (comments, labels) only where that may have changed.
std::map<model::Address, Was> read_again(Reading &reading, const Roots &roots, bool is_said_anew);

} // namespace confiture::catalog
