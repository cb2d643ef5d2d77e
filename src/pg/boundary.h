// How an exception leaves C++: made into a server error while C++ is left, raised once nothing of it is alive.
#pragma once

#include "pg/server.h"

namespace confiture::pg {

// The server's form of the exception that is being handled.
ErrorData *error_to_raise();

// Raises it, so that the callers' context is added to it.
[[noreturn]] void raise(ErrorData *data);

} // namespace confiture::pg
