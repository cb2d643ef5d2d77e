#include "pg/observe.h"

extern "C" {
#include "access/genam.h"
#include "access/htup_details.h"
#include "access/stratnum.h"
#include "access/table.h"
#include "catalog/catalog.h"
#include "catalog/index.h"
#include "catalog/indexing.h"
#include "catalog/pg_class.h"
#include "catalog/pg_namespace.h"
#include "utils/fmgroids.h"
#include "utils/rel.h"
#include "utils/syscache.h"
}

namespace confiture::pg {
namespace {

// The one row of a catalog with this OID that the snapshot sees, copied; null where it sees none. Unlike the caches, a snapshot shows what
// a statement has dropped or renamed since.
HeapTuple row_of(Relation catalog, Oid index, AttrNumber column, Oid key, Snapshot snapshot) {
    ScanKeyData keys[1];
    ScanKeyInit(&keys[0], column, BTEqualStrategyNumber, F_OIDEQ, ObjectIdGetDatum(key));
    SysScanDesc scan = systable_beginscan(catalog, index, true, snapshot, 1, keys);
    HeapTuple tuple = systable_getnext(scan);
    HeapTuple copy = HeapTupleIsValid(tuple) ? heap_copytuple(tuple) : nullptr;
    systable_endscan(scan);
    return copy;
}

const char *schema_name(Relation namespaces, Oid schema, Snapshot snapshot) {
    HeapTuple tuple = row_of(namespaces, NamespaceOidIndexId, Anum_pg_namespace_oid, schema, snapshot);
    return tuple == nullptr ? "?" : pstrdup(NameStr(reinterpret_cast<Form_pg_namespace>(GETSTRUCT(tuple))->nspname));
}

// What somebody else made after the run began was there before our statement, too.
bool made_by_others(Oid relation) {
    HeapTuple tuple = SearchSysCache1(RELOID, ObjectIdGetDatum(relation));
    if (!HeapTupleIsValid(tuple)) return false;
    const bool others = !TransactionIdIsCurrentTransactionId(HeapTupleHeaderGetXmin(tuple->t_data));
    ReleaseSysCache(tuple);
    return others;
}

std::int64_t scans_of(Oid relation) { return DatumGetInt64(OidFunctionCall1(F_PG_STAT_GET_XACT_NUMSCANS, ObjectIdGetDatum(relation))); }

void observe_one(Relation classes, Relation namespaces, const Observation *observation, Observed *observed) {
    HeapTuple tuple = row_of(classes, ClassOidIndexId, Anum_pg_class_oid, observed->relation, observation->before);
    if (tuple == nullptr) return;
    const FormData_pg_class *form = reinterpret_cast<Form_pg_class>(GETSTRUCT(tuple));
    observed->name = quote_qualified_identifier(schema_name(namespaces, form->relnamespace, observation->before), NameStr(form->relname));
    observed->kind = form->relkind;
    observed->system = IsCatalogNamespace(form->relnamespace) || IsToastNamespace(form->relnamespace);
    observed->files = {form->relfilenode, form->reltablespace};
    observed->existed =
        row_of(classes, ClassOidIndexId, Anum_pg_class_oid, observed->relation, observation->start) != nullptr || made_by_others(observed->relation);
    if (form->relkind == RELKIND_INDEX) observed->table = IndexGetRelation(observed->relation, true);
}

} // namespace

void read_held(HeldLocks *locks) {
    MemoryContext outer = MemoryContextSwitchTo(locks->memory);
    const LockData *data = GetLockStatusData();
    locks->held = static_cast<Held *>(palloc(sizeof(Held) * (data->nelements + 1)));
    locks->count = 0;
    for (int i = 0; i < data->nelements; i++) {
        const LockInstanceData *instance = &data->locks[i];
        if (instance->pid != MyProcPid || instance->holdMask == 0 || instance->locktag.locktag_type != LOCKTAG_RELATION) continue;
        const Oid database = instance->locktag.locktag_field1;
        if (database != MyDatabaseId && OidIsValid(database)) continue;
        locks->held[locks->count++] = {instance->locktag.locktag_field2, instance->holdMask};
    }
    MemoryContextSwitchTo(outer);
}

void observe(Observation *observation) {
    MemoryContext outer = MemoryContextSwitchTo(observation->memory);
    Relation classes = table_open(RelationRelationId, AccessShareLock);
    Relation namespaces = table_open(NamespaceRelationId, AccessShareLock);
    for (int i = 0; i < observation->count; i++) {
        CHECK_FOR_INTERRUPTS();
        observe_one(classes, namespaces, observation, &observation->relations[i]);
    }
    table_close(namespaces, AccessShareLock);
    table_close(classes, AccessShareLock);
    MemoryContextSwitchTo(outer);
}

void observe_again(Observation *observation) {
    for (int i = 0; i < observation->count; i++) {
        CHECK_FOR_INTERRUPTS();
        Observed *observed = &observation->relations[i];
        observed->scans = scans_of(observed->relation);
        HeapTuple tuple = SearchSysCache1(RELOID, ObjectIdGetDatum(observed->relation));
        if (!HeapTupleIsValid(tuple)) continue;
        const FormData_pg_class *form = reinterpret_cast<Form_pg_class>(GETSTRUCT(tuple));
        observed->files = {form->relfilenode, form->reltablespace};
        ReleaseSysCache(tuple);
    }
}

} // namespace confiture::pg
