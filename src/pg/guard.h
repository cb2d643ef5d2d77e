// The one sigsetjmp of the program. An island is a function that calls the server and owns nothing with a destructor.
#pragma once

#include "pg/server.h"

#include "confiture/pg/error.hpp"

namespace confiture::pg {

// Runs the island and throws Error for whatever the server raises in it. Costs about 35 ns; guard batches, not rows.
void guard(void (*island)(void *), void *argument);

// The same for an island that takes a pointer to a struct of its own.
template <class Argument, void (*Island)(Argument *)>
void guarded(Argument &argument) {
    guard([](void *raw) { Island(static_cast<Argument *>(raw)); }, &argument);
}

// The server's form of the fields, in CurrentMemoryContext; an island.
ErrorData *to_server(const ErrorFields &fields);

} // namespace confiture::pg
