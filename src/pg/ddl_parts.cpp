#include "pg/ddl.h"

#include "pg/compat.h"
#include "pg/own_scope.h"

extern "C" {
#include "catalog/namespace.h"
#include "catalog/pg_attrdef.h"
#include "catalog/pg_class.h"
#include "catalog/pg_constraint.h"
#include "catalog/pg_foreign_data_wrapper.h"
#include "catalog/pg_foreign_server.h"
#include "catalog/pg_language.h"
#include "catalog/pg_namespace.h"
#include "catalog/pg_proc.h"
#include "executor/spi.h"
#include "tcop/deparse_utility.h"
#include "utils/lsyscache.h"
}

namespace confiture::pg {
namespace {

struct Listing {
    ObjectAddress *addresses;
    int count;
    int room;
};

void add(Listing *listing, Oid catalog, Oid object, int part) {
    if (!OidIsValid(object)) return;
    if (listing->count == listing->room) {
        listing->room *= 2;
        listing->addresses = static_cast<ObjectAddress *>(repalloc(listing->addresses, sizeof(ObjectAddress) * static_cast<std::size_t>(listing->room)));
    }
    listing->addresses[listing->count++] = {catalog, object, part};
}

void add_column(Listing *listing, Oid relation, const char *name) {
    const AttrNumber column = name == nullptr ? InvalidAttrNumber : get_attnum(relation, name);
    if (column != InvalidAttrNumber) add(listing, RelationRelationId, relation, column);
}

Oid catalog_of(ObjectType type) {
    switch (type) {
    case OBJECT_TABLE:
    case OBJECT_SEQUENCE: return RelationRelationId;
    case OBJECT_FUNCTION:
    case OBJECT_PROCEDURE:
    case OBJECT_ROUTINE: return ProcedureRelationId;
    case OBJECT_SCHEMA: return NamespaceRelationId;
    case OBJECT_TYPE:
    case OBJECT_DOMAIN: return TypeRelationId;
    case OBJECT_LANGUAGE: return LanguageRelationId;
    case OBJECT_FDW: return ForeignDataWrapperRelationId;
    case OBJECT_FOREIGN_SERVER: return ForeignServerRelationId;
    default: return InvalidOid;
    }
}

void add_granted_columns(Listing *listing, const InternalGrant *grant, Oid relation) {
    ListCell *privilege, *column;
    foreach (privilege, grant->col_privs)
        foreach (column, lfirst_node(AccessPriv, privilege)->cols) add_column(listing, relation, strVal(lfirst(column)));
}

void add_grant(Listing *listing, const InternalGrant *grant) {
    const Oid catalog = catalog_of(grant->objtype);
    ListCell *cell;
    foreach (cell, grant->objects) {
        if (OidIsValid(catalog)) add(listing, catalog, lfirst_oid(cell), 0);
        if (catalog == RelationRelationId) add_granted_columns(listing, grant, lfirst_oid(cell));
    }
}

// Of constraints and triggers, too, it tells a name, which may be that of a column.
const char *column_of(const AlterTableCmd *command) {
    switch (command->subtype) {
    case AT_AddColumn:
    case AT_AddColumnToView: return castNode(ColumnDef, command->def)->colname;
    case AT_ColumnDefault:
    case AT_DropNotNull:
    case AT_SetNotNull:
    case AT_DropExpression:
    case AT_SetStatistics:
    case AT_SetOptions:
    case AT_ResetOptions:
    case AT_SetStorage:
    case AT_SetCompression:
    case AT_AlterColumnType:
    case AT_AlterColumnGenericOptions:
    case AT_AddIdentity:
    case AT_SetIdentity:
    case AT_DropIdentity: return command->name;
    default: return nullptr;
    }
}

void add_partition(Listing *listing, const PartitionCmd *partition) {
    if (partition->name != nullptr) add(listing, RelationRelationId, RangeVarGetRelid(partition->name, NoLock, true), 0);
}

void add_subcommand(Listing *listing, Oid relation, const CollectedATSubcmd *sub) {
    const AlterTableCmd *command = castNode(AlterTableCmd, sub->parsetree);
    add(listing, sub->address.classId, sub->address.objectId, sub->address.objectSubId);
    const char *column = column_of(command);
    add_column(listing, relation, column);
    if (command->subtype == AT_ColumnDefault) add(listing, AttrDefaultRelationId, GetAttrDefaultOid(relation, get_attnum(relation, column)), 0);
    if (command->def != nullptr && IsA(command->def, PartitionCmd)) add_partition(listing, castNode(PartitionCmd, command->def));
    const bool is_index = sub->address.classId == RelationRelationId && sub->address.objectId != relation && sub->address.objectSubId == 0;
    if (is_index && OidIsValid(sub->address.objectId)) add(listing, ConstraintRelationId, get_index_constraint(sub->address.objectId), 0);
}

void add_command(Listing *listing, const CollectedCommand *command) {
    if (command->type == SCT_Grant) add_grant(listing, command->d.grant.istmt);
    if (command->type != SCT_AlterTable) return;
    ListCell *cell;
    foreach (cell, command->d.alterTable.subcmds)
        add_subcommand(listing, command->d.alterTable.objectId, static_cast<const CollectedATSubcmd *>(lfirst(cell)));
}

// The commands, which live as long as the statement.
List *commands() {
    MemoryContext outside = CurrentMemoryContext;
    List *found = NIL;
    const OwnScope scope = enter_own_scope();
    SPI_connect();
    const int result = SPI_execute("SELECT command FROM pg_catalog.pg_event_trigger_ddl_commands()", false, 0);
    if (result < 0) elog(ERROR, "could not run: %s", SPI_result_code_string(result));
    for (std::uint64_t row = 0; row < SPI_processed; row++) {
        bool null = false;
        const Datum command = SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, 1, &null);
        MemoryContext spi = MemoryContextSwitchTo(outside);
        if (!null) found = lappend(found, DatumGetPointer(command));
        MemoryContextSwitchTo(spi);
    }
    SPI_finish();
    leave_own_scope(scope);
    return found;
}

} // namespace

// Names in the statement mean what they mean to who runs it.
void list_ddl_parts(DdlParts *parts) {
    Listing listing{static_cast<ObjectAddress *>(palloc(sizeof(ObjectAddress) * 16)), 0, 16};
    ListCell *cell;
    foreach (cell, commands()) add_command(&listing, static_cast<const CollectedCommand *>(lfirst(cell)));
    *parts = {listing.addresses, listing.count};
}

} // namespace confiture::pg
