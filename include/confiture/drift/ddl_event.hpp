#pragma once

#include <optional>
#include <string>

#include "confiture/pg/ddl.hpp"

namespace confiture::drift {

// What a DDL statement has changed.
struct DdlObjects {
    std::string json;    // [{"kind": ..., "object": ...}], with "dropped": true where it is gone
    std::string listed;  // the same for messages
};

// What the statement has changed in the schema, at its drop or end; none where that is nothing: what is temporary, and our own, does not count.
std::optional<DdlObjects> objects_of(const pg::Ddl &ddl);

// Writes it into table ddl_event, one row for all moments of a statement.
void record(const pg::Ddl &ddl, const DdlObjects &objects, const std::optional<std::string> &statement);

} // namespace confiture::drift
