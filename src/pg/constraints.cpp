#include "pg/constraints.h"

#include "pg/compat.h"
#include "pg/run_state.h"

extern "C" {
#include "access/genam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "catalog/pg_constraint.h"
#include "catalog/namespace.h"
#include "access/stratnum.h"
#include "commands/trigger.h"
#include "nodes/makefuncs.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
}

namespace confiture::pg {
namespace {

// Names (RangeVar) of deferrable constraints: of all, or of those with events waiting; `deferred`: only those that begin so.
List *deferrable_constraints(bool only_pending, bool only_initially_deferred, bool first_only) {
    List *names = NIL;
    Relation catalog = table_open(ConstraintRelationId, AccessShareLock);
    SysScanDesc scan = systable_beginscan(catalog, InvalidOid, false, nullptr, 0, nullptr);
    while (HeapTuple tuple = systable_getnext(scan)) {
        CHECK_FOR_INTERRUPTS();
        const FormData_pg_constraint *form = reinterpret_cast<Form_pg_constraint>(GETSTRUCT(tuple));
        if (!form->condeferrable || (only_initially_deferred && !form->condeferred)) continue;
        if (only_pending && !AfterTriggerPendingOnRel(form->conrelid) &&
            !(OidIsValid(form->confrelid) && AfterTriggerPendingOnRel(form->confrelid)))
            continue;
        // A constraint can be set by name only, and those in other people's schemas (temporary ones too) can't be named: they stay deferred.
        if (!may_use_schema(form->connamespace)) continue;
        names = lappend(names, makeRangeVar(get_namespace_name(form->connamespace), pstrdup(NameStr(form->conname)), -1));
        if (first_only) break;
    }
    systable_endscan(scan);
    table_close(catalog, AccessShareLock);
    return names;
}

void set_state(List *names, bool deferred) {
    if (names == NIL) return;
    ConstraintsSetStmt *statement = makeNode(ConstraintsSetStmt);
    statement->constraints = names;
    statement->deferred = deferred;
    AfterTriggerSetState(statement);
}

// Names that stand for several constraints of a schema, one of them not deferrable, can't be set deferred (42809): such a one stays
// immediate to the end of the transaction.
bool only_deferrable_of_its_name(const RangeVar *name) {
    bool result = true;
    Oid schema = get_namespace_oid(name->schemaname, true);
    Relation catalog = table_open(ConstraintRelationId, AccessShareLock);
    ScanKeyData keys[2];
    ScanKeyInit(&keys[0], Anum_pg_constraint_conname, BTEqualStrategyNumber, F_NAMEEQ, CStringGetDatum(name->relname));
    ScanKeyInit(&keys[1], Anum_pg_constraint_connamespace, BTEqualStrategyNumber, F_OIDEQ, ObjectIdGetDatum(schema));
    SysScanDesc scan = systable_beginscan(catalog, ConstraintNameNspIndexId, true, nullptr, 2, keys);
    while (HeapTuple tuple = systable_getnext(scan))
        if (!reinterpret_cast<Form_pg_constraint>(GETSTRUCT(tuple))->condeferrable) result = false;
    systable_endscan(scan);
    table_close(catalog, AccessShareLock);
    return result;
}

List *that_can_be_deferred(List *names) {
    List *result = NIL;
    ListCell *cell;
    foreach (cell, names)
        if (only_deferrable_of_its_name(static_cast<RangeVar *>(lfirst(cell)))) result = lappend(result, lfirst(cell));
    return result;
}

} // namespace

bool any_deferrable_constraint() { return deferrable_constraints(false, false, true) != NIL; }

void set_constraints(ConstraintsSetStmt *statement) {
    run_state.constraints_touched = true;
    if (statement->constraints != NIL) {
        AfterTriggerSetState(statement);
        return;
    }
    List *names = deferrable_constraints(false, false, false);
    set_state(statement->deferred ? that_can_be_deferred(names) : names, statement->deferred);
}

void settle_constraints() {
    if (!run_state.deferrable_seen && !run_state.constraints_touched) return;
    const bool only_pending = !run_state.constraints_touched;
    PushActiveSnapshot(GetTransactionSnapshot());
    List *names = deferrable_constraints(only_pending, false, false);
    List *deferred = deferrable_constraints(only_pending, true, false);
    set_state(names, false);
    set_state(that_can_be_deferred(deferred), true);
    PopActiveSnapshot();
    run_state.constraints_touched = false;
}

} // namespace confiture::pg
