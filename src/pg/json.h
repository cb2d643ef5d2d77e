// Reads what the server keeps as jsonb.
#pragma once

#include "pg/server.h"

#include "confiture/model/json.hpp"

namespace confiture::pg {

// The jsonb as a tree.
model::Json json_of(Datum jsonb);

} // namespace confiture::pg
