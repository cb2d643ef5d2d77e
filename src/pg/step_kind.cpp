#include "pg/compat.h"
#include "pg/own_scope.h"
#include "pg/relations.h"

extern "C" {
#include "catalog/namespace.h"
#include "commands/defrem.h"
}

namespace confiture::pg {
namespace {

const DefElem *option(List *options, const char *name) {
    ListCell *cell;
    foreach (cell, options) {
        const DefElem *element = lfirst_node(DefElem, cell);
        if (std::strcmp(element->defname, name) == 0) return element;
    }
    return nullptr;
}

// The value of an option that is true where it is named without one.
bool is_on(List *options, const char *name, bool otherwise) {
    const DefElem *element = option(options, name);
    return element == nullptr ? otherwise : defGetBoolean(const_cast<DefElem *>(element));
}

StepKind if_so(bool refuses, StepKind kind) { return refuses ? kind : StepKind::transactional; }

StepKind of_reindex(const ReindexStmt *statement) {
    const bool many = statement->kind != REINDEX_OBJECT_INDEX && statement->kind != REINDEX_OBJECT_TABLE;
    return if_so(many || is_on(statement->params, "concurrently", false) || is_partitioned(statement->relation), StepKind::reindex);
}

StepKind of_alter_table(const AlterTableStmt *statement) {
    ListCell *cell;
    foreach (cell, statement->cmds) {
        const AlterTableCmd *command = lfirst_node(AlterTableCmd, cell);
        if (command->subtype == AT_DetachPartition && castNode(PartitionCmd, command->def)->concurrent) return StepKind::detach;
    }
    return StepKind::transactional;
}

bool reaches_publisher(const AlterSubscriptionStmt *statement) {
    switch (statement->kind) {
    case ALTER_SUBSCRIPTION_OPTIONS:
        return option(statement->options, "failover") != nullptr || option(statement->options, "two_phase") != nullptr;
    case ALTER_SUBSCRIPTION_SET_PUBLICATION:
    case ALTER_SUBSCRIPTION_ADD_PUBLICATION:
    case ALTER_SUBSCRIPTION_DROP_PUBLICATION: return is_on(statement->options, "refresh", true);
    case ALTER_SUBSCRIPTION_CONNECTION:
    case ALTER_SUBSCRIPTION_ENABLED:
    case ALTER_SUBSCRIPTION_SKIP: return false;
    default: return is_refresh(statement->kind);
    }
}

bool is_batch(const CallStmt *statement) {
    char *schema = nullptr;
    char *name = nullptr;
    DeconstructQualifiedName(statement->funccall->funcname, &schema, &name);
    if (std::strcmp(name, "batch_update") != 0 && std::strcmp(name, "batch_delete") != 0) return false;
    return schema != nullptr ? std::strcmp(schema, "confiture") == 0 : list_member_oid(fetch_search_path(false), own_schema());
}

} // namespace

StepKind step_kind(Node *statement) {
    switch (nodeTag(statement)) {
    case T_IndexStmt: return if_so(castNode(IndexStmt, statement)->concurrent, StepKind::create_index);
    case T_DropStmt: return if_so(castNode(DropStmt, statement)->concurrent, StepKind::drop_index);
    case T_ReindexStmt: return of_reindex(castNode(ReindexStmt, statement));
    case T_VacuumStmt: return if_so(castNode(VacuumStmt, statement)->is_vacuumcmd, StepKind::vacuum);
    case T_AlterTableStmt: return of_alter_table(castNode(AlterTableStmt, statement));
    case T_CreatedbStmt: return StepKind::create_database;
    case T_DropdbStmt: return StepKind::drop_database;
    case T_AlterDatabaseStmt:
        return if_so(option(castNode(AlterDatabaseStmt, statement)->options, "tablespace") != nullptr, StepKind::alter_database);
    case T_AlterSystemStmt: return StepKind::alter_system;
    case T_CreateTableSpaceStmt: return StepKind::create_tablespace;
    case T_DropTableSpaceStmt: return StepKind::drop_tablespace;
    case T_CreateSubscriptionStmt:
        return if_so(is_on(castNode(CreateSubscriptionStmt, statement)->options, "connect", true), StepKind::create_subscription);
    case T_AlterSubscriptionStmt: return if_so(reaches_publisher(castNode(AlterSubscriptionStmt, statement)), StepKind::alter_subscription);
    case T_DropSubscriptionStmt: return StepKind::drop_subscription;
    case T_CallStmt: return is_batch(castNode(CallStmt, statement)) ? StepKind::batch : StepKind::call;
    case T_DiscardStmt: return if_so(castNode(DiscardStmt, statement)->target == DISCARD_ALL, StepKind::other);
    default: break;
    }
    const RangeVar *clustered = nullptr;
    if (is_cluster(statement, &clustered)) return if_so(clustered == nullptr || is_partitioned(clustered) || !is_plain_cluster(statement), StepKind::cluster);
    return if_so(waits_for_others(statement), StepKind::other);
}

} // namespace confiture::pg
