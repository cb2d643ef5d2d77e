// Differences between servers 15 to 19; nowhere else does a version number stand.
#pragma once

#include "pg/server.h"

extern "C" {
#include "access/htup_details.h"
#include "catalog/pg_constraint.h"
#include "catalog/pg_namespace.h"
#include "catalog/pg_publication_rel.h"
#include "executor/executor.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "nodes/parsenodes.h"
#include "parser/parse_node.h"
#include "parser/parse_relation.h"
#include "parser/parser.h"
#include "parser/scanner.h"
#include "rewrite/rewriteManip.h"
#include "storage/lockdefs.h"
#include "tcop/dest.h"
#include "tcop/pquery.h"
#include "utils/acl.h"
#include "utils/guc_tables.h"
}

#if PG_VERSION_NUM < 150000 || PG_VERSION_NUM >= 200000
#error "confiture supports PostgreSQL 15 to 19"
#endif

namespace confiture::pg {

// Whether the member may SET ROLE to the role: a privilege of its own from 16 on.
inline bool can_set_role(Oid member, Oid role) {
#if PG_VERSION_NUM >= 160000
    return member_can_set_role(member, role);
#else
    return is_member_of_role(member, role);
#endif
}

// Whether the current user may name objects of the schema.
inline bool may_use_schema(Oid schema) {
#if PG_VERSION_NUM >= 160000
    return object_aclcheck(NamespaceRelationId, schema, GetUserId(), ACL_USAGE) == ACLCHECK_OK;
#else
    return pg_namespace_aclcheck(schema, GetUserId(), ACL_USAGE) == ACLCHECK_OK;
#endif
}

// All settings that the server knows.
inline config_generic **setting_variables(int *count) {
#if PG_VERSION_NUM >= 160000
    return get_guc_variables(count);
#else
    *count = GetNumConfigOptions();
    return get_guc_variables();
#endif
}

// Runs a portal to its end. Not at top level, what refuses a transaction block says so itself (25001).
inline void run_portal(Portal portal, bool at_top_level, QueryCompletion *completion) {
#if PG_VERSION_NUM >= 180000
    PortalRun(portal, FETCH_ALL, at_top_level, None_Receiver, None_Receiver, completion);
#else
    PortalRun(portal, FETCH_ALL, at_top_level, true, None_Receiver, None_Receiver, completion);
#endif
}

// Checks INSERT on the columns (numbers from 1) of the relation as DoCopy does, and raises 42501.
inline void check_insert_permission(ParseState *state, ParseNamespaceItem *item, List *columns) {
    Bitmapset *inserted = nullptr;
    ListCell *cell;
    foreach (cell, columns)
        inserted = bms_add_member(inserted, lfirst_int(cell) - FirstLowInvalidHeapAttributeNumber);
#if PG_VERSION_NUM >= 160000
    item->p_perminfo->requiredPerms = ACL_INSERT;
    item->p_perminfo->insertedCols = inserted;
    ExecCheckPermissions(state->p_rtable, list_make1(item->p_perminfo), true);
#else
    item->p_rte->requiredPerms = ACL_INSERT;
    item->p_rte->insertedCols = inserted;
    ExecCheckRTPerms(state->p_rtable, true);
#endif
}

// Leaves warnings about backslashes in strings to the parser; from 19 on there are none.
inline void quiet_strings([[maybe_unused]] core_yy_extra_type *extra) {
#if PG_VERSION_NUM < 190000
    extra->escape_string_warning = false;
#endif
}

// Lets a scanner that stands between two statements follow what the last one set.
inline void follow_string_settings(core_yy_extra_type *extra) {
    extra->backslash_quote = backslash_quote;
#if PG_VERSION_NUM < 190000
    extra->standard_conforming_strings = standard_conforming_strings;
#endif
}

// Calls the walker for each node directly below this one of a raw tree, until it says true.
inline bool walk_raw(Node *node, bool (*walker)(Node *, void *), void *context) {
#if PG_VERSION_NUM >= 160000
    return raw_expression_tree_walker(node, walker, context);
#else
    return raw_expression_tree_walker(node, reinterpret_cast<bool (*)()>(reinterpret_cast<void (*)()>(walker)), context);
#endif
}

// A mutator of analysed trees: gives back the node to stand in place of this one.
using Mutator = Node *(*)(Node *, void *);

// Gives what the mutator makes of each node directly below this one of an analysed tree.
inline Node *mutate_below(Node *node, Mutator mutator, void *context) {
#if PG_VERSION_NUM >= 160000
    return expression_tree_mutator(node, mutator, context);
#else
    return expression_tree_mutator(node, reinterpret_cast<Node *(*)()>(reinterpret_cast<void (*)()>(mutator)), context);
#endif
}

// The same of each expression and subquery of a query.
inline Query *mutate_query(Query *query, Mutator mutator, void *context) {
#if PG_VERSION_NUM >= 160000
    return query_tree_mutator(query, mutator, context, 0);
#else
    return query_tree_mutator(query, reinterpret_cast<Node *(*)()>(reinterpret_cast<void (*)()>(mutator)), context, 0);
#endif
}

// A walker of analysed trees: true ends the walk.
using Walker = bool (*)(Node *, void *);

// Calls the walker for each node directly below this one of an analysed tree, until it says true.
inline bool walk_below(Node *node, Walker walker, void *context) {
#if PG_VERSION_NUM >= 160000
    return expression_tree_walker(node, walker, context);
#else
    return expression_tree_walker(node, reinterpret_cast<bool (*)()>(reinterpret_cast<void (*)()>(walker)), context);
#endif
}

// The same of each expression and subquery of a query.
inline bool walk_query(Query *query, Walker walker, void *context) {
#if PG_VERSION_NUM >= 160000
    return query_tree_walker(query, walker, context, 0);
#else
    return query_tree_walker(query, reinterpret_cast<bool (*)()>(reinterpret_cast<void (*)()>(walker)), context, 0);
#endif
}

// Puts the entries OLD and NEW in front of a view's range table, as the catalog has them before 16: they decide how columns are printed.
inline void add_view_entries([[maybe_unused]] Query *query, [[maybe_unused]] Relation view) {
#if PG_VERSION_NUM < 160000
    ParseState *state = make_parsestate(nullptr);
    OffsetVarNodes(reinterpret_cast<Node *>(query), 2, 0);
    for (const char *name : {"new", "old"})
        query->rtable = lcons(addRangeTableEntryForRelation(state, view, AccessShareLock, makeAlias(name, NIL), false, false)->p_rte, query->rtable);
    free_parsestate(state);
#endif
}

// How many entries of a query's range table count for whether columns are printed with their tables' names: from 18 on GROUP BY has one that does not.
inline int tables_in(const Query *query) {
#if PG_VERSION_NUM >= 180000
    return list_length(query->rtable) - (query->hasGroupRTE ? 1 : 0);
#else
    return list_length(query->rtable);
#endif
}

// Of a constraint that says that a column is NOT NULL, its number, else 0: from 18 on tables have these.
inline AttrNumber not_null_column([[maybe_unused]] HeapTuple constraint) {
#if PG_VERSION_NUM >= 180000
    if (reinterpret_cast<Form_pg_constraint>(GETSTRUCT(constraint))->contype == CONSTRAINT_NOTNULL) return extractNotNullColumn(constraint);
#endif
    return InvalidAttrNumber;
}

// Whether the expression is printed as a call, which needs no parentheses in an index's list of columns.
inline bool looks_like_call(Node *node) {
    switch (nodeTag(node)) {
    case T_FuncExpr: {
        const CoercionForm form = castNode(FuncExpr, node)->funcformat;
        return form == COERCE_EXPLICIT_CALL || form == COERCE_SQL_SYNTAX;
    }
    case T_NullIfExpr:
    case T_CoalesceExpr:
    case T_MinMaxExpr:
    case T_SQLValueFunction:
    case T_XmlExpr:
#if PG_VERSION_NUM >= 170000
    case T_JsonExpr:
#endif
        return true;
    default:
        return false;
    }
}

// Where in its text RETURNING of an UPDATE names its first value, in bytes; -1: it has none.
inline int returning_location(const UpdateStmt *update) {
#if PG_VERSION_NUM >= 180000
    List *values = update->returningClause == nullptr ? NIL : update->returningClause->exprs;
#else
    List *values = update->returningList;
#endif
    return values == NIL ? -1 : std::max(exprLocation(static_cast<Node *>(linitial(values))), 0);
}

// Whether the statement is CLUSTER, or what 19 makes of it and of REPACK, and of which table (null: of all).
inline bool is_cluster(Node *statement, const RangeVar **relation) {
#if PG_VERSION_NUM >= 190000
    if (!IsA(statement, RepackStmt)) return false;
    const VacuumRelation *vacuumed = castNode(RepackStmt, statement)->relation;
    *relation = vacuumed == nullptr ? nullptr : vacuumed->relation;
#else
    if (!IsA(statement, ClusterStmt)) return false;
    *relation = castNode(ClusterStmt, statement)->relation;
#endif
    return true;
}

// Whether it rewrites its table in the way of the old CLUSTER, which locks it from all others (19 has REPACK (CONCURRENTLY), too).
inline bool is_plain_cluster([[maybe_unused]] Node *statement) {
#if PG_VERSION_NUM >= 190000
    ListCell *cell;
    foreach (cell, castNode(RepackStmt, statement)->params)
        if (std::strcmp(lfirst_node(DefElem, cell)->defname, "concurrently") == 0) return false;
#endif
    return true;
}

// WAIT FOR of 19 must not hold a snapshot.
inline bool waits_for_others([[maybe_unused]] Node *statement) {
#if PG_VERSION_NUM >= 190000
    return IsA(statement, WaitStmt);
#else
    return false;
#endif
}

// Whether ALTER SUBSCRIPTION refreshes what it subscribes to.
inline bool is_refresh(AlterSubscriptionType kind) {
#if PG_VERSION_NUM >= 190000
    return kind == ALTER_SUBSCRIPTION_REFRESH_PUBLICATION || kind == ALTER_SUBSCRIPTION_REFRESH_SEQUENCES;
#else
    return kind == ALTER_SUBSCRIPTION_REFRESH;
#endif
}

// Whether the row of pg_publication_rel names a table that a publication of all tables leaves out: from 19 on.
inline bool is_left_out([[maybe_unused]] const FormData_pg_publication_rel *row) {
#if PG_VERSION_NUM >= 190000
    return row->prexcept;
#else
    return false;
#endif
}

// What GRANT and REVOKE lock the relations with that they name.
#if PG_VERSION_NUM >= 180000
constexpr LOCKMODE grant_lock = AccessShareLock;
#else
constexpr LOCKMODE grant_lock = NoLock;
#endif

// From which level on this process writes to the server's log; from 19 on each kind of process has a level of its own.
inline int &log_level_of_process() {
#if PG_VERSION_NUM >= 190000
    return log_min_messages[MyBackendType];
#else
    return log_min_messages;
#endif
}

// Calls fn for each relation whose rows the plan writes itself.
inline void visit_written(const PlannedStmt *plan, void (*fn)(Oid)) {
#if PG_VERSION_NUM >= 190000
    for (int index = -1; (index = bms_next_member(plan->resultRelationRelids, index)) >= 0;) fn(list_nth_node(RangeTblEntry, plan->rtable, index - 1)->relid);
#else
    ListCell *cell;
    foreach (cell, plan->resultRelations) fn(list_nth_node(RangeTblEntry, plan->rtable, lfirst_int(cell) - 1)->relid);
#endif
}

} // namespace confiture::pg
