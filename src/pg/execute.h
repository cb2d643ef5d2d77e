// Running one parsed statement; islands.
#pragma once

#include "pg/reader.h"

extern "C" {
#include "datatype/timestamp.h"
}

namespace confiture::pg {

struct Execution {
    Reader *reader;
    int timeout_ms;
    std::string_view data;      // of COPY
    std::size_t data_position;
    std::uint64_t copy_line;    // line of COPY data that is being read, from 1; 0 = none
    std::int64_t rows;          // that the command says it touched; -1: it does not say
    Execution *outer_copy;      // COPY that this one interrupted, when a trigger nests them
    bool armed;                 // our statement timeout is running
    TimestampTz caller_finish;  // when the caller's was to fire; 0 = it has none
};

// Runs the statement as a query that is not at top level, under our statement timeout.
void execute_statement(Execution *execution);

// Puts back what an abort leaves as we set it: the caller's statement timeout, and which COPY the callback serves.
void end_execution(Execution *execution);

// Lets the callback, which has no private pointer, serve the COPY again that this one interrupted.
void end_copy(Execution *execution);

// COPY ... FROM STDIN with the data in the script, after every check that DoCopy makes.
void copy_from_script(Execution *execution);

} // namespace confiture::pg
