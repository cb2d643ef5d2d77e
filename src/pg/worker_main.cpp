#include "confiture/pg/worker.hpp"

#include "confiture/text/pack.hpp"
#include "pg/boundary.h"
#include "pg/guard.h"
#include "pg/run_state.h"
#include "pg/compat.h"
#include "pg/worker.h"

extern "C" {
#include "libpq/pqformat.h"
#include "libpq/pqmq.h"
#include "mb/pg_wchar.h"
#include "parser/analyze.h"
#include "pgstat.h"
#include "postmaster/bgworker.h"
#include "storage/dsm.h"
#include "storage/ipc.h"
#include "storage/proc.h"
#include "tcop/tcopprot.h"
#include "tcop/utility.h"
#include "utils/acl.h"
#include "utils/backend_status.h"
#include "utils/portal.h"
#include "utils/snapmgr.h"
#include "utils/timeout.h"
}

namespace confiture::pg {
namespace {

struct Entry {
    Datum argument;
    const char *arguments;
};

// From here on every error, one of the connecting too, reaches the caller.
shm_toc *attach(Datum argument) {
    dsm_segment *segment = dsm_attach(DatumGetUInt32(argument));
    if (segment == nullptr) ereport(ERROR, (errmsg("the session that started this worker is gone")));
    shm_toc *contents = shm_toc_attach(worker_magic, dsm_segment_address(segment));
    if (contents == nullptr) elog(ERROR, "shared memory of another kind");
    shm_mq *queue = static_cast<shm_mq *>(shm_toc_lookup(contents, key_queue, false));
    shm_mq_set_sender(queue, MyProc);
    pq_redirect_to_shm_mq(segment, shm_mq_attach(queue, segment, nullptr));
    return contents;
}

void check_protocol(const WorkerHeader *header) {
    if (header->protocol == worker_protocol) return;
    ereport(ERROR, (errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
                    errmsg("this session runs another version of confiture than is installed"),
                    errhint("Connect again.")));
}

void set(const char *name, const char *value) {
    set_config_option(name, value, PGC_SUSET, PGC_S_SESSION, GUC_ACTION_SET, true, 0, false);
}

// The libraries first, since settings of theirs follow. What fails here is logged by whoever asked, with file and line.
void restore_session(shm_toc *contents) {
    StartTransactionCommand();
    RestoreLibraryState(static_cast<char *>(shm_toc_lookup(contents, key_libraries, false)));
    RestoreGUCState(shm_toc_lookup(contents, key_settings, false));
    SetClientEncoding(GetDatabaseEncoding());
    set("application_name", static_cast<const char *>(shm_toc_lookup(contents, key_title, false)));
    set("log_min_messages", "fatal");
    const char *role = static_cast<const char *>(shm_toc_lookup(contents, key_role, false));
    if (get_role_oid(role, false) != GetSessionUserId())
        set_config_option("role", role, superuser() ? PGC_SUSET : PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SET, true, 0, false);
    CommitTransactionCommand();
}

void enter(Entry *entry) {
    pqsignal(SIGTERM, die);
    BackgroundWorkerUnblockSignals();
    CurrentResourceOwner = ResourceOwnerCreate(nullptr, "confiture worker");
    CurrentMemoryContext = AllocSetContextCreate(TopMemoryContext, "confiture worker", ALLOCSET_DEFAULT_SIZES);
    shm_toc *contents = attach(entry->argument);
    const WorkerHeader *header = static_cast<WorkerHeader *>(shm_toc_lookup(contents, key_header, false));
    check_protocol(header);
    BackgroundWorkerInitializeConnectionByOid(header->database, header->session_user,
                                              header->may_bypass_connections ? BGWORKER_BYPASS_ALLOWCONN : 0);
    restore_session(contents);
    entry->arguments = static_cast<const char *>(shm_toc_lookup(contents, key_arguments, false));
}

struct Reply {
    char type;
    const char *bytes;
    std::size_t size;
};

void send(Reply *reply) {
    StringInfoData message;
    pq_beginmessage(&message, reply->type);
    pq_sendbytes(&message, reply->bytes, static_cast<int>(reply->size));
    pq_endmessage(&message);
}

struct Statement {
    const char *text;
    bool secret;
    int timeout_ms;
};

RawStmt *parsed(const Statement *statement) {
    List *trees = pg_parse_query(statement->text);
    if (list_length(trees) != 1) elog(ERROR, "%d statements where there should be one", list_length(trees));
    return linitial_node(RawStmt, trees);
}

List *planned(RawStmt *tree, const Statement *statement) {
    const bool snapshot = analyze_requires_snapshot(tree);
    if (snapshot) PushActiveSnapshot(GetTransactionSnapshot());
    List *queries = pg_analyze_and_rewrite_fixedparams(tree, statement->text, nullptr, 0, nullptr);
    List *plans = pg_plan_queries(queries, statement->text, CURSOR_OPT_PARALLEL_OK, nullptr);
    if (snapshot) PopActiveSnapshot();
    return plans;
}

// As exec_simple_query() does for a string of one statement.
void run_statement(Statement *statement) {
    debug_query_string = statement->secret ? "<a statement that may carry a password>" : statement->text;
    SetCurrentStatementStartTimestamp();
    pgstat_report_activity(STATE_RUNNING, debug_query_string);
    StartTransactionCommand();
    if (statement->timeout_ms > 0) enable_timeout_after(STATEMENT_TIMEOUT, statement->timeout_ms);
    MemoryContext memory = AllocSetContextCreate(TopMemoryContext, "confiture statement", ALLOCSET_DEFAULT_SIZES);
    MemoryContext outer = MemoryContextSwitchTo(memory);
    RawStmt *tree = parsed(statement);
    Portal portal = CreatePortal("", true, true);
    portal->visible = false;
    PortalDefineQuery(portal, nullptr, statement->text, CreateCommandTag(tree->stmt), planned(tree, statement), nullptr);
    PortalStart(portal, nullptr, 0, InvalidSnapshot);
    QueryCompletion completion;
    InitializeQueryCompletion(&completion);
    run_portal(portal, true, &completion);
    PortalDrop(portal, false);
    disable_timeout(STATEMENT_TIMEOUT, false);
    CommitTransactionCommand();
    MemoryContextSwitchTo(outer);
    MemoryContextDelete(memory);
    pgstat_report_activity(STATE_IDLE, nullptr);
}

// With a snapshot, as a function has one: what runs here may count on it.
void begin(int *) {
    StartTransactionCommand();
    PushActiveSnapshot(GetTransactionSnapshot());
}

void commit(int *) {
    PopActiveSnapshot();
    CommitTransactionCommand();
}

// Locks here are nobody else's; what a caller set for himself would end, or refuse, what has to be done.
void set_for_shadow(int *) {
    const char *const settings[][2] = {{"default_transaction_read_only", "off"}, {"default_transaction_isolation", "read committed"},
                                       {"default_transaction_deferrable", "off"}, {"synchronous_commit", "off"}, {"lock_timeout", "0"},
                                       {"transaction_timeout", "0"}};
    for (const auto &[name, value] : settings)
        if (GetConfigOption(name, true, false) != nullptr) set(name, value);
}

void reply(char type, std::string_view bytes) {
    Reply message{type, bytes.data(), bytes.size()};
    guarded<Reply, send>(message);
}

// Nothing of C++ is alive any more when the error is raised; the server's own handler of workers sends it to the caller and leaves.
[[gnu::noinline]] ErrorData *run(Datum argument, void (*body)(Work &)) {
    try {
        Entry entry{argument, nullptr};
        guarded<Entry, enter>(entry);
        Work work(text::unpack(entry.arguments));
        body(work);
        reply(message_done, {});
        return nullptr;
    } catch (...) {
        return error_to_raise();
    }
}

} // namespace

void Work::answer(const std::string &text) { reply(message_answer, text); }

void enter_shadow() {
    run_state.in_shadow = true;
    int none = 0;
    guarded<int, set_for_shadow>(none);
}

void in_transaction(const std::function<void()> &fn) {
    int none = 0;
    guarded<int, begin>(none);
    fn();
    guarded<int, commit>(none);
}

void run_at_top_level(const std::string &statement, bool secret, int timeout_ms, Origin origin) {
    Statement argument{statement.c_str(), secret, timeout_ms};
    const int deeper = origin == Origin::file ? 1 : 0;
    run_state.depth += deeper;
    guarded<Statement, run_statement>(argument);
    run_state.depth -= deeper;
}

void enter_worker(std::uintptr_t argument, void (*body)(Work &)) {
    run_state.is_worker = true;
    ErrorData *const error = run(Datum{argument}, body);
    if (error != nullptr) raise(error);
}

} // namespace confiture::pg
