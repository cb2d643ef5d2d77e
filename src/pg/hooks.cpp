#include "pg/hooks.h"

#include "pg/compat.h"
#include "pg/constraints.h"
#include "pg/ddl.h"
#include "pg/own_scope.h"
#include "pg/run_state.h"
#include "pg/shared.h"
#include "pg/server.h"
#include "pg/touched.h"

extern "C" {
#include "access/htup_details.h"
#include "access/table.h"
#include "catalog/dependency.h"
#include "catalog/objectaccess.h"
#include "catalog/pg_class.h"
#include "catalog/pg_event_trigger.h"
#include "catalog/pg_extension.h"
#include "catalog/pg_namespace.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_trigger.h"
#include "catalog/namespace.h"
#include "access/genam.h"
#include "access/stratnum.h"
#include "catalog/indexing.h"
#include "commands/extension.h"
#include "tcop/utility.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "commands/trigger.h"
}

namespace confiture::pg {
namespace {

constinit ProcessUtility_hook_type next_utility = nullptr;
constinit object_access_hook_type next_access = nullptr;

[[noreturn]] void refuse(const char *what) {
    ereport(ERROR, (errcode(MAKE_SQLSTATE('Z', 'F', '0', '1', '2')),
                    errmsg("a file that confiture runs can't change %s", what),
                    errhint("Take the statement out of the file.")));
    pg_unreachable();
}

void refuse_shared(Node *statement) {
    const char *tag = shared_tag(statement);
    if (tag == nullptr) return;
    ereport(ERROR, (errcode(MAKE_SQLSTATE('Z', 'F', '0', '8', '0')), errmsg("%s can't run in a shadow database", tag),
                    errdetail("It would change what all databases of the server share."),
                    errhint("Leave the file out by an environment: confiture.environment_set(..., exclude => '{<path>}')")));
}

bool names_us(const char *name) { return name != nullptr && std::strcmp(name, "confiture") == 0; }

// The table that the statement changes or hangs something on: not all of these come by the access hook, and for new objects it comes too early.
const RangeVar *changed_relation(Node *statement) {
    switch (nodeTag(statement)) {
    case T_AlterTableStmt: return castNode(AlterTableStmt, statement)->relation;
    case T_CreateTrigStmt: return castNode(CreateTrigStmt, statement)->relation;
    case T_RuleStmt: return castNode(RuleStmt, statement)->relation;
    case T_CreatePolicyStmt: return castNode(CreatePolicyStmt, statement)->table;
    case T_AlterPolicyStmt: return castNode(AlterPolicyStmt, statement)->table;
    case T_IndexStmt: return castNode(IndexStmt, statement)->relation;
    default: return nullptr;
    }
}

bool is_own_relation(Oid relation) {
    Oid schema = own_schema();
    return OidIsValid(schema) && OidIsValid(relation) && get_rel_namespace(relation) == schema;
}

void inspect_statement(Node *statement) {
    const RangeVar *relation = changed_relation(statement);
    if (relation != nullptr && is_own_relation(RangeVarGetRelid(relation, NoLock, true)))
        refuse("the objects of extension \"confiture\"");

    if (IsA(statement, AlterExtensionStmt) && names_us(castNode(AlterExtensionStmt, statement)->extname))
        refuse("extension \"confiture\"");
    if (IsA(statement, AlterExtensionContentsStmt) && names_us(castNode(AlterExtensionContentsStmt, statement)->extname))
        refuse("extension \"confiture\"");
    if (IsA(statement, CreateExtensionStmt) && names_us(castNode(CreateExtensionStmt, statement)->extname))
        refuse("extension \"confiture\"");
}

// Rebuilds relations as they are. What functions of indexes do meanwhile is a statement of its own.
bool is_maintenance(Node *statement) {
    const RangeVar *clustered = nullptr;
    return IsA(statement, ReindexStmt) || IsA(statement, VacuumStmt) || is_cluster(statement, &clustered);
}

// Text of the statement alone: a string of many statements must not be searched once for each of them.
bool mentions_deferral(const PlannedStmt *statement, const char *text) {
    if (text == nullptr) return true;
    const char *start = text + (statement->stmt_location > 0 ? statement->stmt_location : 0);
    std::size_t length = statement->stmt_len > 0 ? statement->stmt_len : std::strlen(start);
    for (; length >= 5; start++, length--)
        if ((*start == 'd' || *start == 'D') && pg_strncasecmp(start, "defer", 5) == 0) return true;
    return false;
}

void on_utility(PlannedStmt *statement, const char *text, bool read_only_tree, ProcessUtilityContext context,
                ParamListInfo params, QueryEnvironment *environment, DestReceiver *destination, QueryCompletion *completion) {
    if (run_state.depth > 0 && !run_state.own_write) {
        if (run_state.in_shadow) refuse_shared(statement->utilityStmt);
        inspect_statement(statement->utilityStmt);
        if (!run_state.deferrable_seen && mentions_deferral(statement, text)) run_state.deferrable_seen = true;
        if (IsA(statement->utilityStmt, ConstraintsSetStmt)) {
            set_constraints(castNode(ConstraintsSetStmt, statement->utilityStmt));
            return;
        }
    }
    const bool outer = run_state.maintains;
    run_state.maintains = is_maintenance(statement->utilityStmt);
    note_before(statement->utilityStmt);
    RunningUtility running{statement, text};
    ErrorContextCallback mark{error_context_stack, mark_utility, &running};
    error_context_stack = &mark;
    (next_utility != nullptr ? next_utility : standard_ProcessUtility)(statement, text, read_only_tree, context, params,
                                                                       environment, destination, completion);
    error_context_stack = mark.previous;
    run_state.maintains = outer;
    note_after(statement->utilityStmt);
}

Oid relation_of_trigger(Oid trigger) {
    Relation catalog = table_open(TriggerRelationId, AccessShareLock);
    ScanKeyData key;
    ScanKeyInit(&key, Anum_pg_trigger_oid, BTEqualStrategyNumber, F_OIDEQ, ObjectIdGetDatum(trigger));
    SysScanDesc scan = systable_beginscan(catalog, TriggerOidIndexId, true, nullptr, 1, &key);
    HeapTuple tuple = systable_getnext(scan);
    Oid relation = HeapTupleIsValid(tuple) ? reinterpret_cast<Form_pg_trigger>(GETSTRUCT(tuple))->tgrelid : InvalidOid;
    systable_endscan(scan);
    table_close(catalog, AccessShareLock);
    return relation;
}

// A database that is built without the extension has nothing of ours, while an object that is just being made has no schema yet.
bool is_ours(Oid catalog, Oid object) {
    if (!OidIsValid(own_schema())) return false;
    if (catalog == ExtensionRelationId) return object == own_extension();
    if (catalog == RelationRelationId) return is_own_relation(object);
    if (catalog == TriggerRelationId) return is_own_relation(relation_of_trigger(object));
    if (catalog == NamespaceRelationId) return object == own_schema();
    if (catalog == ProcedureRelationId) return get_func_namespace(object) == own_schema();
    if (catalog == EventTriggerRelationId) return getExtensionOfObject(catalog, object) == own_extension();
    return false;
}

void on_access(ObjectAccessType access, Oid catalog, Oid object, int part, void *argument) {
    if (next_access != nullptr) next_access(access, catalog, object, part, argument);
    note_access(access, catalog, object, part);
    if (run_state.depth == 0 || run_state.own_write || run_state.maintains) return;
    // CREATE OR REPLACE FUNCTION says that it created.
    const bool replaced = access == OAT_POST_CREATE && catalog == ProcedureRelationId;
    if ((access == OAT_DROP || access == OAT_POST_ALTER || replaced) && is_ours(catalog, object))
        refuse("the objects of extension \"confiture\"");
}

} // namespace

void install_hooks() {
    next_utility = ProcessUtility_hook;
    ProcessUtility_hook = on_utility;
    next_access = object_access_hook;
    object_access_hook = on_access;
    install_row_watch();
}

} // namespace confiture::pg

// Statement trigger on each of our tables: history only grows, and no file that runs may write any of them.
extern "C" [[gnu::visibility("default")]] const Pg_finfo_record *pg_finfo_confiture_guard_write(void) {
    static const Pg_finfo_record record = {1};
    return &record;
}

extern "C" [[gnu::visibility("default")]] Datum confiture_guard_write(PG_FUNCTION_ARGS) {
    using namespace confiture::pg;
    if (!CALLED_AS_TRIGGER(fcinfo)) elog(ERROR, "confiture_guard_write must be called as a trigger");
    TriggerData *trigger = reinterpret_cast<TriggerData *>(fcinfo->context);
    const char *table = RelationGetRelationName(trigger->tg_relation);
    if (std::strcmp(table, "history") == 0 && !TRIGGER_FIRED_BY_INSERT(trigger->tg_event))
        ereport(ERROR, (errcode(MAKE_SQLSTATE('Z', 'F', '0', '4', '3')), errmsg("table confiture.history only grows"),
                        errdetail("UPDATE, DELETE and TRUNCATE are refused.")));
    if (run_state.depth > 0 && !run_state.own_write)
        ereport(ERROR, (errcode(MAKE_SQLSTATE('Z', 'F', '0', '1', '2')),
                        errmsg("a file that confiture runs can't write table confiture.%s", table),
                        errhint("For a dump without these tables: pg_dump -N confiture")));
    return Datum{0};
}
