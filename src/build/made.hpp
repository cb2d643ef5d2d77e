#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace confiture::build {

// A row of table database, as it is written before its database is made.
struct Row {
    std::string name;
    std::int64_t oid = 0;
    std::string made_by;
    std::string checksum;       // schema_checksum()
    std::string environment;
    std::string key;            // what all of the template depends on
    bool is_template = false;
    std::int64_t copy_of = 0;   // OID of the template; 0 for a template
};

// A database that there is.
struct Found {
    std::int64_t oid = 0;
    bool connectable = false;
    bool broken = false;        // a DROP DATABASE was interrupted, and nothing else is possible any more
    // Of the row that matches it by name, OID, owner and this system's identifier.
    bool is_ours = false;
    bool is_ready = false;
    bool is_template = false;
    std::string key;
    std::int64_t copy_of = 0;
};

std::optional<Found> find_database(const std::string &name);

// A row for a database about to be made: is_ready is false, and the OID is a new one. Its name must be free.
void remember(Row &row);
void mark_ready(std::int64_t oid);
void forget(std::int64_t oid);

// Templates that this role began to make and did not finish: their names and OIDs.
std::vector<Row> unfinished_templates(const std::string &made_by);

// A database that table database tells of, and who made it.
struct Aged {
    std::string name;
    std::int64_t oid = 0;
    std::string made_by;
    bool is_there = false;      // by any name
};

// Those that were made longer ago than the interval, oldest first.
std::vector<Aged> made_before(const std::string &older_than);

} // namespace confiture::build
