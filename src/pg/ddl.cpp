#include "confiture/pg/ddl.hpp"

#include "confiture/model/conditions.hpp"
#include "confiture/pg/script.hpp"
#include "confiture/pg/transaction.hpp"
#include "pg/compat.h"
#include "pg/ddl.h"
#include "pg/guard.h"
#include "pg/run_state.h"

extern "C" {
#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "commands/event_trigger.h"
#include "commands/extension.h"
#include "utils/lsyscache.h"
#include "utils/timestamp.h"
}

namespace confiture::pg {
namespace {

// The moments of one statement are told by its tree, and by the transaction, since another one's may come to stand at the same place.
struct Last {
    const Node *tree;
    TimestampTz began;
    TimestampTz happened_at;
};

constinit Last last{};

bool is_temporary(Oid relation) { return OidIsValid(relation) && get_rel_persistence(relation) == RELPERSISTENCE_TEMP; }

bool builds_concurrently(const IndexStmt *index) {
    if (!index->concurrent) return false;
    const Oid relation = RangeVarGetRelid(index->relation, NoLock, true);
    if (!OidIsValid(relation) || is_temporary(relation)) return false;
    return !index->if_not_exists || index->idxname == nullptr || !OidIsValid(get_relname_relid(index->idxname, get_rel_namespace(relation)));
}

bool drops_concurrently(const DropStmt *drop) {
    if (drop->removeType != OBJECT_INDEX || !drop->concurrent) return false;
    ListCell *cell;
    foreach (cell, drop->objects) {
        const Oid index = RangeVarGetRelid(makeRangeVarFromNameList(static_cast<List *>(lfirst(cell))), NoLock, true);
        if (OidIsValid(index) && !is_temporary(index)) return true;
    }
    return false;
}

bool detaches_concurrently(const AlterTableStmt *alter) {
    ListCell *cell;
    foreach (cell, alter->cmds) {
        const AlterTableCmd *command = lfirst_node(AlterTableCmd, cell);
        if (command->subtype == AT_DetachPartition && castNode(PartitionCmd, command->def)->concurrent) return true;
    }
    return false;
}

// Whether it commits as it goes, or has effects on another server.
bool lasts(Node *statement) {
    switch (nodeTag(statement)) {
    case T_IndexStmt: return builds_concurrently(castNode(IndexStmt, statement));
    case T_DropStmt: return drops_concurrently(castNode(DropStmt, statement));
    case T_AlterTableStmt: return detaches_concurrently(castNode(AlterTableStmt, statement));
    case T_CreateSubscriptionStmt:
    case T_AlterSubscriptionStmt:
    case T_DropSubscriptionStmt: return true;
    default: return false;
    }
}

struct Look {
    const EventTriggerData *data;
    bool is_outside;
    bool is_lasting;
    const char *tag;
    TimestampTz happened_at;
};

bool is_ours() { return run_state.depth > 0 || run_state.own_write || run_state.is_worker || creating_extension || IsBinaryUpgrade; }

bool changes_no_schema(Node *statement) { return IsA(statement, RefreshMatViewStmt) || IsA(statement, ReindexStmt); }

TimestampTz moment_of(const Node *tree) {
    if (last.tree != tree || last.began != GetCurrentTransactionStartTimestamp())
        last = {tree, GetCurrentTransactionStartTimestamp(), GetCurrentTimestamp()};
    return last.happened_at;
}

void look(Look *look) {
    Node *statement = look->data->parsetree;
    look->is_outside = !is_ours() && !changes_no_schema(statement);
    if (!look->is_outside) return;
    look->is_lasting = lasts(statement);
    look->tag = GetCommandTagName(look->data->tag);
    look->happened_at = moment_of(statement);
}

const EventTriggerData *event_of(const Call &call) {
    const Node *context = static_cast<const Node *>(call.context());
    if (context == nullptr || !IsA(context, EventTriggerData))
        throw Problem(condition::wrong_object_type, "confiture.on_ddl() can only be called as an event trigger");
    return reinterpret_cast<const EventTriggerData *>(context);
}

DdlText text_of(const EventTriggerData *data) { return {data->parsetree, static_cast<const ErrorContextCallback *>(run_state.callers), nullptr, 0}; }

// Reading it again may fail, under settings that have changed meanwhile.
void note_text(const EventTriggerData *data) {
    if (!lacks_text(text_of(data).callers)) return;
    (void)attempt([data] {
        DdlText text = text_of(data);
        guarded<DdlText, note_ddl_text>(text);
    });
}

constexpr std::int64_t epoch_difference = (static_cast<std::int64_t>(POSTGRES_EPOCH_JDATE) - UNIX_EPOCH_JDATE) * USECS_PER_DAY;

} // namespace

std::optional<Ddl> ddl_outside(const Call &call) {
    const EventTriggerData *data = event_of(call);
    const std::string_view event = data->event;
    const bool is_start = event == "ddl_command_start";
    if (!ddl_settings.guard && !ddl_settings.record && ddl_settings.denied == nullptr) return std::nullopt;
    Look found{data, false, false, nullptr, 0};
    guarded<Look, look>(found);
    if (!found.is_outside) return std::nullopt;
    if (ddl_settings.denied != nullptr)
        throw Problem(condition::insufficient_privilege, std::string("permission denied to set parameter \"") + ddl_settings.denied + "\"",
                      "This session has tried to when it connected, and may run no DDL therefore.", "Connect without it.");
    if (is_start && ddl_settings.record) note_text(data);
    return Ddl{is_start ? Ddl::Moment::start : event == "sql_drop" ? Ddl::Moment::drop : Ddl::Moment::end, found.tag, ddl_settings.guard, ddl_settings.record,
               found.is_lasting, found.happened_at + epoch_difference};
}

// Blanks and comments before a statement are not its own. What can't be read again, under settings that have changed meanwhile, is not shown.
std::optional<std::string> ddl_text(const Call &call) {
    std::optional<std::string> shown;
    (void)attempt([&] {
        DdlText found = text_of(event_of(call));
        guarded<DdlText, find_ddl_text>(found);
        if (found.text == nullptr) return;
        const std::string text(found.text, found.length);
        Script script(text);
        if (!script.next() || script.statement().secret || script.statement().kind != StatementKind::plain) return;
        shown = text.substr(script.statement().begin, script.statement().end - script.statement().begin);
        script.close();
    });
    return shown;
}

std::vector<CatalogRow> ddl_parts() {
    DdlParts parts{nullptr, 0};
    guarded<DdlParts, list_ddl_parts>(parts);
    std::vector<CatalogRow> rows;
    for (int i = 0; i < parts.count; i++) rows.push_back({parts.addresses[i].classId, parts.addresses[i].objectId, parts.addresses[i].objectSubId});
    return rows;
}

} // namespace confiture::pg
