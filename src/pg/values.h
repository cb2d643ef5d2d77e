// Values between C++ and the server; islands.
#pragma once

#include "pg/server.h"

#include "confiture/pg/value.hpp"

namespace confiture::pg {

// The value as a Datum in CurrentMemoryContext; sets *null.
Datum to_datum(const Value &value, bool *null);

// The type a parameter that holds this value is declared with; text for NULL.
Oid type_of(const Value &value);

} // namespace confiture::pg
