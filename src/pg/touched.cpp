#include "confiture/pg/touched.hpp"

#include "confiture/text/pack.hpp"
#include "pg/compat.h"
#include "pg/guard.h"
#include "pg/run_state.h"
#include "pg/says_nothing.h"
#include "pg/shared.h"
#include "pg/touched.h"

extern "C" {
#include "access/genam.h"
#include "access/htup_details.h"
#include "access/stratnum.h"
#include "access/subtrans.h"
#include "access/table.h"
#include "access/transam.h"
#include "access/relation.h"
#include "catalog/namespace.h"
#include "catalog/objectaddress.h"
#include "catalog/pg_attrdef.h"
#include "catalog/pg_class.h"
#include "catalog/pg_extension.h"
#include "catalog/pg_init_privs.h"
#include "catalog/partition.h"
#include "catalog/pg_inherits.h"
#include "commands/extension.h"
#include "executor/executor.h"
#include "nodes/makefuncs.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
#include "utils/syscache.h"
}

namespace confiture::pg {
namespace {

enum class Deed : int { made, changed, dropped, written };

struct Note {
    Deed deed;
    Oid catalog;
    Oid object;
    int part;
};

constexpr int most_notes = 1 << 20;

constinit Note *notes = nullptr;
constinit int noted = 0;
constinit int room = 0;
constinit bool everything = false;
constinit bool outside = false;
constinit bool is_said_anew = false;
constinit ExecutorStart_hook_type next_start = nullptr;

bool is_noting() { return run_state.watches && run_state.depth > 0 && !run_state.own_write; }

void note(Deed deed, Oid catalog, Oid object, int part) {
    if (everything && deed == Deed::changed) return;
    if (noted > 0) {
        const Note &last = notes[noted - 1];
        if (last.deed == deed && last.catalog == catalog && last.object == object && last.part == part) return;
    }
    if (noted == room) {
        const int more = room == 0 ? 256 : room * 2;
        notes = static_cast<Note *>(notes == nullptr ? MemoryContextAllocHuge(TopMemoryContext, sizeof(Note) * more)
                                                     : repalloc_huge(notes, sizeof(Note) * more));
        room = more;
    }
    if (noted >= most_notes) everything = true;
    notes[noted++] = {deed, catalog, object, part};
}

Oid note_relation(const RangeVar *name) {
    const Oid relation = RangeVarGetRelid(name, NoLock, true);
    if (OidIsValid(relation)) note(Deed::changed, RelationRelationId, relation, 0);
    return relation;
}

// The table with what inherits from it: a change of the one is one of the others; and those above, whose indexes a part that is attached may make valid.
void note_tree(const AlterTableStmt *alter) {
    const Oid relation = RangeVarGetRelid(alter->relation, NoLock, true);
    if (!OidIsValid(relation)) return;
    ListCell *cell;
    foreach (cell, find_all_inheritors(relation, NoLock, nullptr)) note(Deed::changed, RelationRelationId, lfirst_oid(cell), 0);
    if (linitial_node(AlterTableCmd, alter->cmds)->subtype != AT_AttachPartition || !get_rel_relispartition(relation)) return; // which has no other beside it
    foreach (cell, get_partition_ancestors(relation)) note(Deed::changed, RelationRelationId, lfirst_oid(cell), 0);
}

// The lock is one that the statement has taken itself.
ObjectAddress note_address(ObjectType type, Node *name, LOCKMODE lock) {
    Relation relation = nullptr;
    const ObjectAddress address = get_object_address(type, name, &relation, lock, true);
    if (relation != nullptr) relation_close(relation, NoLock);
    if (OidIsValid(address.objectId)) note(Deed::changed, address.classId, address.objectId, address.objectSubId);
    return address;
}

int columns_of(Oid relation) {
    HeapTuple tuple = SearchSysCache1(RELOID, ObjectIdGetDatum(relation));
    if (!HeapTupleIsValid(tuple)) return 0;
    const int columns = reinterpret_cast<Form_pg_class>(GETSTRUCT(tuple))->relnatts;
    ReleaseSysCache(tuple);
    return columns;
}

// What the server or an extension has brought along has privileges beside those that it was given, which are an object by themselves.
void note_initial(Oid catalog, Oid object) {
    if (!OidIsValid(object) || (object >= FirstNormalObjectId && !OidIsValid(getExtensionOfObject(catalog, object)))) return;
    const int columns = catalog == RelationRelationId ? columns_of(object) : 0;
    for (int part = 0; part <= columns; part++) note(Deed::changed, InitPrivsRelationId, object, part);
    everything = true;
}

// What one of the names stands for that a GRANT has of this kind.
ObjectAddress note_granted(ObjectType type, Node *name) {
    switch (type) {
    case OBJECT_TABLE:
    case OBJECT_SEQUENCE: return {RelationRelationId, note_relation(reinterpret_cast<RangeVar *>(name)), 0};
    case OBJECT_TYPE:
    case OBJECT_DOMAIN: return note_address(OBJECT_TYPE, reinterpret_cast<Node *>(makeTypeNameFromNameList(castNode(List, name))), AccessShareLock);
    case OBJECT_FUNCTION:
    case OBJECT_PROCEDURE:
    case OBJECT_ROUTINE:
    case OBJECT_SCHEMA:
    case OBJECT_LANGUAGE:
    case OBJECT_FDW:
    case OBJECT_FOREIGN_SERVER: return note_address(type, name, AccessShareLock);
    default: everything = true; return {InvalidOid, InvalidOid, 0};
    }
}

void note_grant(const GrantStmt *grant) {
    if (grant->targtype != ACL_TARGET_OBJECT) {
        everything = true;
        return;
    }
    ListCell *cell;
    foreach (cell, grant->objects) {
        const ObjectAddress address = note_granted(grant->objtype, static_cast<Node *>(lfirst(cell)));
        note_initial(address.classId, address.objectId);
    }
}

// Of a family of operators, which tells them itself.
bool drops_members(const Node *statement) {
    if (!IsA(statement, DropStmt)) return false;
    const ObjectType type = reinterpret_cast<const DropStmt *>(statement)->removeType;
    return type == OBJECT_OPCLASS || type == OBJECT_OPFAMILY;
}

// Rows that the statement itself writes; what is not seen to be a SELECT may have a WITH that writes.
void on_start(QueryDesc *query, int flags) {
    if (is_noting()) visit_written(query->plannedstmt, note_written);
    (next_start != nullptr ? next_start : standard_ExecutorStart)(query, flags);
}

struct Listed {
    const Note *notes;
    int count;
    bool everything;
    bool outside;
    bool is_said_anew;
};

void list_notes(Listed *listed) { *listed = {notes, noted, everything, outside, is_said_anew}; }

void forget(int *) {
    if (room > 4096) {
        pfree(notes);
        notes = nullptr;
        room = 0;
    }
    noted = 0;
    everything = false;
    outside = false;
    is_said_anew = false;
}

void put_note(Listed *listed) {
    for (int i = 0; i < listed->count; i++) note(listed->notes[i].deed, listed->notes[i].catalog, listed->notes[i].object, listed->notes[i].part);
    everything = everything || listed->everything;
    outside = outside || listed->outside;
    is_said_anew = is_said_anew || listed->is_said_anew;
}

template <class Rows>
void sort_out(Rows &rows) {
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
}

struct Seen {
    std::uint32_t *running;
    std::size_t count;
    TransactionId next;
};

void look_at_clock(Seen *seen) {
    const Snapshot snapshot = GetLatestSnapshot();
    const bool cut = snapshot->suboverflowed;
    seen->next = snapshot->xmax;
    seen->count = snapshot->xcnt + (cut ? 0 : snapshot->subxcnt);
    seen->running = static_cast<std::uint32_t *>(palloc(sizeof(std::uint32_t) * (seen->count + 1)));
    for (std::uint32_t i = 0; i < snapshot->xcnt; i++) seen->running[i] = snapshot->xip[i];
    for (std::int32_t i = 0; !cut && i < snapshot->subxcnt; i++) seen->running[snapshot->xcnt + static_cast<std::uint32_t>(i)] = snapshot->subxip[i];
}

struct Finding {
    CatalogRow row;
    TransactionId transaction;
    TransactionId top; // that it is a part of, where that is known
    bool ours;
    bool exists;
};

// Column oid is the first of each catalog that has one.
HeapTuple tuple_of(Relation catalog, const CatalogRow *row) {
    if (row->catalog == RelationRelationId && row->part != 0)
        return SearchSysCacheCopy2(ATTNUM, ObjectIdGetDatum(row->object), Int16GetDatum(static_cast<std::int16_t>(row->part)));
    if (is_objectclass_supported(row->catalog)) return get_catalog_object_by_oid(catalog, get_object_attnum_oid(row->catalog), row->object);
    ScanKeyData key;
    ScanKeyInit(&key, 1, BTEqualStrategyNumber, F_OIDEQ, ObjectIdGetDatum(row->object));
    const bool is_default = row->catalog == AttrDefaultRelationId;
    SysScanDesc scan = systable_beginscan(catalog, is_default ? AttrDefaultOidIndexId : InvalidOid, is_default, nullptr, 1, &key);
    HeapTuple tuple = systable_getnext(scan);
    HeapTuple copy = HeapTupleIsValid(tuple) ? heap_copytuple(tuple) : nullptr;
    systable_endscan(scan);
    return copy;
}

void find_writer(Finding *finding) {
    finding->transaction = InvalidTransactionId;
    if (!OidIsValid(finding->row.catalog)) return;
    Relation catalog = table_open(finding->row.catalog, AccessShareLock);
    HeapTuple tuple = tuple_of(catalog, &finding->row);
    if (HeapTupleIsValid(tuple)) {
        finding->exists = true;
        finding->transaction = HeapTupleHeaderGetXmin(tuple->t_data);
        finding->ours = TransactionIdIsCurrentTransactionId(finding->transaction);
        const bool known = TransactionIdIsNormal(finding->transaction) && TransactionIdFollowsOrEquals(finding->transaction, TransactionXmin);
        finding->top = known ? SubTransGetTopmostTransaction(finding->transaction) : finding->transaction;
    }
    table_close(catalog, AccessShareLock);
}

} // namespace

void note_access(ObjectAccessType access, Oid catalog, Oid object, int part) {
    if (!is_noting()) return;
    // Of a default it tells the table and the column.
    if (catalog == AttrDefaultRelationId && access == OAT_POST_CREATE) note(Deed::changed, RelationRelationId, object, 0);
    else if (access == OAT_POST_CREATE) note(Deed::made, catalog, object, part);
    else if (access == OAT_POST_ALTER) note(Deed::changed, catalog, object, part);
    else if (access == OAT_DROP) note(Deed::dropped, catalog, object, part);
    else if (access == OAT_TRUNCATE) note_written(object);
    if (access == OAT_DROP && catalog == ExtensionRelationId) everything = true; // with what was granted on its members
}

void note_before(Node *statement) {
    if (!is_noting()) return;
    is_said_anew = is_said_anew || !says_nothing(statement);
    if (drops_members(statement)) everything = true;
    if (IsA(statement, AlterTableStmt)) note_tree(castNode(AlterTableStmt, statement));
}

void note_after(Node *statement) {
    if (!is_noting()) return;
    if (shared_tag(statement) != nullptr) outside = true;
    switch (nodeTag(statement)) {
    case T_CommentStmt: note_address(castNode(CommentStmt, statement)->objtype, castNode(CommentStmt, statement)->object, ShareUpdateExclusiveLock); break;
    case T_SecLabelStmt: note_address(castNode(SecLabelStmt, statement)->objtype, castNode(SecLabelStmt, statement)->object, ShareUpdateExclusiveLock); break;
    case T_GrantStmt: note_grant(castNode(GrantStmt, statement)); break;
    case T_RefreshMatViewStmt: note_relation(castNode(RefreshMatViewStmt, statement)->relation); break;
    case T_CopyStmt:
        if (castNode(CopyStmt, statement)->is_from && castNode(CopyStmt, statement)->relation != nullptr)
            note_written(RangeVarGetRelid(castNode(CopyStmt, statement)->relation, NoLock, true));
        break;
    case T_RenameStmt:
        if (castNode(RenameStmt, statement)->renameType == OBJECT_ROLE || castNode(RenameStmt, statement)->renameType == OBJECT_SCHEMA) everything = true;
        break;
    case T_AlterTableStmt: note_tree(castNode(AlterTableStmt, statement)); break;
    case T_DropOwnedStmt:
    case T_ReassignOwnedStmt:
    case T_AlterTableMoveAllStmt:
    case T_ReindexStmt:
    case T_CreateExtensionStmt:
    case T_AlterExtensionStmt:
    case T_AlterObjectDependsStmt:
    case T_CreateOpClassStmt:
    case T_AlterOpFamilyStmt:
    case T_AlterExtensionContentsStmt:
    case T_ImportForeignSchemaStmt: everything = true; break;
    default: break;
    }
}

void note_written(Oid relation) {
    if (is_noting() && OidIsValid(relation)) note(Deed::written, RelationRelationId, relation, 0);
}

void install_row_watch() {
    next_start = ExecutorStart_hook;
    ExecutorStart_hook = on_start;
}

void watch_statements() {
    int none = 0;
    guarded<int, forget>(none);
    run_state.watches = true;
}

void stop_watching() { run_state.watches = false; }

Touched take_touched() {
    Listed listed{};
    guarded<Listed, list_notes>(listed);
    Touched touched;
    touched.everything = listed.everything;
    touched.outside = listed.outside;
    touched.is_said_anew = listed.is_said_anew;
    for (int i = 0; i < listed.count; i++) {
        const Note &note = listed.notes[i];
        const CatalogRow row{note.catalog, note.object, note.part};
        switch (note.deed) {
        case Deed::made: touched.made.push_back(row); break;
        case Deed::changed: touched.changed.push_back(row); break;
        case Deed::dropped: touched.dropped.push_back(row); break;
        case Deed::written: touched.written.push_back(note.object); break;
        }
    }
    sort_out(touched.made);
    sort_out(touched.changed);
    sort_out(touched.dropped);
    sort_out(touched.written);
    int none = 0;
    guarded<int, forget>(none);
    return touched;
}

std::string pack_touched(const Touched &touched) {
    std::vector<std::string> words{touched.everything ? "everything" : "", touched.outside ? "outside" : "", touched.is_said_anew ? "said" : ""};
    auto add = [&](Deed deed, const CatalogRow &row) {
        for (const std::int64_t number : {static_cast<std::int64_t>(deed), std::int64_t{row.catalog}, std::int64_t{row.object}, std::int64_t{row.part}})
            words.push_back(std::to_string(number));
    };
    for (const CatalogRow &row : touched.made) add(Deed::made, row);
    for (const CatalogRow &row : touched.changed) add(Deed::changed, row);
    for (const CatalogRow &row : touched.dropped) add(Deed::dropped, row);
    for (const std::uint32_t relation : touched.written) add(Deed::written, {RelationRelationId, relation, 0});
    return text::pack(words);
}

void note_touched(const std::string &packed) {
    const std::vector<std::string> words = text::unpack(packed);
    std::vector<Note> told;
    for (std::size_t i = 3; i + 3 < words.size(); i += 4)
        told.push_back({static_cast<Deed>(std::stoi(words[i])), static_cast<Oid>(std::stoul(words[i + 1])), static_cast<Oid>(std::stoul(words[i + 2])), std::stoi(words[i + 3])});
    Listed listed{told.data(), static_cast<int>(told.size()), !words.at(0).empty(), !words.at(1).empty(), !words.at(2).empty()};
    guarded<Listed, put_note>(listed);
}

Moment::Moment() {
    Seen seen{};
    guarded<Seen, look_at_clock>(seen);
    next_ = seen.next;
    running_.assign(seen.running, seen.running + seen.count);
}

Writer Moment::writer_of(const CatalogRow &row) const {
    Finding finding{row, InvalidTransactionId, InvalidTransactionId, false, false};
    guarded<Finding, find_writer>(finding);
    if (!finding.exists) return Writer::nobody;
    const auto is_one = [&](const std::vector<std::uint32_t> &list) {
        return std::find(list.begin(), list.end(), finding.transaction) != list.end() || std::find(list.begin(), list.end(), finding.top) != list.end();
    };
    if (finding.ours || is_one(ours_)) return Writer::we;
    if (!TransactionIdIsNormal(finding.transaction)) return Writer::before;
    return TransactionIdFollowsOrEquals(finding.transaction, next_) || is_one(running_) ? Writer::others : Writer::before;
}

void Moment::remember() {
    const TransactionId top = GetTopTransactionIdIfAny();
    if (TransactionIdIsValid(top) && (ours_.empty() || ours_.back() != top)) ours_.push_back(top);
}

} // namespace confiture::pg
