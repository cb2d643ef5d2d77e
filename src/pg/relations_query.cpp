#include "pg/compat.h"
#include "pg/relations.h"

extern "C" {
#include "access/htup_details.h"
#include "access/transam.h"
#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "catalog/pg_proc.h"
#include "nodes/nodeFuncs.h"
#include "utils/catcache.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"
}

namespace confiture::pg {
namespace {

// Where in a query the walk is.
struct Walk {
    Relations *relations;
    LOCKMODE mode;       // of relations that are read here
    List *locked;        // FOR UPDATE OF: names that alone are locked
    List *common;        // names of WITH queries in sight
};

bool visit(Node *node, void *context);

bool holds_name(List *names, const char *name) {
    ListCell *cell;
    foreach (cell, names)
        if (std::strcmp(static_cast<char *>(lfirst(cell)), name) == 0) return true;
    return false;
}

List *with_names(List *names, const WithClause *with) {
    if (with == nullptr) return names;
    List *result = list_copy(names);
    ListCell *cell;
    foreach (cell, with->ctes) result = lappend(result, lfirst_node(CommonTableExpr, cell)->ctename);
    return result;
}

bool is_common(const Walk *walk, const RangeVar *name) { return name->schemaname == nullptr && holds_name(walk->common, name->relname); }

void mark_source(const Walk *walk, const RangeVar *name) {
    if (is_common(walk, name)) return;
    const Oid relation = RangeVarGetRelid(name, NoLock, true);
    if (!OidIsValid(relation)) return;
    const char *seen_as = name->alias != nullptr ? name->alias->aliasname : name->relname;
    const bool locked = walk->locked == NIL || holds_name(walk->locked, seen_as);
    const LOCKMODE mode = locked ? walk->mode : AccessShareLock;
    if (name->inh) mark_tree(walk->relations, relation, mode);
    else mark(walk->relations, relation, mode);
    if (get_rel_relkind(relation) == RELKIND_VIEW) mark_view_sources(walk->relations, relation, mode);
}

// By name alone, since arguments have no types yet: one that is somebody's own may be meant, and lock whatever it likes.
bool may_be_own_function(List *names) {
    char *schema = nullptr;
    char *name = nullptr;
    DeconstructQualifiedName(names, &schema, &name);
    CatCList *list = SearchSysCacheList1(PROCNAMEARGSNSP, CStringGetDatum(name));
    bool own = list->n_members == 0;
    for (int i = 0; i < list->n_members; i++) {
        const FormData_pg_proc *form = reinterpret_cast<Form_pg_proc>(GETSTRUCT(&list->members[i]->tuple));
        if (form->oid >= FirstUnpinnedObjectId) own = true;
    }
    ReleaseSysCacheList(list);
    return own;
}

bool walk_below(Node *node, Walk walk) { return walk_raw(node, visit, &walk); }

bool visit_select(SelectStmt *select, Walk walk) {
    walk.common = with_names(walk.common, select->withClause);
    ListCell *cell;
    foreach (cell, select->lockingClause) {
        walk.mode = RowShareLock;
        ListCell *name;
        foreach (name, lfirst_node(LockingClause, cell)->lockedRels)
            walk.locked = lappend(walk.locked, lfirst_node(RangeVar, name)->relname);
    }
    return walk_below(reinterpret_cast<Node *>(select), walk);
}

template <class Statement>
bool visit_write(Statement *statement, CmdType command, Walk walk) {
    walk.common = with_names(walk.common, statement->withClause);
    walk.mode = AccessShareLock;
    mark_written(walk.relations, RangeVarGetRelid(statement->relation, NoLock, true), command);
    return walk_below(reinterpret_cast<Node *>(statement), walk);
}

bool visit_insert(InsertStmt *insert, Walk walk) {
    const bool updates = insert->onConflictClause != nullptr && insert->onConflictClause->action == ONCONFLICT_UPDATE;
    return visit_write(insert, updates ? CMD_UNKNOWN : CMD_INSERT, walk);
}

bool visit(Node *node, void *context) {
    if (node == nullptr) return false;
    Walk walk = *static_cast<Walk *>(context);
    switch (nodeTag(node)) {
    case T_RangeVar: mark_source(&walk, castNode(RangeVar, node)); return false;
    case T_SelectStmt: return visit_select(castNode(SelectStmt, node), walk);
    case T_InsertStmt: return visit_insert(castNode(InsertStmt, node), walk);
    case T_UpdateStmt: return visit_write(castNode(UpdateStmt, node), CMD_UPDATE, walk);
    case T_DeleteStmt: return visit_write(castNode(DeleteStmt, node), CMD_DELETE, walk);
    case T_MergeStmt: return visit_write(castNode(MergeStmt, node), CMD_UNKNOWN, walk);
    case T_FuncCall:
        if (may_be_own_function(castNode(FuncCall, node)->funcname)) walk.relations->complete = false;
        break;
    case T_SubLink:
    case T_WithClause:
        walk.mode = AccessShareLock;
        walk.locked = NIL;
        break;
    default: break;
    }
    return walk_below(node, walk);
}

} // namespace

void mark_query(Relations *relations, Node *query) {
    Walk walk{relations, AccessShareLock, NIL, NIL};
    visit(query, &walk);
}

} // namespace confiture::pg
