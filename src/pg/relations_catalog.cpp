#include "pg/relations.h"

extern "C" {
#include "access/genam.h"
#include "access/htup_details.h"
#include "access/stratnum.h"
#include "access/table.h"
#include "catalog/dependency.h"
#include "catalog/indexing.h"
#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "catalog/pg_depend.h"
#include "catalog/pg_inherits.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_rewrite.h"
#include "catalog/pg_trigger.h"
#include "commands/trigger.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/syscache.h"
}

namespace confiture::pg {
namespace {

using Visit = void (*)(Relations *relations, HeapTuple tuple, void *argument);

// Visits the rows of a catalog whose columns, of the index given, have these OIDs.
void scan_catalog(Oid catalog, Oid index, AttrNumber first, Oid first_key, AttrNumber second, Oid second_key, Relations *relations,
                  Visit visit, void *argument) {
    ScanKeyData keys[2];
    ScanKeyInit(&keys[0], first, BTEqualStrategyNumber, F_OIDEQ, ObjectIdGetDatum(first_key));
    if (second != InvalidAttrNumber) ScanKeyInit(&keys[1], second, BTEqualStrategyNumber, F_OIDEQ, ObjectIdGetDatum(second_key));
    Relation table = table_open(catalog, AccessShareLock);
    SysScanDesc scan = systable_beginscan(table, index, true, nullptr, second == InvalidAttrNumber ? 1 : 2, keys);
    while (HeapTuple tuple = systable_getnext(scan)) {
        CHECK_FOR_INTERRUPTS();
        visit(relations, tuple, argument);
    }
    systable_endscan(scan);
    table_close(table, AccessShareLock);
}

void scan_triggers(Relations *relations, Oid relation, Visit visit, void *argument) {
    scan_catalog(TriggerRelationId, TriggerRelidNameIndexId, Anum_pg_trigger_tgrelid, relation, InvalidAttrNumber, InvalidOid, relations,
                 visit, argument);
}

// Foreign keys are found by their triggers, which both ends have, with the other end's OID in them.
struct Partners {
    int side;
    LOCKMODE mode;
};

void mark_partner(Relations *relations, HeapTuple tuple, void *argument) {
    const Partners *partners = static_cast<Partners *>(argument);
    const FormData_pg_trigger *trigger = reinterpret_cast<Form_pg_trigger>(GETSTRUCT(tuple));
    if (RI_FKey_trigger_type(trigger->tgfoid) == partners->side) mark(relations, trigger->tgconstrrelid, partners->mode);
}

bool is_cascade(Oid function) {
    switch (function) {
    case F_RI_FKEY_CASCADE_DEL:
    case F_RI_FKEY_CASCADE_UPD:
    case F_RI_FKEY_SETNULL_DEL:
    case F_RI_FKEY_SETNULL_UPD:
    case F_RI_FKEY_SETDEFAULT_DEL:
    case F_RI_FKEY_SETDEFAULT_UPD: return true;
    default: return false;
    }
}

LOCKMODE marked_mode(const Relations *relations, Oid relation) {
    ListCell *cell;
    foreach (cell, relations->marked) {
        const MarkedRelation *marked = static_cast<MarkedRelation *>(lfirst(cell));
        if (marked->relation == relation) return marked->mode;
    }
    return NoLock;
}

// What the trigger does when the command writes rows: the server's own look at the other table, anybody else's what they like.
void mark_fired(Relations *relations, HeapTuple tuple, void *argument) {
    const FormData_pg_trigger *trigger = reinterpret_cast<Form_pg_trigger>(GETSTRUCT(tuple));
    const CmdType command = *static_cast<CmdType *>(argument);
    const bool fires = command == CMD_INSERT   ? TRIGGER_FOR_INSERT(trigger->tgtype)
                       : command == CMD_DELETE ? TRIGGER_FOR_DELETE(trigger->tgtype)
                       : command == CMD_UPDATE ? TRIGGER_FOR_UPDATE(trigger->tgtype)
                                               : !TRIGGER_FOR_TRUNCATE(trigger->tgtype);
    if (!fires || trigger->tgenabled == TRIGGER_DISABLED) return;
    if (RI_FKey_trigger_type(trigger->tgfoid) == RI_TRIGGER_NONE) {
        relations->complete = relations->complete && trigger->tgisinternal;
        return;
    }
    const Oid partner = trigger->tgconstrrelid;
    if (!is_cascade(trigger->tgfoid)) mark(relations, partner, RowShareLock);
    else if (marked_mode(relations, partner) < RowExclusiveLock) mark_written(relations, partner, CMD_UNKNOWN);
}

struct ViewSources {
    Oid view;
    LOCKMODE mode;
};

void mark_dependency(Relations *relations, HeapTuple tuple, void *argument) {
    const ViewSources *sources = static_cast<ViewSources *>(argument);
    const FormData_pg_depend *depend = reinterpret_cast<Form_pg_depend>(GETSTRUCT(tuple));
    // Functions of the server itself are not recorded, so that this one is somebody's own.
    if (depend->refclassid == ProcedureRelationId) relations->complete = false;
    if (depend->refclassid != RelationRelationId || depend->refobjid == sources->view) return;
    if (marked_mode(relations, depend->refobjid) >= sources->mode) return;
    const char kind = get_rel_relkind(depend->refobjid);
    if (kind == RELKIND_INDEX || kind == RELKIND_COMPOSITE_TYPE) return;
    mark_tree(relations, depend->refobjid, sources->mode);
    mark_view_sources(relations, depend->refobjid, sources->mode);
}

void mark_rule(Relations *relations, HeapTuple tuple, void *argument) {
    const Oid rule = reinterpret_cast<Form_pg_rewrite>(GETSTRUCT(tuple))->oid;
    scan_catalog(DependRelationId, DependDependerIndexId, Anum_pg_depend_classid, RewriteRelationId, Anum_pg_depend_objid, rule,
                 relations, mark_dependency, argument);
}

} // namespace

Oid mark(Relations *relations, Oid relation, LOCKMODE mode) {
    if (!OidIsValid(relation)) return InvalidOid;
    ListCell *cell;
    foreach (cell, relations->marked) {
        MarkedRelation *marked = static_cast<MarkedRelation *>(lfirst(cell));
        if (marked->relation != relation) continue;
        marked->mode = std::max(marked->mode, mode);
        return relation;
    }
    MarkedRelation *marked = static_cast<MarkedRelation *>(palloc(sizeof(MarkedRelation)));
    *marked = {relation, mode};
    relations->marked = lappend(relations->marked, marked);
    return relation;
}

Oid mark_named(Relations *relations, const RangeVar *name, LOCKMODE mode) {
    return name == nullptr ? InvalidOid : mark(relations, RangeVarGetRelid(name, NoLock, true), mode);
}

void mark_tree(Relations *relations, Oid relation, LOCKMODE mode) {
    if (!OidIsValid(relation)) return;
    ListCell *cell;
    foreach (cell, find_all_inheritors(relation, NoLock, nullptr)) mark(relations, lfirst_oid(cell), mode);
}

void mark_referenced(Relations *relations, Oid relation, LOCKMODE mode) {
    Partners partners{RI_TRIGGER_FK, mode};
    scan_triggers(relations, relation, mark_partner, &partners);
}

void mark_referencing(Relations *relations, Oid relation, LOCKMODE mode) {
    Partners partners{RI_TRIGGER_PK, mode};
    scan_triggers(relations, relation, mark_partner, &partners);
}

void mark_owned_sequences(Relations *relations, Oid relation, LOCKMODE mode) {
    ListCell *cell;
    foreach (cell, getOwnedSequences(relation)) mark(relations, lfirst_oid(cell), mode);
}

void mark_view_sources(Relations *relations, Oid view, LOCKMODE mode) {
    const char kind = get_rel_relkind(view);
    if (kind != RELKIND_VIEW && kind != RELKIND_MATVIEW) return;
    check_stack_depth();
    ViewSources sources{view, mode};
    scan_catalog(RewriteRelationId, RewriteRelRulenameIndexId, Anum_pg_rewrite_ev_class, view, InvalidAttrNumber, InvalidOid, relations,
                 mark_rule, &sources);
}

void mark_written(Relations *relations, Oid relation, CmdType command) {
    if (!OidIsValid(relation)) return;
    check_stack_depth();
    HeapTuple tuple = SearchSysCache1(RELOID, ObjectIdGetDatum(relation));
    if (!HeapTupleIsValid(tuple)) return;
    const FormData_pg_class *form = reinterpret_cast<Form_pg_class>(GETSTRUCT(tuple));
    const bool view = form->relkind == RELKIND_VIEW;
    if (form->relrowsecurity || (form->relhasrules && !view)) relations->complete = false;
    const bool triggers = form->relhastriggers;
    ReleaseSysCache(tuple);
    mark_tree(relations, relation, RowExclusiveLock);
    if (view) mark_view_sources(relations, relation, RowExclusiveLock);
    else if (command != CMD_DELETE) mark_owned_sequences(relations, relation, RowExclusiveLock);
    if (triggers) scan_triggers(relations, relation, mark_fired, &command);
}

bool is_partitioned(const RangeVar *name) {
    if (name == nullptr) return false;
    const char kind = get_rel_relkind(RangeVarGetRelid(name, NoLock, true));
    return kind == RELKIND_PARTITIONED_TABLE || kind == RELKIND_PARTITIONED_INDEX;
}

} // namespace confiture::pg
