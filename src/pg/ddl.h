// DDL that confiture does not run, and at which its event triggers fire. Islands.
#pragma once

#include "pg/server.h"

extern "C" {
#include "catalog/objectaddress.h"
#include "nodes/plannodes.h"
}

namespace confiture::pg {

struct DdlSettings {
    bool record = false;
    bool guard = false;
    const char *denied = nullptr; // the setting that a client who may not has tried to give a value when it connected
};

inline constinit DdlSettings ddl_settings{};

// A utility statement that runs. Its mark on error_context_stack, which the server itself puts back after an error, is how it is found.
struct RunningUtility {
    const PlannedStmt *statement;
    const char *text;
};

void mark_utility(void *running);

// What of the statement that the tree stands for may be shown: null where its text is not known, or is of a kind that may carry secrets.
struct DdlText {
    Node *tree;
    const ErrorContextCallback *callers;
    const char *text;
    std::size_t length;
};

void find_ddl_text(DdlText *found);

// Whether its text can be told only from the client's string; to be noted at its start then, since what runs it may change its tree.
bool lacks_text(const ErrorContextCallback *callers);
void note_ddl_text(DdlText *found);

// What the server's own list of what the statement has changed does not say: which columns and constraints ALTER TABLE was about, what GRANT named.
struct DdlParts {
    ObjectAddress *addresses;
    int count;
};

void list_ddl_parts(DdlParts *parts);

} // namespace confiture::pg
