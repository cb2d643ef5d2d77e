#include "pg/guard.h"

#include <csetjmp>

namespace confiture::pg {
namespace {

using Keep = ErrorData *(*)();

// Returns what `keep` makes of the error that the island raised, or null. No local is changed after sigsetjmp.
[[gnu::noinline]] ErrorData *catch_error(void (*island)(void *), void *argument, Keep keep) {
    sigjmp_buf *const outer_stack = PG_exception_stack;
    ErrorContextCallback *const outer_context = error_context_stack;
    MemoryContext const memory = CurrentMemoryContext;
    sigjmp_buf here;

    if (sigsetjmp(here, 0) == 0) {
        PG_exception_stack = &here;
        island(argument);
        PG_exception_stack = outer_stack;
        error_context_stack = outer_context;
        return nullptr;
    }
    PG_exception_stack = outer_stack;
    error_context_stack = outer_context;
    MemoryContextSwitchTo(memory);
    return keep();
}

struct Kept {
    MemoryContext context;
    ErrorData *data;
};

// A context of its own, so that deleting it frees all of the error: FreeErrorData leaves 144 bytes behind.
void copy_error(void *argument) {
    Kept *const kept = static_cast<Kept *>(argument);
    kept->context = AllocSetContextCreate(TopMemoryContext, "confiture error", ALLOCSET_SMALL_SIZES);
    MemoryContext const outer = MemoryContextSwitchTo(kept->context);
    kept->data = CopyErrorData();
    MemoryContextSwitchTo(outer);
}

// For when the error does not fit into memory once more.
ErrorData *lost_error() {
    static constinit ErrorData lost{};
    lost.sqlerrcode = ERRCODE_OUT_OF_MEMORY;
    lost.message = const_cast<char *>("out of memory while an error was caught");
    lost.output_to_server = lost.output_to_client = true;
    FlushErrorState();
    return &lost;
}

// Copies the error out of the server's stack of errors, also when that raises the next one.
ErrorData *keep_error() {
    Kept kept{nullptr, nullptr};
    ErrorData *const lost = catch_error(copy_error, &kept, lost_error);
    if (lost == nullptr) {
        FlushErrorState();
        return kept.data;
    }
    if (kept.context != nullptr) MemoryContextDelete(kept.context);
    return lost;
}

std::string text_of(const char *value) { return value == nullptr ? std::string() : std::string(value); }

ErrorFields from_server(const ErrorData &data) {
    ErrorFields fields;
    fields.sqlstate = unpack_sql_state(data.sqlerrcode);
    fields.message = text_of(data.message);
    fields.detail = text_of(data.detail);
    fields.detail_log = text_of(data.detail_log);
    fields.hint = text_of(data.hint);
    fields.context = text_of(data.context);
    fields.backtrace = text_of(data.backtrace);
    fields.schema_name = text_of(data.schema_name);
    fields.table_name = text_of(data.table_name);
    fields.column_name = text_of(data.column_name);
    fields.datatype_name = text_of(data.datatype_name);
    fields.constraint_name = text_of(data.constraint_name);
    fields.internal_query = text_of(data.internalquery);
    fields.cursor_position = data.cursorpos;
    fields.internal_position = data.internalpos;
    fields.saved_errno = data.saved_errno;
    fields.output_to_server = data.output_to_server;
    fields.output_to_client = data.output_to_client;
    fields.hide_statement = data.hide_stmt;
    fields.hide_context = data.hide_ctx;
    fields.file = text_of(data.filename);
    fields.line = data.lineno;
    fields.function = text_of(data.funcname);
    fields.domain = text_of(data.domain);
    fields.context_domain = text_of(data.context_domain);
    return fields;
}

// Copies the error out and frees the server's copy of it, also when the copying runs out of memory.
[[gnu::noinline]] void throw_copy(ErrorData *caught) {
    MemoryContext const context = caught->assoc_context;
    std::optional<Error> error;
    try {
        error.emplace(from_server(*caught));
    } catch (...) {
        if (context != nullptr) MemoryContextDelete(context);
        throw;
    }
    if (context != nullptr) MemoryContextDelete(context);
    throw std::move(*error);
}

char *copied(const std::string &value) { return value.empty() ? nullptr : pnstrdup(value.data(), value.size()); }

} // namespace

void guard(void (*island)(void *), void *argument) {
    if (ErrorData *caught = catch_error(island, argument, keep_error)) throw_copy(caught);
}

ErrorData *to_server(const ErrorFields &fields) {
    ErrorData *data = static_cast<ErrorData *>(palloc0(sizeof(ErrorData)));
    data->elevel = ERROR;
    const char *state = fields.sqlstate.c_str();
    data->sqlerrcode = MAKE_SQLSTATE(state[0], state[1], state[2], state[3], state[4]);
    data->message = pnstrdup(fields.message.data(), fields.message.size());
    data->detail = copied(fields.detail);
    data->detail_log = copied(fields.detail_log);
    data->hint = copied(fields.hint);
    data->context = copied(fields.context);
    data->backtrace = copied(fields.backtrace);
    data->schema_name = copied(fields.schema_name);
    data->table_name = copied(fields.table_name);
    data->column_name = copied(fields.column_name);
    data->datatype_name = copied(fields.datatype_name);
    data->constraint_name = copied(fields.constraint_name);
    data->internalquery = copied(fields.internal_query);
    data->cursorpos = fields.cursor_position;
    data->internalpos = fields.internal_position;
    data->saved_errno = fields.saved_errno;
    data->output_to_server = fields.output_to_server;
    data->output_to_client = fields.output_to_client;
    data->hide_stmt = fields.hide_statement;
    data->hide_ctx = fields.hide_context;
    data->filename = copied(fields.file);
    data->lineno = fields.line;
    data->funcname = copied(fields.function);
    data->domain = copied(fields.domain);
    data->context_domain = copied(fields.context_domain);
    data->assoc_context = CurrentMemoryContext;
    return data;
}

} // namespace confiture::pg
