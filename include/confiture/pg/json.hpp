#pragma once

#include <string>

#include "confiture/model/json.hpp"

namespace confiture::pg {

// Lets the server read JSON; throws what it says of text that is none.
model::Json parse_json(const std::string &text);

} // namespace confiture::pg
