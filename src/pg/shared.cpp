#include "pg/shared.h"

#include "pg/guard.h"
#include "pg/reader.h"

extern "C" {
#include "commands/defrem.h"
#include "tcop/utility.h"
}

namespace confiture::pg {
namespace {

bool is_shared_kind(ObjectType type) {
    return type == OBJECT_ROLE || type == OBJECT_DATABASE || type == OBJECT_TABLESPACE || type == OBJECT_PARAMETER_ACL;
}

// A subscription made as pg_dump writes it does nothing until it is enabled; any other one, or one enabled, would take what a slot keeps for another
// database.
bool stays_asleep(const CreateSubscriptionStmt *statement) {
    ListCell *cell;
    foreach (cell, statement->options) {
        DefElem *option = lfirst_node(DefElem, cell);
        if (std::strcmp(option->defname, "connect") == 0) return !defGetBoolean(option);
    }
    return false;
}

bool stays_asleep(const AlterSubscriptionStmt *statement) {
    return statement->kind == ALTER_SUBSCRIPTION_OPTIONS || statement->kind == ALTER_SUBSCRIPTION_CONNECTION;
}

bool is_shared(Node *statement) {
    switch (nodeTag(statement)) {
    case T_CreateRoleStmt:
    case T_AlterRoleStmt:
    case T_AlterRoleSetStmt:
    case T_DropRoleStmt:
    case T_GrantRoleStmt:
    case T_DropOwnedStmt:
    case T_ReassignOwnedStmt:
    case T_CreatedbStmt:
    case T_AlterDatabaseStmt:
    case T_AlterDatabaseRefreshCollStmt:
    case T_AlterDatabaseSetStmt:
    case T_DropdbStmt:
    case T_CreateTableSpaceStmt:
    case T_AlterTableSpaceOptionsStmt:
    case T_DropTableSpaceStmt:
    case T_AlterSystemStmt:
    case T_DropSubscriptionStmt: return true;
    case T_CreateSubscriptionStmt: return !stays_asleep(castNode(CreateSubscriptionStmt, statement));
    case T_AlterSubscriptionStmt: return !stays_asleep(castNode(AlterSubscriptionStmt, statement));
    case T_GrantStmt: return is_shared_kind(castNode(GrantStmt, statement)->objtype);
    case T_CommentStmt: return is_shared_kind(castNode(CommentStmt, statement)->objtype);
    case T_SecLabelStmt: return is_shared_kind(castNode(SecLabelStmt, statement)->objtype);
    case T_RenameStmt: return is_shared_kind(castNode(RenameStmt, statement)->renameType);
    case T_AlterOwnerStmt: return is_shared_kind(castNode(AlterOwnerStmt, statement)->objectType);
    default: return false;
    }
}

struct Asked {
    const Reader *reader;
    const char *tag;
};

void ask(Asked *asked) {
    if (asked->reader->tree != nullptr) asked->tag = shared_tag(asked->reader->tree->stmt);
}

} // namespace

const char *shared_tag(Node *statement) { return is_shared(statement) ? CreateCommandName(statement) : nullptr; }

std::string Script::shared_tag() const {
    if (statement_.kind == StatementKind::meta_command) return {};
    Asked asked{reader_.get(), nullptr};
    guarded<Asked, ask>(asked);
    return asked.tag == nullptr ? "" : asked.tag;
}

} // namespace confiture::pg
