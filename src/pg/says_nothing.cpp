#include "pg/says_nothing.h"

namespace confiture::pg {
namespace {

// Others are taken to bring comments along: of what they copy, or of constraints that they make anew.
bool brings_no_comments(const AlterTableStmt *alter) {
    ListCell *cell;
    foreach (cell, alter->cmds) {
        switch (lfirst_node(AlterTableCmd, cell)->subtype) {
        case AT_AddColumn:
        case AT_DropColumn:
        case AT_ColumnDefault:
        case AT_SetNotNull:
        case AT_DropNotNull:
        case AT_AddConstraint:
        case AT_DropConstraint:
        case AT_ValidateConstraint: break;
        default: return false;
        }
    }
    return true;
}

bool brings_no_comments(const CreateStmt *create) {
    ListCell *cell;
    foreach (cell, create->tableElts)
        if (IsA(lfirst(cell), TableLikeClause)) return false;
    return create->inhRelations == NIL && create->partbound == nullptr;
}

} // namespace

bool says_nothing(Node *statement) {
    switch (nodeTag(statement)) {
    case T_AlterTableStmt: return brings_no_comments(castNode(AlterTableStmt, statement));
    case T_CreateStmt: return brings_no_comments(castNode(CreateStmt, statement));
    case T_IndexStmt: return castNode(IndexStmt, statement)->idxcomment == nullptr;
    case T_DropStmt:
    case T_CreateSeqStmt:
    case T_AlterSeqStmt:
    case T_CreateFunctionStmt:
    case T_ViewStmt:
    case T_GrantStmt:
    case T_VariableSetStmt:
    case T_CopyStmt:
    case T_DoStmt: return true;
    default: return false;
    }
}

} // namespace confiture::pg
