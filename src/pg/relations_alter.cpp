#include "pg/relations.h"

extern "C" {
#include "catalog/namespace.h"
#include "catalog/partition.h"
#include "catalog/pg_class.h"
#include "commands/tablecmds.h"
#include "partitioning/partdesc.h"
#include "utils/lsyscache.h"
}

namespace confiture::pg {
namespace {

void mark_constraint(Relations *relations, const Constraint *constraint) {
    if (constraint->contype != CONSTR_FOREIGN) return;
    mark_tree(relations, RangeVarGetRelid(constraint->pktable, NoLock, true), ShareRowExclusiveLock);
}

// What the server does to the table alone, whatever inherits from it.
bool stays_at_table(AlterTableType type) {
    switch (type) {
    case AT_SetTableSpace:
    case AT_ClusterOn:
    case AT_DropCluster:
    case AT_SetRelOptions:
    case AT_ResetRelOptions:
    case AT_ReplaceRelOptions:
    case AT_ReplicaIdentity:
    case AT_ChangeOwner:
    case AT_SetLogged:
    case AT_SetUnLogged:
    case AT_SetAccessMethod:
    case AT_EnableRowSecurity:
    case AT_DisableRowSecurity:
    case AT_ForceRowSecurity:
    case AT_NoForceRowSecurity:
    case AT_AddInherit:
    case AT_DropInherit:
    case AT_AttachPartition:
    case AT_DetachPartition:
    case AT_DetachPartitionFinalize: return true;
    default: return false;
    }
}

// Constraints whose other table is locked again when they, or columns of theirs, are dropped or made anew.
void mark_dropped_keys(Relations *relations, Oid relation) {
    mark_referenced(relations, relation, AccessExclusiveLock);
    mark_referencing(relations, relation, AccessExclusiveLock);
}

void mark_partition(Relations *relations, Oid parent, const AlterTableCmd *command) {
    const PartitionCmd *partition = castNode(PartitionCmd, command->def);
    const Oid child = RangeVarGetRelid(partition->name, NoLock, true);
    mark_tree(relations, child, AccessExclusiveLock);
    if (get_rel_relkind(parent) != RELKIND_PARTITIONED_TABLE || !OidIsValid(child)) return;
    if (command->subtype == AT_AttachPartition) mark_referenced(relations, parent, ShareRowExclusiveLock);
    else if (command->subtype == AT_DetachPartition && !partition->concurrent) mark_dropped_keys(relations, child);
    if (!partition->concurrent) mark_tree(relations, get_default_partition_oid(parent), AccessExclusiveLock);
}

void mark_command(Relations *relations, Oid relation, const AlterTableCmd *command) {
    switch (command->subtype) {
    case AT_AddColumn: mark_definitions(relations, list_make1(command->def)); break;
    case AT_AddConstraint:
        if (IsA(command->def, Constraint)) mark_constraint(relations, castNode(Constraint, command->def));
        break;
    case AT_DropColumn:
        mark_dropped_keys(relations, relation);
        mark_owned_sequences(relations, relation, AccessExclusiveLock);
        break;
    case AT_DropConstraint:
    case AT_AlterColumnType:
    case AT_AlterConstraint: mark_dropped_keys(relations, relation); break;
    case AT_ValidateConstraint: mark_referenced(relations, relation, RowShareLock); break;
    case AT_AddInherit: mark_named(relations, castNode(RangeVar, command->def), ShareUpdateExclusiveLock); break;
    case AT_DropInherit: mark_named(relations, castNode(RangeVar, command->def), AccessShareLock); break;
    case AT_ChangeOwner:
    case AT_SetIdentity:
    case AT_SetLogged:
    case AT_SetUnLogged:
    case AT_DropIdentity: mark_owned_sequences(relations, relation, AccessExclusiveLock); break;
    case AT_AttachPartition:
    case AT_DetachPartition:
    case AT_DetachPartitionFinalize: mark_partition(relations, relation, command); break;
    case AT_GenericOptions:
    case AT_AlterColumnGenericOptions:
    case AT_AddOf: relations->complete = false; break;
    default: break;
    }
    if (command->behavior == DROP_CASCADE) relations->complete = false;
}

// An expression of a default, check or generated column runs for each row where the table is scanned or rewritten.
void mark_expressions(Relations *relations, const AlterTableCmd *command) {
    if (command->def == nullptr || !IsA(command->def, ColumnDef)) return;
    const ColumnDef *column = castNode(ColumnDef, command->def);
    ListCell *cell;
    foreach (cell, column->constraints) {
        const Constraint *constraint = lfirst_node(Constraint, cell);
        if (constraint->raw_expr != nullptr) mark_query(relations, constraint->raw_expr);
    }
    if (column->raw_default != nullptr) mark_query(relations, column->raw_default);
}

} // namespace

void mark_definitions(Relations *relations, List *elements) {
    ListCell *cell;
    foreach (cell, elements) {
        Node *element = static_cast<Node *>(lfirst(cell));
        if (IsA(element, Constraint)) mark_constraint(relations, castNode(Constraint, element));
        if (IsA(element, TableLikeClause)) mark_named(relations, castNode(TableLikeClause, element)->relation, AccessShareLock);
        if (IsA(element, ColumnDef)) mark_definitions(relations, castNode(ColumnDef, element)->constraints);
    }
}

void mark_alter_table(Relations *relations, const AlterTableStmt *statement) {
    const Oid relation = RangeVarGetRelid(statement->relation, NoLock, true);
    if (!OidIsValid(relation)) return;
    const LOCKMODE mode = AlterTableGetLockLevel(statement->cmds);
    bool recurses = false;
    ListCell *cell;
    foreach (cell, statement->cmds) {
        const AlterTableCmd *command = lfirst_node(AlterTableCmd, cell);
        recurses = recurses || !stays_at_table(command->subtype);
        mark_command(relations, relation, command);
        mark_expressions(relations, command);
    }
    if (recurses && statement->relation->inh) mark_tree(relations, relation, mode);
    else mark(relations, relation, mode);
}

} // namespace confiture::pg
