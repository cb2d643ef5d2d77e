#include "confiture/pg/belonging.hpp"

#include "pg/compat.h"
#include "pg/guard.h"
#include "pg/server.h"

extern "C" {
#include "access/genam.h"
#include "access/htup_details.h"
#include "access/stratnum.h"
#include "access/table.h"
#include "access/transam.h"
#include "catalog/dependency.h"
#include "catalog/index.h"
#include "catalog/objectaddress.h"
#include "catalog/pg_attrdef.h"
#include "catalog/pg_class.h"
#include "catalog/pg_constraint.h"
#include "catalog/pg_foreign_table.h"
#include "catalog/pg_index.h"
#include "catalog/pg_inherits.h"
#include "catalog/pg_namespace.h"
#include "catalog/pg_policy.h"
#include "catalog/pg_publication.h"
#include "catalog/pg_publication_rel.h"
#include "catalog/pg_rewrite.h"
#include "catalog/pg_statistic_ext.h"
#include "catalog/pg_trigger.h"
#include "catalog/pg_type.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/syscache.h"
}

namespace confiture::pg {
namespace {

struct Asked {
    const char *catalog;
    bool found;
};

// By the catalog's index of OIDs, the first that are no initdb's.
void look_for_users(Asked *asked) {
    const Oid catalog = get_relname_relid(asked->catalog, PG_CATALOG_NAMESPACE);
    asked->found = !is_objectclass_supported(catalog);
    if (asked->found) return;
    Relation rows = table_open(catalog, AccessShareLock);
    ScanKeyData key;
    ScanKeyInit(&key, get_object_attnum_oid(catalog), BTGreaterEqualStrategyNumber, F_OIDGE, ObjectIdGetDatum(FirstNormalObjectId));
    SysScanDesc scan = systable_beginscan(rows, get_object_oid_index(catalog), true, nullptr, 1, &key);
    asked->found = HeapTupleIsValid(systable_getnext(scan));
    systable_endscan(scan);
    table_close(rows, AccessShareLock);
}

struct Owners {
    CatalogRow row;
    int count;
    CatalogRow owners[2];
};

void add_owner(Owners *owners, Oid catalog, Oid object) {
    if (OidIsValid(object)) owners->owners[owners->count++] = {catalog, object, 0};
}

void add_owners_of_relation(Owners *owners, Oid relation) {
    HeapTuple tuple = SearchSysCache1(RELOID, ObjectIdGetDatum(relation));
    if (!HeapTupleIsValid(tuple)) return;
    const FormData_pg_class form = *reinterpret_cast<Form_pg_class>(GETSTRUCT(tuple));
    ReleaseSysCache(tuple);
    if (form.relkind == RELKIND_COMPOSITE_TYPE) return add_owner(owners, TypeRelationId, form.reltype);
    if (form.relkind == RELKIND_TOASTVALUE) return;
    const bool is_index = form.relkind == RELKIND_INDEX || form.relkind == RELKIND_PARTITIONED_INDEX;
    add_owner(owners, RelationRelationId, is_index ? IndexGetRelation(relation, true) : relation);
    Oid table = InvalidOid;
    std::int32_t column = 0;
    if (form.relkind == RELKIND_SEQUENCE && (sequenceIsOwned(relation, DEPENDENCY_AUTO, &table, &column) || sequenceIsOwned(relation, DEPENDENCY_INTERNAL, &table, &column)))
        add_owner(owners, RelationRelationId, table);
}

// An array goes with its elements, a multirange with its range, a row type with its table.
void add_owner_of_type(Owners *owners, Oid type) {
    HeapTuple tuple = SearchSysCache1(TYPEOID, ObjectIdGetDatum(type));
    if (!HeapTupleIsValid(tuple)) return;
    const FormData_pg_type *form = reinterpret_cast<Form_pg_type>(GETSTRUCT(tuple));
    if (form->typcategory == TYPCATEGORY_ARRAY && OidIsValid(form->typelem)) type = form->typelem;
    else if (form->typtype == TYPTYPE_MULTIRANGE) type = get_multirange_range(type);
    ReleaseSysCache(tuple);
    const Oid relation = get_typ_typrelid(type);
    if (OidIsValid(relation) && get_rel_relkind(relation) != RELKIND_COMPOSITE_TYPE) add_owner(owners, RelationRelationId, relation);
    else add_owner(owners, TypeRelationId, type);
}

void add_owner_of_constraint(Owners *owners, Oid constraint) {
    HeapTuple tuple = SearchSysCache1(CONSTROID, ObjectIdGetDatum(constraint));
    if (!HeapTupleIsValid(tuple)) return;
    const FormData_pg_constraint *form = reinterpret_cast<Form_pg_constraint>(GETSTRUCT(tuple));
    const Oid relation = form->conrelid, type = form->contypid;
    ReleaseSysCache(tuple);
    add_owner(owners, OidIsValid(relation) ? RelationRelationId : TypeRelationId, OidIsValid(relation) ? relation : type);
}

// Of the catalogs whose rows name a table in this column.
AttrNumber column_of_relation(Oid catalog) {
    switch (catalog) {
    case TriggerRelationId: return Anum_pg_trigger_tgrelid;
    case RewriteRelationId: return Anum_pg_rewrite_ev_class;
    case PolicyRelationId: return Anum_pg_policy_polrelid;
    case StatisticExtRelationId: return Anum_pg_statistic_ext_stxrelid;
    default: return InvalidAttrNumber;
    }
}

// Internal triggers are the constraint's, often of another table.
bool is_internal(Oid catalog, HeapTuple tuple) { return catalog == TriggerRelationId && reinterpret_cast<Form_pg_trigger>(GETSTRUCT(tuple))->tgisinternal; }

void add_owner_of_part(Owners *owners, AttrNumber column) {
    Relation catalog = table_open(owners->row.catalog, AccessShareLock);
    HeapTuple tuple = get_catalog_object_by_oid(catalog, get_object_attnum_oid(owners->row.catalog), owners->row.object);
    bool is_null = true;
    const Datum relation = HeapTupleIsValid(tuple) && !is_internal(owners->row.catalog, tuple) ? heap_getattr(tuple, column, RelationGetDescr(catalog), &is_null) : 0;
    if (!is_null) add_owner(owners, RelationRelationId, DatumGetObjectId(relation));
    table_close(catalog, AccessShareLock);
}

void add_owner_of_publication(Owners *owners, Oid entry) {
    HeapTuple tuple = SearchSysCache1(PUBLICATIONREL, ObjectIdGetDatum(entry));
    if (!HeapTupleIsValid(tuple)) return;
    const Form_pg_publication_rel form = reinterpret_cast<Form_pg_publication_rel>(GETSTRUCT(tuple));
    if (is_left_out(form)) add_owner(owners, PublicationRelationId, form->prpubid);
    else add_owner(owners, RelationRelationId, form->prrelid);
    ReleaseSysCache(tuple);
}

void find_owners(Owners *owners) {
    const Oid object = owners->row.object;
    switch (owners->row.catalog) {
    case RelationRelationId:
    case IndexRelationId:
    case ForeignTableRelationId:
    case InheritsRelationId: add_owners_of_relation(owners, object); break;
    case AttrDefaultRelationId: add_owner(owners, RelationRelationId, GetAttrDefaultColumnAddress(object).objectId); break;
    case TypeRelationId: add_owner_of_type(owners, object); break;
    case ConstraintRelationId: add_owner_of_constraint(owners, object); break;
    case PublicationRelRelationId: add_owner_of_publication(owners, object); break;
    default:
        if (const AttrNumber column = column_of_relation(owners->row.catalog); column != InvalidAttrNumber) add_owner_of_part(owners, column);
        else add_owner(owners, owners->row.catalog, object);
        break;
    }
}

} // namespace

bool has_rows_of_users(const std::string &catalog) {
    Asked asked{catalog.c_str(), false};
    guarded<Asked, look_for_users>(asked);
    return asked.found;
}

std::vector<CatalogRow> owners_of(const CatalogRow &row) {
    Owners owners{row, 0, {}};
    guarded<Owners, find_owners>(owners);
    return std::vector<CatalogRow>(owners.owners, owners.owners + owners.count);
}

} // namespace confiture::pg
