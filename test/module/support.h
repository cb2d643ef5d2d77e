// What the functions of the module share: calls of the server, each under one guard.
#pragma once

#include "pg/run_state.h"
#include "pg/server.h"

namespace support {

// Runs SQL with the caller's rights, as any function might; throws pg::Error.
void run_sql(const char *sql);

// An island that raises an error in which every field is filled.
void raise_with_every_field();

// An island that raises a short one.
void raise(void *);

// What must be the same behind each call of the ground floor, however it ended.
struct State {
    MemoryContext memory;
    ResourceOwner owner;
    int nesting;
    Oid user;
    int security_context;
    void *exception_stack;
    void *error_context;
    confiture::pg::RunState run_state;
};

State state();

// The parts in which two states differ.
std::vector<std::string> differences(const State &before, const State &after);

} // namespace support
