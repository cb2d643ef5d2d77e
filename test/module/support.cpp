#include "support.h"

#include <cerrno>

#include "pg/guard.h"

extern "C" {
#include "executor/spi.h"
}

namespace support {
namespace {

struct Sql {
    const char *text;
};

void run(Sql *sql) {
    SPI_connect();
    const int result = SPI_execute(sql->text, false, 0);
    if (result < 0) elog(ERROR, "could not run: %s", SPI_result_code_string(result));
    SPI_finish();
}

} // namespace

void run_sql(const char *sql) {
    Sql argument{sql};
    confiture::pg::guarded<Sql, run>(argument);
}

void raise_with_every_field() {
    errno = ENOENT;
    ereport(ERROR, (errcode(ERRCODE_CHECK_VIOLATION), errmsg("message, 100%% of it"), errdetail("Its detail."),
                    errdetail_log("Its detail for the log."), errhint("Its hint."), errcontext("its context"),
                    err_generic_string(PG_DIAG_SCHEMA_NAME, "its schema"), err_generic_string(PG_DIAG_TABLE_NAME, "its table"),
                    err_generic_string(PG_DIAG_COLUMN_NAME, "its column"),
                    err_generic_string(PG_DIAG_DATATYPE_NAME, "its type"),
                    err_generic_string(PG_DIAG_CONSTRAINT_NAME, "its constraint"), internalerrquery("its query"),
                    internalerrposition(3), errposition(5), errhidestmt(true), errhidecontext(true), errbacktrace()));
}

void raise(void *) { ereport(ERROR, (errcode(ERRCODE_DIVISION_BY_ZERO), errmsg("raised"), errdetail("Its detail."))); }

State state() {
    State state{CurrentMemoryContext, CurrentResourceOwner, GetCurrentTransactionNestLevel(), InvalidOid, 0,
                PG_exception_stack,   error_context_stack,  confiture::pg::run_state};
    GetUserIdAndSecContext(&state.user, &state.security_context);
    return state;
}

std::vector<std::string> differences(const State &before, const State &after) {
    std::vector<std::string> result;
    if (before.memory != after.memory) result.emplace_back("memory context");
    if (before.owner != after.owner) result.emplace_back("resource owner");
    if (before.nesting != after.nesting) result.emplace_back("nesting of transactions");
    if (before.user != after.user) result.emplace_back("user");
    if (before.security_context != after.security_context) result.emplace_back("security context");
    if (before.exception_stack != after.exception_stack) result.emplace_back("exception stack");
    if (before.error_context != after.error_context) result.emplace_back("error context");
    if (before.run_state.depth != after.run_state.depth) result.emplace_back("depth of runs");
    if (before.run_state.own_write != after.run_state.own_write) result.emplace_back("own write");
    return result;
}

} // namespace support
