#pragma once

#include <string>

#include "confiture/model/schema.hpp"

namespace confiture::catalog {

// This database's schema as the server's catalogs have it now: every object but those that belong to an extension. Needs no extension here, and
// no rights; keeps no lock.
model::Schema read();

} // namespace confiture::catalog
