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

using Matches = bool (*)(HeapTuple);

bool is_any(HeapTuple) { return true; }

bool is_own_index(HeapTuple tuple) { return !OidIsValid(get_index_constraint(reinterpret_cast<Form_pg_index>(GETSTRUCT(tuple))->indexrelid)); }

bool is_user_trigger(HeapTuple tuple) { return !reinterpret_cast<Form_pg_trigger>(GETSTRUCT(tuple))->tgisinternal; }

bool is_user_rule(HeapTuple tuple) { return std::strcmp(NameStr(reinterpret_cast<Form_pg_rewrite>(GETSTRUCT(tuple))->rulename), "_RETURN") != 0; }

// Whether a row of the catalog, whose index begins with this column, matches.
bool has_row(Oid catalog, Oid index, AttrNumber column, Oid relation, Matches matches) {
    Relation rows = table_open(catalog, AccessShareLock);
    ScanKeyData key;
    ScanKeyInit(&key, column, BTEqualStrategyNumber, F_OIDEQ, ObjectIdGetDatum(relation));
    SysScanDesc scan = systable_beginscan(rows, index, true, nullptr, 1, &key);
    bool found = false;
    for (HeapTuple tuple = systable_getnext(scan); !found && HeapTupleIsValid(tuple); tuple = systable_getnext(scan)) found = matches(tuple);
    systable_endscan(scan);
    table_close(rows, AccessShareLock);
    return found;
}

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

struct Looking {
    Oid relation;
    RelationParts *parts;
};

void look_at(Looking *looking) {
    const Oid relation = looking->relation;
    HeapTuple tuple = SearchSysCache1(RELOID, ObjectIdGetDatum(relation));
    if (!HeapTupleIsValid(tuple)) return;
    const FormData_pg_class form = *reinterpret_cast<Form_pg_class>(GETSTRUCT(tuple));
    ReleaseSysCache(tuple);
    RelationParts &parts = *looking->parts;
    parts.is_table |= form.relkind == RELKIND_RELATION || form.relkind == RELKIND_PARTITIONED_TABLE;
    parts.is_view |= form.relkind == RELKIND_VIEW || form.relkind == RELKIND_MATVIEW;
    parts.is_sequence |= form.relkind == RELKIND_SEQUENCE;
    parts.is_foreign |= form.relkind == RELKIND_FOREIGN_TABLE;
    parts.has_columns |= form.relkind != RELKIND_SEQUENCE;
    parts.has_defaults |= has_row(AttrDefaultRelationId, AttrDefaultIndexId, Anum_pg_attrdef_adrelid, relation, is_any);
    parts.has_constraints |= has_row(ConstraintRelationId, ConstraintRelidTypidNameIndexId, Anum_pg_constraint_conrelid, relation, is_any);
    parts.has_indexes |= form.relhasindex && has_row(IndexRelationId, IndexIndrelidIndexId, Anum_pg_index_indrelid, relation, is_own_index);
    parts.has_triggers |= form.relhastriggers && has_row(TriggerRelationId, TriggerRelidNameIndexId, Anum_pg_trigger_tgrelid, relation, is_user_trigger);
    parts.has_rules |= form.relhasrules && has_row(RewriteRelationId, RewriteRelRulenameIndexId, Anum_pg_rewrite_ev_class, relation, is_user_rule);
    parts.has_policies |= has_row(PolicyRelationId, PolicyPolrelidPolnameIndexId, Anum_pg_policy_polrelid, relation, is_any);
    parts.has_statistics |= has_row(StatisticExtRelationId, StatisticExtRelidIndexId, Anum_pg_statistic_ext_stxrelid, relation, is_any);
    parts.is_published |= has_row(PublicationRelRelationId, PublicationRelPrrelidPrpubidIndexId, Anum_pg_publication_rel_prrelid, relation, is_any);
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

void add_owner_of_part(Owners *owners, AttrNumber column) {
    Relation catalog = table_open(owners->row.catalog, AccessShareLock);
    HeapTuple tuple = get_catalog_object_by_oid(catalog, get_object_attnum_oid(owners->row.catalog), owners->row.object);
    bool is_null = true;
    const Datum relation = HeapTupleIsValid(tuple) ? heap_getattr(tuple, column, RelationGetDescr(catalog), &is_null) : 0;
    if (!is_null) add_owner(owners, RelationRelationId, DatumGetObjectId(relation));
    table_close(catalog, AccessShareLock);
}

void add_owner_of_publication(Owners *owners, Oid entry) {
    HeapTuple tuple = SearchSysCache1(PUBLICATIONREL, ObjectIdGetDatum(entry));
    if (!HeapTupleIsValid(tuple)) return;
    add_owner(owners, RelationRelationId, reinterpret_cast<Form_pg_publication_rel>(GETSTRUCT(tuple))->prrelid);
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

void add_parts(std::uint32_t relation, RelationParts &parts) {
    Looking looking{relation, &parts};
    guarded<Looking, look_at>(looking);
}

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
