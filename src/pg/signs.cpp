#include "confiture/pg/signs.hpp"

#include "pg/compat.h"
#include "pg/guard.h"
#include "pg/server.h"

extern "C" {
#include "access/genam.h"
#include "access/htup_details.h"
#include "access/stratnum.h"
#include "access/table.h"
#include "catalog/dependency.h"
#include "catalog/pg_attrdef.h"
#include "catalog/pg_attribute.h"
#include "catalog/pg_class.h"
#include "catalog/pg_constraint.h"
#include "catalog/pg_depend.h"
#include "catalog/pg_index.h"
#include "catalog/pg_inherits.h"
#include "catalog/pg_policy.h"
#include "catalog/pg_publication_rel.h"
#include "catalog/pg_rewrite.h"
#include "catalog/pg_statistic_ext.h"
#include "catalog/pg_trigger.h"
#include "common/hashfn.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"
}

namespace confiture::pg {
namespace {

using Signs = RelationSigns;

struct Looking {
    Oid relation;
    RelationLook *look;
};

std::uint64_t hash_of(const void *bytes, std::size_t size) { return hash_bytes_extended(static_cast<const unsigned char *>(bytes), static_cast<int>(size), 0); }

// Of its values, wherever the row stands and whoever wrote it.
std::uint64_t sign_of(HeapTuple tuple) {
    return hash_of(reinterpret_cast<const char *>(tuple->t_data) + SizeofHeapTupleHeader, tuple->t_len - SizeofHeapTupleHeader);
}

// Calls `each` with the rows of a catalog, whose index begins with this column.
template <class Each>
void each_row(Oid catalog, Oid index, AttrNumber column, Oid relation, const Each &each) {
    Relation rows = table_open(catalog, AccessShareLock);
    ScanKeyData key;
    ScanKeyInit(&key, column, BTEqualStrategyNumber, F_OIDEQ, ObjectIdGetDatum(relation));
    SysScanDesc scan = systable_beginscan(rows, index, true, nullptr, 1, &key);
    for (HeapTuple tuple = systable_getnext(scan); HeapTupleIsValid(tuple); tuple = systable_getnext(scan)) each(tuple);
    systable_endscan(scan);
    table_close(rows, AccessShareLock);
}

std::uint64_t sign_of_attribute(HeapTuple tuple, int attribute) {
    bool is_null = true;
    const Datum value = SysCacheGetAttr(RELOID, tuple, static_cast<AttrNumber>(attribute), &is_null);
    if (is_null) return 0;
    const struct varlena *bytes = reinterpret_cast<const struct varlena *>(DatumGetPointer(value));
    return hash_of(bytes, VARSIZE_ANY(bytes)) + static_cast<std::uint64_t>(attribute);
}

// But for what counts its rows and parts, and where it is stored.
std::uint64_t sign_of_class(HeapTuple tuple) {
    const FormData_pg_class &form = *reinterpret_cast<Form_pg_class>(GETSTRUCT(tuple));
    const Oid oids[] = {form.relnamespace, form.reltype, form.reloftype, form.relowner, form.relam, form.reltablespace};
    const char flags[] = {form.relpersistence, form.relkind, form.relreplident, form.relrowsecurity, form.relforcerowsecurity, form.relispartition};
    std::uint64_t sign = hash_of(NameStr(form.relname), std::strlen(NameStr(form.relname)));
    sign = hash_combine64(sign, hash_of(oids, sizeof oids));
    sign = hash_combine64(sign, hash_of(flags, sizeof flags));
    for (const int attribute : {Anum_pg_class_reloptions, Anum_pg_class_relacl, Anum_pg_class_relpartbound})
        sign = hash_combine64(sign, sign_of_attribute(tuple, attribute));
    return sign;
}

std::uint64_t sign_of_options(HeapTuple tuple) { return sign_of_attribute(tuple, Anum_pg_class_reloptions); }

std::uint64_t sign_of_cached(SysCacheIdentifier cache, Oid object, std::uint64_t (*sign_of_row)(HeapTuple)) {
    HeapTuple tuple = SearchSysCache1(cache, ObjectIdGetDatum(object));
    if (!HeapTupleIsValid(tuple)) return 0;
    const std::uint64_t sign = sign_of_row(tuple);
    ReleaseSysCache(tuple);
    return sign;
}

// Its parameters are those of the column.
std::uint64_t sign_of_identity(Oid relation, AttrNumber column) {
    std::uint64_t sign = 0;
    Relation rows = table_open(DependRelationId, AccessShareLock);
    ScanKeyData keys[3];
    ScanKeyInit(&keys[0], Anum_pg_depend_refclassid, BTEqualStrategyNumber, F_OIDEQ, ObjectIdGetDatum(RelationRelationId));
    ScanKeyInit(&keys[1], Anum_pg_depend_refobjid, BTEqualStrategyNumber, F_OIDEQ, ObjectIdGetDatum(relation));
    ScanKeyInit(&keys[2], Anum_pg_depend_refobjsubid, BTEqualStrategyNumber, F_INT4EQ, Int32GetDatum(column));
    SysScanDesc scan = systable_beginscan(rows, DependReferenceIndexId, true, nullptr, 3, keys);
    for (HeapTuple tuple = systable_getnext(scan); HeapTupleIsValid(tuple); tuple = systable_getnext(scan)) {
        const FormData_pg_depend &form = *reinterpret_cast<Form_pg_depend>(GETSTRUCT(tuple));
        if (form.classid != RelationRelationId || form.deptype != DEPENDENCY_INTERNAL) continue;
        sign += hash_combine64(sign_of_cached(SEQRELID, form.objid, sign_of), sign_of_cached(RELOID, form.objid, sign_of_class));
    }
    systable_endscan(scan);
    table_close(rows, AccessShareLock);
    return sign;
}

void look_at_columns(const Looking *looking, std::int32_t width) {
    RelationLook &look = *looking->look;
    each_row(AttributeRelationId, AttributeRelidNumIndexId, Anum_pg_attribute_attrelid, looking->relation, [&](HeapTuple tuple) {
        const FormData_pg_attribute &form = *reinterpret_cast<Form_pg_attribute>(GETSTRUCT(tuple));
        if (form.attnum <= 0) return;
        std::uint64_t sign = sign_of(tuple);
        if (form.attidentity != '\0') sign += sign_of_identity(looking->relation, form.attnum);
        look.signs.sums[form.attnum > width ? Signs::added : Signs::columns] += sign;
        look.parts.has_generated |= form.attgenerated != '\0';
    });
}

void look_at_constraints(const Looking *looking, std::int32_t width) {
    RelationLook &look = *looking->look;
    each_row(ConstraintRelationId, ConstraintRelidTypidNameIndexId, Anum_pg_constraint_conrelid, looking->relation, [&](HeapTuple tuple) {
        const FormData_pg_constraint &form = *reinterpret_cast<Form_pg_constraint>(GETSTRUCT(tuple));
        const bool is_key = form.contype == CONSTRAINT_PRIMARY || form.contype == CONSTRAINT_UNIQUE || form.contype == CONSTRAINT_EXCLUSION;
        const AttrNumber column = not_null_column(tuple);
        if (column != InvalidAttrNumber) {
            look.signs.sums[column > width ? Signs::added : Signs::columns] += sign_of(tuple);
            return;
        }
        look.signs.sums[is_key ? Signs::keys : Signs::checks] += sign_of(tuple);
        look.parts.has_constraints = true;
        look.parts.has_keys |= is_key || OidIsValid(form.conparentid);
    });
}

void look_at_indexes(const Looking *looking) {
    RelationLook &look = *looking->look;
    each_row(IndexRelationId, IndexIndrelidIndexId, Anum_pg_index_indrelid, looking->relation, [&](HeapTuple tuple) {
        const FormData_pg_index &form = *reinterpret_cast<Form_pg_index>(GETSTRUCT(tuple));
        const bool is_key = form.indisprimary || form.indisexclusion || (form.indisunique && OidIsValid(get_index_constraint(form.indexrelid)));
        const std::uint64_t sign = sign_of_cached(RELOID, form.indexrelid, sign_of_class);
        look.signs.sums[is_key ? Signs::key_indexes : Signs::indexes] += hash_combine64(sign, sign_of(tuple));
        if (form.indisclustered || form.indisreplident) look.signs.sums[Signs::marks] += hash_combine64(sign, form.indisclustered ? 1 : 2);
        look.parts.has_indexes |= !is_key;
    });
}

void look_at_triggers(const Looking *looking) {
    RelationLook &look = *looking->look;
    each_row(TriggerRelationId, TriggerRelidNameIndexId, Anum_pg_trigger_tgrelid, looking->relation, [&](HeapTuple tuple) {
        if (reinterpret_cast<Form_pg_trigger>(GETSTRUCT(tuple))->tgisinternal) return;
        look.signs.sums[Signs::triggers] += sign_of(tuple);
        look.parts.has_triggers = true;
    });
}

void look_at_rest(const Looking *looking, const FormData_pg_class &form) {
    RelationLook &look = *looking->look;
    const auto add = [&](Oid catalog, Oid index, AttrNumber column, bool *is_there) {
        each_row(catalog, index, column, looking->relation, [&](HeapTuple tuple) {
            if (catalog == RewriteRelationId && std::strcmp(NameStr(reinterpret_cast<Form_pg_rewrite>(GETSTRUCT(tuple))->rulename), "_RETURN") == 0) return;
            look.signs.sums[Signs::rest] += sign_of(tuple);
            *is_there = true;
        });
    };
    if (form.relhasrules) add(RewriteRelationId, RewriteRelRulenameIndexId, Anum_pg_rewrite_ev_class, &look.parts.has_rules);
    add(PolicyRelationId, PolicyPolrelidPolnameIndexId, Anum_pg_policy_polrelid, &look.parts.has_policies);
    add(StatisticExtRelationId, StatisticExtRelidIndexId, Anum_pg_statistic_ext_stxrelid, &look.parts.has_statistics);
    add(PublicationRelRelationId, PublicationRelPrrelidPrpubidIndexId, Anum_pg_publication_rel_prrelid, &look.parts.is_published);
}

void look_at(Looking *looking) {
    RelationLook &look = *looking->look;
    const std::int32_t width = look.signs.width;
    HeapTuple tuple = SearchSysCache1(RELOID, ObjectIdGetDatum(looking->relation));
    if (!HeapTupleIsValid(tuple)) return;
    const FormData_pg_class form = *reinterpret_cast<Form_pg_class>(GETSTRUCT(tuple));
    look.signs.sums[Signs::own] = sign_of_class(tuple);
    ReleaseSysCache(tuple);
    look.exists = true;
    look.parts.is_table = form.relkind == RELKIND_RELATION || form.relkind == RELKIND_PARTITIONED_TABLE;
    look.parts.is_view = form.relkind == RELKIND_VIEW || form.relkind == RELKIND_MATVIEW;
    look.parts.is_sequence = form.relkind == RELKIND_SEQUENCE;
    look.parts.is_foreign = form.relkind == RELKIND_FOREIGN_TABLE;
    look.parts.has_columns = form.relkind != RELKIND_SEQUENCE;
    look.signs.width = form.relnatts;
    if (OidIsValid(form.reltoastrelid)) look.signs.sums[Signs::own] += sign_of_cached(RELOID, form.reltoastrelid, sign_of_options);
    if (form.relkind == RELKIND_PARTITIONED_TABLE) look.signs.sums[Signs::own] += sign_of_cached(PARTRELID, looking->relation, sign_of);
    each_row(InheritsRelationId, InheritsRelidSeqnoIndexId, Anum_pg_inherits_inhrelid, looking->relation, [&](HeapTuple row) { look.signs.sums[Signs::own] += sign_of(row); });
    look_at_columns(looking, width);
    each_row(AttrDefaultRelationId, AttrDefaultIndexId, Anum_pg_attrdef_adrelid, looking->relation, [&](HeapTuple row) {
        look.signs.sums[Signs::defaults] += sign_of(row);
        look.parts.has_defaults = true;
    });
    look_at_constraints(looking, width);
    if (form.relhasindex) look_at_indexes(looking);
    if (form.relhastriggers) look_at_triggers(looking);
    look_at_rest(looking, form);
}

struct Index {
    Oid relation;
    bool is_one;
};

void look_at_kind(Index *index) {
    const char kind = get_rel_relkind(index->relation);
    index->is_one = kind == RELKIND_INDEX || kind == RELKIND_PARTITIONED_INDEX;
}

} // namespace

RelationLook look_at_relation(std::uint32_t relation, std::int32_t width) {
    RelationLook look;
    look.signs.width = width;
    Looking looking{relation, &look};
    guarded<Looking, look_at>(looking);
    return look;
}

bool is_index(std::uint32_t relation) {
    Index index{relation, false};
    guarded<Index, look_at_kind>(index);
    return index.is_one;
}

} // namespace confiture::pg
