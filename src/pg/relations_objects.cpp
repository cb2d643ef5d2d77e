#include "pg/relations_objects.h"

#include "pg/compat.h"

extern "C" {
#include "catalog/index.h"
#include "catalog/namespace.h"
#include "catalog/partition.h"
#include "catalog/pg_class.h"
#include "commands/defrem.h"
#include "utils/lsyscache.h"
}

namespace confiture::pg {
namespace {

Oid named(const RangeVar *name) { return name == nullptr ? InvalidOid : RangeVarGetRelid(name, NoLock, true); }

void mark_named_tree(Relations *relations, const RangeVar *name, LOCKMODE mode) {
    if (name == nullptr) return;
    if (name->inh) mark_tree(relations, named(name), mode);
    else mark_named(relations, name, mode);
}

// The relation of an object that is named by a list: the relation's own name, or that with the object's behind it.
Oid relation_in(Node *object, bool of_part) {
    if (!IsA(object, List)) return InvalidOid;
    List *names = reinterpret_cast<List *>(object);
    if (of_part) names = list_truncate(list_copy(names), list_length(names) - 1);
    return names == NIL ? InvalidOid : named(makeRangeVarFromNameList(names));
}

bool is_relation(ObjectType type) {
    switch (type) {
    case OBJECT_TABLE:
    case OBJECT_INDEX:
    case OBJECT_SEQUENCE:
    case OBJECT_VIEW:
    case OBJECT_MATVIEW:
    case OBJECT_FOREIGN_TABLE: return true;
    default: return false;
    }
}

// Triggers, rules and policies hang on a relation, whose name stands before theirs.
bool hangs_on_relation(ObjectType type) { return type == OBJECT_TRIGGER || type == OBJECT_RULE || type == OBJECT_POLICY; }

void mark_dropped_relation(Relations *relations, Oid relation, bool cascade) {
    if (!OidIsValid(relation)) return;
    if (get_rel_relkind(relation) == RELKIND_INDEX || get_rel_relkind(relation) == RELKIND_PARTITIONED_INDEX)
        mark_tree(relations, IndexGetRelation(relation, true), AccessExclusiveLock);
    if (get_rel_relispartition(relation)) {
        const Oid parent = get_partition_parent(relation, true);
        mark(relations, parent, AccessExclusiveLock);
        if (get_rel_relkind(parent) == RELKIND_PARTITIONED_TABLE)
            mark(relations, get_default_partition_oid(parent), AccessExclusiveLock);
    }
    mark_tree(relations, relation, AccessExclusiveLock);
    mark_referenced(relations, relation, AccessExclusiveLock);
    mark_owned_sequences(relations, relation, AccessExclusiveLock);
    if (cascade) mark_referencing(relations, relation, AccessExclusiveLock);
}

// The server updates the table's statistics list, as CREATE STATISTICS does.
void mark_dropped_statistics(Relations *relations, Node *object) {
    const Oid statistics = get_statistics_object_oid(castNode(List, object), true);
    if (OidIsValid(statistics)) mark(relations, StatisticsGetRelation(statistics, true), ShareUpdateExclusiveLock);
}

void mark_each_alone(Relations *relations, List *names, LOCKMODE mode) {
    ListCell *cell;
    foreach (cell, names) mark_named(relations, lfirst_node(RangeVar, cell), mode);
}

} // namespace

void mark_drop(Relations *relations, const DropStmt *statement) {
    const bool cascade = statement->behavior == DROP_CASCADE;
    if (cascade || statement->removeType == OBJECT_EXTENSION) relations->complete = false;
    ListCell *cell;
    foreach (cell, statement->objects) {
        Node *object = static_cast<Node *>(lfirst(cell));
        if (statement->removeType == OBJECT_STATISTIC_EXT) mark_dropped_statistics(relations, object);
        else if (hangs_on_relation(statement->removeType)) mark_tree(relations, relation_in(object, true), AccessExclusiveLock);
        else if (is_relation(statement->removeType) && !statement->concurrent)
            mark_dropped_relation(relations, relation_in(object, false), cascade);
        else if (is_relation(statement->removeType)) {
            const Oid index = mark(relations, relation_in(object, false), ShareUpdateExclusiveLock);
            if (OidIsValid(index)) mark(relations, IndexGetRelation(index, true), ShareUpdateExclusiveLock);
        }
    }
}

void mark_comment(Relations *relations, ObjectType type, Node *object) {
    if (is_relation(type)) mark(relations, relation_in(object, false), ShareUpdateExclusiveLock);
    else if (type == OBJECT_COLUMN) mark(relations, relation_in(object, true), ShareUpdateExclusiveLock);
    else if (hangs_on_relation(type) || type == OBJECT_TABCONSTRAINT) mark(relations, relation_in(object, true), AccessShareLock);
}

void mark_truncate(Relations *relations, const TruncateStmt *statement) {
    ListCell *cell;
    foreach (cell, statement->relations) {
        mark_named_tree(relations, lfirst_node(RangeVar, cell), AccessExclusiveLock);
        if (statement->restart_seqs)
            mark_owned_sequences(relations, named(lfirst_node(RangeVar, cell)), AccessExclusiveLock);
        if (statement->behavior == DROP_CASCADE)
            mark_referencing(relations, named(lfirst_node(RangeVar, cell)), AccessExclusiveLock);
    }
    // Whoever refers to those that refer is emptied, too; and triggers may do what they like.
    relations->complete = relations->complete && statement->behavior != DROP_CASCADE;
}

void mark_create_table(Relations *relations, const CreateStmt *statement) {
    const bool partition = statement->partbound != nullptr;
    ListCell *cell;
    foreach (cell, statement->inhRelations) {
        const Oid parent = mark_named(relations, lfirst_node(RangeVar, cell), partition ? AccessExclusiveLock : ShareUpdateExclusiveLock);
        if (!partition || get_rel_relkind(parent) != RELKIND_PARTITIONED_TABLE) continue;
        mark_tree(relations, get_default_partition_oid(parent), AccessExclusiveLock);
        mark_referenced(relations, parent, ShareRowExclusiveLock);
    }
    mark_definitions(relations, statement->tableElts);
    mark_definitions(relations, statement->constraints);
}

void mark_rename(Relations *relations, const RenameStmt *statement) {
    switch (statement->renameType) {
    case OBJECT_INDEX: mark_named(relations, statement->relation, ShareUpdateExclusiveLock); break;
    case OBJECT_ATTRIBUTE: relations->complete = false; break;
    case OBJECT_COLUMN:
    case OBJECT_TABCONSTRAINT:
    case OBJECT_TRIGGER: mark_named_tree(relations, statement->relation, AccessExclusiveLock); break;
    default: mark_named(relations, statement->relation, AccessExclusiveLock); break;
    }
}

void mark_reindex(Relations *relations, const ReindexStmt *statement) {
    if (statement->relation == nullptr) {
        relations->complete = false;
        return;
    }
    const bool concurrently = step_kind(reinterpret_cast<Node *>(const_cast<ReindexStmt *>(statement))) != StepKind::transactional;
    const Oid relation = named(statement->relation);
    const bool index = statement->kind == REINDEX_OBJECT_INDEX;
    mark_tree(relations, relation, concurrently ? ShareUpdateExclusiveLock : index ? AccessExclusiveLock : ShareLock);
    if (index && OidIsValid(relation))
        mark_tree(relations, IndexGetRelation(relation, true), concurrently ? ShareUpdateExclusiveLock : ShareLock);
}

void mark_vacuum(Relations *relations, const VacuumStmt *statement) {
    bool full = false;
    ListCell *cell;
    foreach (cell, statement->options)
        if (std::strcmp(lfirst_node(DefElem, cell)->defname, "full") == 0) full = defGetBoolean(lfirst_node(DefElem, cell));
    if (statement->rels == NIL) relations->complete = false;
    foreach (cell, statement->rels)
        mark_named_tree(relations, lfirst_node(VacuumRelation, cell)->relation, full ? AccessExclusiveLock : ShareUpdateExclusiveLock);
}

void mark_cluster(Relations *relations, Node *statement, const RangeVar *relation) {
    if (relation == nullptr) relations->complete = false;
    else mark_named_tree(relations, relation, is_plain_cluster(statement) ? AccessExclusiveLock : ShareUpdateExclusiveLock);
}

void mark_each(Relations *relations, List *names, LOCKMODE mode) {
    ListCell *cell;
    foreach (cell, names) {
        Node *name = static_cast<Node *>(lfirst(cell));
        if (!IsA(name, RangeVar)) continue; // of CREATE STATISTICS over what is no table
        mark_named_tree(relations, castNode(RangeVar, name), mode);
        mark_view_sources(relations, named(castNode(RangeVar, name)), mode);
    }
}

void mark_published(Relations *relations, List *objects) {
    ListCell *cell;
    foreach (cell, objects) {
        const PublicationTable *table = lfirst_node(PublicationObjSpec, cell)->pubtable;
        if (table != nullptr) mark_named_tree(relations, table->relation, ShareUpdateExclusiveLock);
    }
}

// OWNED BY names a table with its column; NONE is a name of its own.
void mark_sequence_options(Relations *relations, List *options) {
    ListCell *cell;
    foreach (cell, options) {
        const DefElem *element = lfirst_node(DefElem, cell);
        if (std::strcmp(element->defname, "owned_by") == 0) mark(relations, relation_in(element->arg, true), AccessShareLock);
    }
}

// The server checks the body of a function in SQL by analysing it, which locks what it names; bodies in other languages it leaves alone.
void mark_function(Relations *relations, const CreateFunctionStmt *statement) {
    if (statement->sql_body != nullptr) mark_query(relations, statement->sql_body);
    ListCell *cell;
    foreach (cell, statement->options) {
        const DefElem *element = lfirst_node(DefElem, cell);
        if (std::strcmp(element->defname, "language") == 0 && std::strcmp(defGetString(const_cast<DefElem *>(element)), "sql") == 0)
            relations->complete = false;
    }
}

void mark_view(Relations *relations, const ViewStmt *statement) {
    mark_query(relations, statement->query);
    if (statement->replace) mark_named(relations, statement->view, AccessExclusiveLock);
}

void mark_copy(Relations *relations, const CopyStmt *statement) {
    if (statement->query != nullptr) mark_query(relations, statement->query);
    else if (statement->is_from) mark_written(relations, named(statement->relation), CMD_INSERT);
    else mark_named(relations, statement->relation, AccessShareLock);
}

void mark_trigger(Relations *relations, const CreateTrigStmt *statement) {
    mark_named_tree(relations, statement->relation, ShareRowExclusiveLock);
    mark_named(relations, statement->constrrel, AccessShareLock);
}

void mark_rule(Relations *relations, const RuleStmt *statement) {
    mark_query(relations, reinterpret_cast<Node *>(statement->actions));
    mark_query(relations, statement->whereClause);
    mark_named(relations, statement->relation, AccessExclusiveLock);
}

void mark_policy(Relations *relations, const RangeVar *table, Node *qual, Node *check) {
    mark_query(relations, qual);
    mark_query(relations, check);
    mark_named(relations, table, AccessExclusiveLock);
}

void mark_refresh(Relations *relations, const RefreshMatViewStmt *statement) {
    const Oid view = mark_named(relations, statement->relation, statement->concurrent ? ExclusiveLock : AccessExclusiveLock);
    if (OidIsValid(view)) mark_view_sources(relations, view, AccessShareLock);
}

void mark_schema(Relations *relations, const CreateSchemaStmt *statement) {
    ListCell *cell;
    foreach (cell, statement->schemaElts) mark_statement(relations, static_cast<Node *>(lfirst(cell)));
}

void mark_grant(Relations *relations, const GrantStmt *statement) {
    if (grant_lock == NoLock || (statement->objtype != OBJECT_TABLE && statement->objtype != OBJECT_SEQUENCE)) return;
    if (statement->targtype != ACL_TARGET_OBJECT) relations->complete = false;
    else mark_each_alone(relations, statement->objects, grant_lock);
}

void mark_index(Relations *relations, const IndexStmt *statement) {
    mark_named_tree(relations, statement->relation, statement->concurrent ? ShareUpdateExclusiveLock : ShareLock);
}

} // namespace confiture::pg
