#include "pg/ddl.h"

#include "pg/compat.h"

extern "C" {
#include "tcop/tcopprot.h"
}

namespace confiture::pg {
namespace {

// A session's first DDL statement loads the library while it runs: only the client's own string can tell of it. A longer one is not read again.
constexpr std::size_t longest_string = 1 << 20;

// What was found in that string.
struct Noted {
    const Node *tree;
    const char *string;
    const char *text;
    std::size_t length;
};

constinit Noted noted{};

bool has_foreign_options(const AlterTableStmt *alter) {
    ListCell *cell;
    foreach (cell, alter->cmds) {
        const AlterTableType type = lfirst_node(AlterTableCmd, cell)->subtype;
        if (type == AT_GenericOptions || type == AT_AlterColumnGenericOptions) return true;
    }
    return false;
}

// Statements without a body, a query or options in which somebody writes a password or a token. What is not listed is taken to have one.
bool is_plain_kind(Node *statement) {
    switch (nodeTag(statement)) {
    case T_AlterTableStmt: return !has_foreign_options(castNode(AlterTableStmt, statement));
    case T_CreateTrigStmt: return castNode(CreateTrigStmt, statement)->args == NIL;
    case T_CreateSchemaStmt: return castNode(CreateSchemaStmt, statement)->schemaElts == NIL;
    case T_CreateStmt:
    case T_IndexStmt:
    case T_CreateStatsStmt:
    case T_AlterStatsStmt:
    case T_CreateSeqStmt:
    case T_AlterSeqStmt:
    case T_CreateEnumStmt:
    case T_AlterEnumStmt:
    case T_CreateRangeStmt:
    case T_CompositeTypeStmt:
    case T_CreateDomainStmt:
    case T_AlterDomainStmt:
    case T_DefineStmt:
    case T_AlterTypeStmt:
    case T_CreateCastStmt:
    case T_CreateConversionStmt:
    case T_CreateOpClassStmt:
    case T_CreateOpFamilyStmt:
    case T_AlterOpFamilyStmt:
    case T_AlterOperatorStmt:
    case T_AlterCollationStmt:
    case T_AlterTSConfigurationStmt:
    case T_CreateTransformStmt:
    case T_CreatePLangStmt:
    case T_CreateAmStmt:
    case T_CreatePolicyStmt:
    case T_AlterPolicyStmt:
    case T_CreatePublicationStmt:
    case T_AlterPublicationStmt:
    case T_CreateExtensionStmt:
    case T_AlterExtensionStmt:
    case T_AlterExtensionContentsStmt:
    case T_GrantStmt:
    case T_AlterDefaultPrivilegesStmt:
    case T_DropStmt:
    case T_DropOwnedStmt:
    case T_RenameStmt:
    case T_AlterObjectSchemaStmt:
    case T_AlterObjectDependsStmt:
    case T_AlterOwnerStmt:
    case T_AlterTableMoveAllStmt:
    case T_CommentStmt: return true;
    default: return false;
    }
}

void take(DdlText *found, const char *string, int location, int length) {
    const std::size_t begin = location > 0 ? static_cast<std::size_t>(location) : 0;
    found->text = string + begin;
    found->length = length > 0 ? static_cast<std::size_t>(length) : std::strlen(found->text);
}

const RunningUtility *running_of(const ErrorContextCallback *callers) {
    for (; callers != nullptr; callers = callers->previous)
        if (callers->callback == mark_utility) return static_cast<const RunningUtility *>(callers->arg);
    return nullptr;
}

void find_in_string(DdlText *found) {
    if (debug_query_string == nullptr || std::strlen(debug_query_string) > longest_string) return;
    ListCell *cell;
    foreach (cell, raw_parser(debug_query_string, RAW_PARSE_DEFAULT)) {
        const RawStmt *raw = lfirst_node(RawStmt, cell);
        if (!equal(raw->stmt, found->tree)) continue;
        take(found, debug_query_string, raw->stmt_location, raw->stmt_len);
        return;
    }
}

} // namespace

void mark_utility(void *) {}

bool lacks_text(const ErrorContextCallback *callers) { return running_of(callers) == nullptr; }

void note_ddl_text(DdlText *found) {
    find_in_string(found);
    noted = {found->tree, debug_query_string, found->text, found->length};
}

void find_ddl_text(DdlText *found) {
    if (!is_plain_kind(found->tree)) return;
    const RunningUtility *running = running_of(found->callers);
    if (running != nullptr) {
        take(found, running->text, running->statement->stmt_location, running->statement->stmt_len);
    } else if (noted.text != nullptr && noted.tree == found->tree && noted.string == debug_query_string) {
        found->text = noted.text;
        found->length = noted.length;
    } else {
        find_in_string(found);
    }
}

} // namespace confiture::pg
