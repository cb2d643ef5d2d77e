// Holds background workers at the begin and the end of their statement, so that a test can end processes there: while a session has the
// advisory lock (77, hashtext('<application_name> begin')), or of `end`, a worker of that name waits for it. In shared_preload_libraries.
#include <string>

#include "pg/server.h"

extern "C" {
#include "common/hashfn.h"
#include "postmaster/bgworker.h"
#include "tcop/utility.h"
#include "utils/fmgrprotos.h"
#include "utils/guc.h"
}

namespace {

constexpr int gates = 77;
constinit ProcessUtility_hook_type next_hook = nullptr;

void pass(const char *which) {
    char name[2 * NAMEDATALEN];
    const int length = snprintf(name, sizeof name, "%s %s", application_name, which);
    const Datum gate = hash_any(reinterpret_cast<unsigned char *>(name), length);
    DirectFunctionCall2(pg_advisory_xact_lock_shared_int4, Int32GetDatum(gates), gate);
}

void process(PlannedStmt *statement, const char *text, bool read_only_tree, ProcessUtilityContext context, ParamListInfo parameters,
             QueryEnvironment *environment, DestReceiver *receiver, QueryCompletion *completion) {
    const bool held = MyBgworkerEntry != nullptr && context == PROCESS_UTILITY_TOPLEVEL;
    if (held) pass("begin");
    (next_hook == nullptr ? standard_ProcessUtility : next_hook)(statement, text, read_only_tree, context, parameters, environment, receiver, completion);
    if (held) pass("end");
}

} // namespace

extern "C" {

PG_MODULE_MAGIC;

[[gnu::visibility("default")]] void _PG_init() {
    next_hook = ProcessUtility_hook;
    ProcessUtility_hook = process;
}

}
