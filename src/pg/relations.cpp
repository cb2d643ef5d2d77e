#include "pg/compat.h"
#include "pg/relations_objects.h"

namespace confiture::pg {
namespace {

// Statements on objects that are no relations, and that lock none.
bool locks_nothing(Node *statement) {
    switch (nodeTag(statement)) {
    case T_VariableSetStmt:
    case T_VariableShowStmt:
    case T_TransactionStmt:
    case T_CreateEnumStmt:
    case T_AlterEnumStmt:
    case T_CreateDomainStmt:
    case T_CompositeTypeStmt:
    case T_CreateRangeStmt:
    case T_DefineStmt:
    case T_CreateRoleStmt:
    case T_AlterRoleStmt:
    case T_AlterRoleSetStmt:
    case T_DropRoleStmt:
    case T_GrantRoleStmt:
    case T_AlterDefaultPrivilegesStmt:
    case T_AlterFunctionStmt:
    case T_AlterOwnerStmt:
    case T_CreateCastStmt:
    case T_CreateConversionStmt:
    case T_CreateOpClassStmt:
    case T_CreateOpFamilyStmt:
    case T_AlterOpFamilyStmt:
    case T_AlterOperatorStmt:
    case T_AlterCollationStmt:
    case T_AlterTSDictionaryStmt:
    case T_AlterTSConfigurationStmt:
    case T_CreateTransformStmt:
    case T_CreateEventTrigStmt:
    case T_AlterEventTrigStmt:
    case T_CreateFdwStmt:
    case T_AlterFdwStmt:
    case T_CreateForeignServerStmt:
    case T_AlterForeignServerStmt:
    case T_CreateUserMappingStmt:
    case T_AlterUserMappingStmt:
    case T_DropUserMappingStmt:
    case T_CreateAmStmt:
    case T_CreatePLangStmt:
    case T_CreatedbStmt:
    case T_DropdbStmt:
    case T_AlterDatabaseStmt:
    case T_AlterDatabaseSetStmt:
    case T_AlterSystemStmt:
    case T_CreateTableSpaceStmt:
    case T_DropTableSpaceStmt:
    case T_AlterTableSpaceOptionsStmt:
    case T_CheckPointStmt:
    case T_NotifyStmt:
    case T_ListenStmt:
    case T_UnlistenStmt:
    case T_DeallocateStmt:
    case T_ClosePortalStmt:
    case T_DiscardStmt:
    case T_LoadStmt: return true;
    default: return false;
    }
}

void mark_query_statement(Relations *relations, Node *statement) {
    switch (nodeTag(statement)) {
    case T_ExplainStmt: mark_statement(relations, castNode(ExplainStmt, statement)->query); break;
    case T_DeclareCursorStmt: mark_query(relations, castNode(DeclareCursorStmt, statement)->query); break;
    case T_PrepareStmt: mark_query(relations, castNode(PrepareStmt, statement)->query); break;
    case T_CreateTableAsStmt: mark_statement(relations, castNode(CreateTableAsStmt, statement)->query); break;
    case T_CopyStmt: mark_copy(relations, castNode(CopyStmt, statement)); break;
    case T_RefreshMatViewStmt: mark_refresh(relations, castNode(RefreshMatViewStmt, statement)); break;
    case T_ViewStmt: mark_view(relations, castNode(ViewStmt, statement)); break;
    case T_CreateFunctionStmt: mark_function(relations, castNode(CreateFunctionStmt, statement)); break;
    default: relations->complete = relations->complete && locks_nothing(statement); break;
    }
}

void mark_part_statement(Relations *relations, Node *statement) {
    switch (nodeTag(statement)) {
    case T_CreateTrigStmt: mark_trigger(relations, castNode(CreateTrigStmt, statement)); break;
    case T_RuleStmt: mark_rule(relations, castNode(RuleStmt, statement)); break;
    case T_CreatePolicyStmt: {
        const CreatePolicyStmt *policy = castNode(CreatePolicyStmt, statement);
        mark_policy(relations, policy->table, policy->qual, policy->with_check);
        break;
    }
    case T_AlterPolicyStmt: {
        const AlterPolicyStmt *policy = castNode(AlterPolicyStmt, statement);
        mark_policy(relations, policy->table, policy->qual, policy->with_check);
        break;
    }
    case T_CreateStatsStmt: mark_each(relations, castNode(CreateStatsStmt, statement)->relations, ShareUpdateExclusiveLock); break;
    case T_CreateSeqStmt: mark_sequence_options(relations, castNode(CreateSeqStmt, statement)->options); break;
    case T_AlterSeqStmt:
        mark_named(relations, castNode(AlterSeqStmt, statement)->sequence, ShareRowExclusiveLock);
        mark_sequence_options(relations, castNode(AlterSeqStmt, statement)->options);
        break;
    case T_CreatePublicationStmt: mark_published(relations, castNode(CreatePublicationStmt, statement)->pubobjects); break;
    case T_AlterPublicationStmt: mark_published(relations, castNode(AlterPublicationStmt, statement)->pubobjects); break;
    case T_GrantStmt: mark_grant(relations, castNode(GrantStmt, statement)); break;
    case T_SecLabelStmt: mark_comment(relations, castNode(SecLabelStmt, statement)->objtype, castNode(SecLabelStmt, statement)->object); break;
    default: mark_query_statement(relations, statement); break;
    }
}

} // namespace

void mark_statement(Relations *relations, Node *statement) {
    const RangeVar *clustered = nullptr;
    if (is_cluster(statement, &clustered)) {
        mark_cluster(relations, statement, clustered);
        return;
    }
    switch (nodeTag(statement)) {
    case T_SelectStmt:
    case T_InsertStmt:
    case T_UpdateStmt:
    case T_DeleteStmt:
    case T_MergeStmt: mark_query(relations, statement); break;
    case T_AlterTableStmt: mark_alter_table(relations, castNode(AlterTableStmt, statement)); break;
    case T_CreateStmt: mark_create_table(relations, castNode(CreateStmt, statement)); break;
    case T_CreateForeignTableStmt: mark_create_table(relations, &castNode(CreateForeignTableStmt, statement)->base); break;
    case T_CreateSchemaStmt: mark_schema(relations, castNode(CreateSchemaStmt, statement)); break;
    case T_IndexStmt: mark_index(relations, castNode(IndexStmt, statement)); break;
    case T_DropStmt: mark_drop(relations, castNode(DropStmt, statement)); break;
    case T_TruncateStmt: mark_truncate(relations, castNode(TruncateStmt, statement)); break;
    case T_CommentStmt: mark_comment(relations, castNode(CommentStmt, statement)->objtype, castNode(CommentStmt, statement)->object); break;
    case T_RenameStmt: mark_rename(relations, castNode(RenameStmt, statement)); break;
    case T_AlterObjectSchemaStmt: mark_named(relations, castNode(AlterObjectSchemaStmt, statement)->relation, AccessExclusiveLock); break;
    case T_ReindexStmt: mark_reindex(relations, castNode(ReindexStmt, statement)); break;
    case T_VacuumStmt: mark_vacuum(relations, castNode(VacuumStmt, statement)); break;
    case T_LockStmt: mark_each(relations, castNode(LockStmt, statement)->relations, castNode(LockStmt, statement)->mode); break;
    default: mark_part_statement(relations, statement); break;
    }
}

} // namespace confiture::pg
