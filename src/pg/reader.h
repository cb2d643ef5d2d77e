// Scanning and parsing of scripts; islands. A script is scanned through windows, so that a long one is not copied whole.
#pragma once

#include "pg/server.h"

#include "confiture/pg/script.hpp"

extern "C" {
#include "common/keywords.h"
#include "nodes/parsenodes.h"
#include "parser/scanner.h"
}

namespace confiture::pg {

struct Reader {
    const char *text;
    std::size_t length;
    MemoryContext memory;        // of the script
    MemoryContext window_memory; // of the scanner
    MemoryContext statement_memory;

    core_yyscan_t scanner;       // null: no window is open
    core_yy_extra_type extra;
    std::size_t window_begin;
    std::size_t window_size;

    // Result of one scan.
    std::size_t begin;           // first token
    std::size_t end;             // semicolon, or the end of the text
    bool found;                  // a statement ends inside the window
    bool blank;                  // no token
    bool backslash;              // a meta command stands at `end`
    bool secret;

    const char *statement_text;  // NUL-terminated copy
    RawStmt *tree;
    StatementKind kind;
    const char *name;
    bool large_object;
    bool string_setting;
    bool path_setting;
    bool session_setting;
};

// Opens a script; its memory hangs on the current (sub)transaction.
void open_reader(Reader *reader);
void close_reader(Reader *reader);

// Places the scanner at the offset, over at most `window_size` bytes.
void open_window(Reader *reader);

// Reads tokens from where the scanner stands up to a semicolon that ends a statement.
void scan_tokens(Reader *reader);

// Error context callback while the statement is parsed and run. The position of a warning is one in the statement: the client must not
// take it for one in its own query, so the warning carries the statement along. Errors keep theirs, for whoever maps it to the file.
void point_warning(void *reader);

// Parses [begin, end) and tells what kind of statement it is.
void parse_statement(Reader *reader);

} // namespace confiture::pg
