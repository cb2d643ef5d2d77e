#include "pg/own_scope.h"

#include "pg/run_state.h"

extern "C" {
#include "access/htup_details.h"
#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "commands/extension.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"
}

namespace confiture::pg {
namespace {

Oid owner_of(Oid relation) {
    HeapTuple tuple = SearchSysCache1(RELOID, ObjectIdGetDatum(relation));
    if (!HeapTupleIsValid(tuple))
        ereport(ERROR, (errcode(ERRCODE_UNDEFINED_OBJECT),
                        errmsg("extension \"confiture\" is not installed in this database"),
                        errhint("CREATE EXTENSION confiture")));
    Oid owner = reinterpret_cast<Form_pg_class>(GETSTRUCT(tuple))->relowner;
    ReleaseSysCache(tuple);
    return owner;
}

// Without memory some settings say that the value is none.
void set(const char *name, const char *value) {
    if (set_config_option(name, value, PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, DEBUG5, false) == 0)
        ereport(ERROR, (errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory"), errdetail("Setting %s could not be made.", name)));
}

} // namespace

Oid own_schema() { return get_namespace_oid("confiture", true); }

Oid own_extension() { return get_extension_oid("confiture", true); }

OwnScope enter_own_scope() {
    OwnScope scope{InvalidOid, 0, 0, run_state.own_write, run_state.reads_few};
    GetUserIdAndSecContext(&scope.user, &scope.security_context);
    Oid owner = owner_of(get_relname_relid("history", own_schema()));
    SetUserIdAndSecContext(owner, scope.security_context | SECURITY_LOCAL_USERID_CHANGE | SECURITY_RESTRICTED_OPERATION);
    scope.guc_level = NewGUCNestLevel();
    set("search_path", "pg_catalog, pg_temp");
    set("row_security", "off");
    run_state.own_write = true;
    run_state.reads_few = false;
    return scope;
}

OwnScope enter_catalog_scope(bool few_rows) {
    OwnScope scope{InvalidOid, 0, 0, run_state.own_write, run_state.reads_few};
    GetUserIdAndSecContext(&scope.user, &scope.security_context);
    scope.guc_level = NewGUCNestLevel();
    static constexpr const char *settings[][2] = {{"search_path", "pg_catalog, pg_temp"}, {"TimeZone", "UTC"}, {"DateStyle", "ISO, YMD"},
                                                  {"IntervalStyle", "postgres"}, {"quote_all_identifiers", "off"}, {"extra_float_digits", "3"},
                                                  {"bytea_output", "hex"}, {"transform_null_equals", "off"},
                                                  {"jit", "off"}}; // compiling takes longer than any of the queries
    // In the order in which the query names its tables, each by an index.
    static constexpr const char *by_indexes[][2] = {{"enable_seqscan", "off"}, {"enable_hashjoin", "off"}, {"enable_mergejoin", "off"}, {"join_collapse_limit", "1"}};
    for (const auto &[name, value] : settings) set(name, value);
    // The planner does not know how few are asked for, and has no statistics of what has just been made.
    if (few_rows)
        for (const auto &[name, value] : by_indexes) set(name, value);
    run_state.reads_few = few_rows;
    return scope;
}

void leave_own_scope(const OwnScope &scope) {
    run_state.own_write = scope.own_write;
    run_state.reads_few = scope.reads_few;
    AtEOXact_GUC(false, scope.guc_level);
    SetUserIdAndSecContext(scope.user, scope.security_context);
}

} // namespace confiture::pg
