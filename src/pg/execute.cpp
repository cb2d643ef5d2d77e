#include "pg/execute.h"

#include "pg/compat.h"

extern "C" {
#include "parser/analyze.h"
#include "tcop/tcopprot.h"
#include "tcop/utility.h"
#include "utils/portal.h"
#include "utils/snapmgr.h"
#include "utils/timeout.h"
#include "utils/timestamp.h"
}

namespace confiture::pg {
namespace {

// The server arms statement_timeout once per command of the client; ours goes around each statement, never beyond the caller's.
void arm_timeout(Execution *execution) {
    if (execution->timeout_ms <= 0) return;
    TimestampTz ours = TimestampTzPlusMilliseconds(GetCurrentTimestamp(), execution->timeout_ms);
    bool caller_has_one = get_timeout_active(STATEMENT_TIMEOUT);
    execution->caller_finish = caller_has_one ? get_timeout_finish_time(STATEMENT_TIMEOUT) : 0;
    if (caller_has_one && execution->caller_finish <= ours) return;
    disable_timeout(STATEMENT_TIMEOUT, false);
    enable_timeout_after(STATEMENT_TIMEOUT, execution->timeout_ms);
    execution->armed = true;
}

List *plan(const Reader *reader) {
    bool snapshot = analyze_requires_snapshot(reader->tree);
    if (snapshot) PushActiveSnapshot(GetTransactionSnapshot());
    List *queries = pg_analyze_and_rewrite_fixedparams(reader->tree, reader->statement_text, nullptr, 0, nullptr);
    List *plans = pg_plan_queries(queries, reader->statement_text, CURSOR_OPT_PARALLEL_OK, nullptr);
    if (snapshot) PopActiveSnapshot();
    return plans;
}

// A portal's own resource owner hands its locks over when it goes, for which the server looks through all locks of the transaction: a
// fifth of the time of a build of 1,000 tables. So a statement without rows runs under its caller's owner, as it would in SPI; one with
// rows ends only as the portal is dropped. After an error the abort forgets the portal's owner, and releases all of it.
void run_under_callers_owner(Portal portal, QueryCompletion *completion) {
    ResourceOwner own = portal->resowner;
    if (portal->strategy == PORTAL_MULTI_QUERY) portal->resowner = CurrentResourceOwner;
    run_portal(portal, false, completion);
    portal->resowner = own;
}

void run_tree(Execution *execution) {
    const Reader *reader = execution->reader;
    List *plans = plan(reader);
    Portal portal = CreateNewPortal();
    portal->visible = false;
    PortalDefineQuery(portal, nullptr, reader->statement_text, CreateCommandTag(reader->tree->stmt), plans, nullptr);
    PortalStart(portal, nullptr, 0, InvalidSnapshot);
    QueryCompletion completion;
    InitializeQueryCompletion(&completion);
    run_under_callers_owner(portal, &completion);
    PortalDrop(portal, false);
    if (command_tag_display_rowcount(completion.commandTag)) execution->rows = static_cast<std::int64_t>(completion.nprocessed);
}

void disarm_timeout(Execution *execution) {
    if (!execution->armed) return;
    execution->armed = false;
    disable_timeout(STATEMENT_TIMEOUT, false);
    if (execution->caller_finish != 0) enable_timeout_at(STATEMENT_TIMEOUT, execution->caller_finish);
}

// A statement that never looked for interrupts outlives its time: said before the timeout is forgotten, lest the cancel look like a user's.
void report_late_timeout(const Execution *execution) {
    if (!execution->armed) return;
    disable_timeout(STATEMENT_TIMEOUT, true);
    if (get_timeout_indicator(STATEMENT_TIMEOUT, false)) CHECK_FOR_INTERRUPTS();
}

} // namespace

void end_execution(Execution *execution) {
    disarm_timeout(execution);
    end_copy(execution);
}

void execute_statement(Execution *execution) {
    Reader *reader = execution->reader;
    execution->rows = -1;
    if (reader->tree == nullptr) return;
    MemoryContext outer = MemoryContextSwitchTo(reader->statement_memory);
    arm_timeout(execution);
    ErrorContextCallback callback{error_context_stack, point_warning, reader};
    error_context_stack = &callback;
    if (reader->kind == StatementKind::copy_in) copy_from_script(execution);
    else run_tree(execution);
    error_context_stack = callback.previous;
    report_late_timeout(execution);
    disarm_timeout(execution);
    CommandCounterIncrement();
    MemoryContextSwitchTo(outer);
}

} // namespace confiture::pg
