#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "confiture/pg/value.hpp"

namespace confiture::pg {

// A parameter of a given type (its OID), as text that reads the same whatever the session's settings are.
struct TypedText {
    std::uint32_t type = 0;
    std::optional<std::string> text;
};

// Runs one statement with the caller's rights, under his search_path and row security. It is planned for the values of these parameters.
// Its rows come as such texts. The plan follows the order of an index, where there is one, whatever the planner's statistics say.
Rows caller_query(const std::string &sql, const std::vector<TypedText> &params);

// The same for a statement whose rows do not matter, planned as the server likes; gives the number of rows that it touched.
std::int64_t caller_execute(const std::string &sql, const std::vector<TypedText> &params);

// Lets the server analyse a statement that takes no parameters: throws what it says of names and types in it. Runs nothing.
void caller_check(const std::string &sql);

} // namespace confiture::pg
