#include "pg/compat.h"
#include "pg/execute.h"

#include "pg/touched.h"

extern "C" {
#include "access/sysattr.h"
#include "access/table.h"
#include "commands/copy.h"
#include "commands/copyfrom_internal.h"
#include "commands/defrem.h"
#include "mb/pg_wchar.h"
#include "nodes/makefuncs.h"
#include "optimizer/optimizer.h"
#include "parser/parse_coerce.h"
#include "parser/parse_collate.h"
#include "parser/parse_expr.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/rls.h"
#include "utils/snapmgr.h"
}

namespace confiture::pg {
namespace {

constinit Execution *running_copy = nullptr;

int give_data(void *buffer, int, int most) {
    Execution *copy = running_copy;
    std::size_t count = std::min(copy->data.size() - copy->data_position, static_cast<std::size_t>(most));
    std::memcpy(buffer, copy->data.data() + copy->data_position, count);
    copy->data_position += count;
    return static_cast<int>(count);
}

void refuse_binary(const CopyStmt *copy, ParseState *state) {
    ListCell *cell;
    foreach (cell, copy->options) {
        DefElem *option = lfirst_node(DefElem, cell);
        if (std::strcmp(option->defname, "format") == 0 && pg_strcasecmp(defGetString(option), "binary") == 0)
            ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED), errmsg("data of COPY in a file can't have format \"binary\""),
                            errhint("Use format text or csv."), parser_errposition(state, option->location)));
    }
}

// The text is in the server's encoding whatever client_encoding says: say so, and refuse another one named by the file.
List *options_with_encoding(const CopyStmt *copy, ParseState *state) {
    ListCell *cell;
    foreach (cell, copy->options) {
        DefElem *option = lfirst_node(DefElem, cell);
        if (std::strcmp(option->defname, "encoding") != 0) continue;
        if (pg_char_to_encoding(defGetString(option)) != GetDatabaseEncoding())
            ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
                            errmsg("data of COPY in a file can't have encoding \"%s\"", defGetString(option)),
                            errdetail("The text of the file is kept in the encoding of the database, \"%s\".",
                                      GetDatabaseEncodingName()),
                            errhint("Remove the option ENCODING."), parser_errposition(state, option->location)));
        return copy->options;
    }
    DefElem *encoding = makeDefElem(pstrdup("encoding"), reinterpret_cast<Node *>(makeString(pstrdup(GetDatabaseEncodingName()))), -1);
    return lappend(list_copy(copy->options), encoding);
}

// Generated columns are not yet computed when WHERE is evaluated.
void refuse_generated_columns(Relation relation, Node *condition) {
    Bitmapset *columns = nullptr;
    pull_varattnos(condition, 1, &columns);
    bool whole_row = bms_is_member(0 - FirstLowInvalidHeapAttributeNumber, columns);
    for (int column = 1; column <= RelationGetNumberOfAttributes(relation); column++) {
        Form_pg_attribute attribute = TupleDescAttr(RelationGetDescr(relation), column - 1);
        if (attribute->attgenerated == '\0') continue;
        if (!whole_row && !bms_is_member(column - FirstLowInvalidHeapAttributeNumber, columns)) continue;
        ereport(ERROR, (errcode(ERRCODE_INVALID_COLUMN_REFERENCE),
                        errmsg("generated columns are not supported in COPY FROM WHERE conditions"),
                        errdetail("Column \"%s\" is a generated column.", NameStr(attribute->attname))));
    }
}

Node *where_condition(ParseState *state, ParseNamespaceItem *item, Relation relation, const CopyStmt *copy) {
    if (copy->whereClause == nullptr) return nullptr;
    addNSItemToQuery(state, item, false, true, true);
    Node *condition = transformExpr(state, copy->whereClause, EXPR_KIND_COPY_WHERE);
    condition = coerce_to_boolean(state, condition, "WHERE");
    assign_expr_collations(state, condition);
    refuse_generated_columns(relation, condition);
    condition = eval_const_expressions(nullptr, condition);
    condition = reinterpret_cast<Node *>(canonicalize_qual(reinterpret_cast<Expr *>(condition), false));
    return reinterpret_cast<Node *>(make_ands_implicit(reinterpret_cast<Expr *>(condition)));
}

// BeginCopyFrom checks nothing of this by itself.
void check_target(ParseState *state, ParseNamespaceItem *item, Relation relation, const CopyStmt *copy) {
    List *columns = CopyGetAttnums(RelationGetDescr(relation), relation, copy->attlist);
    check_insert_permission(state, item, columns);
    if (check_enable_rls(RelationGetRelid(relation), InvalidOid, false) == RLS_ENABLED)
        ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
                        errmsg("COPY FROM not supported with row-level security"),
                        errhint("Use INSERT statements instead.")));
    if (XactReadOnly && !relation->rd_islocaltemp) PreventCommandIfReadOnly("COPY FROM");
}

struct Running {
    Execution *execution;
    CopyFromState state;
};

// The server's own callback names the row; this one, called at the same time, notes where it stands.
void note_line(void *argument) {
    Running *running = static_cast<Running *>(argument);
    running->execution->copy_line = running->state->cur_lineno;
}

void copy_rows(Execution *execution, CopyFromState state) {
    execution->outer_copy = running_copy;
    running_copy = execution;
    Running running{execution, state};
    ErrorContextCallback callback{error_context_stack, note_line, &running};
    error_context_stack = &callback;
    execution->rows = static_cast<std::int64_t>(CopyFrom(state));
    error_context_stack = callback.previous;
    end_copy(execution);
}

} // namespace

void end_copy(Execution *execution) {
    if (running_copy == execution) running_copy = execution->outer_copy;
}

void copy_from_script(Execution *execution) {
    const Reader *reader = execution->reader;
    const CopyStmt *copy = castNode(CopyStmt, reader->tree->stmt);
    PushActiveSnapshot(GetTransactionSnapshot());
    ParseState *state = make_parsestate(nullptr);
    state->p_sourcetext = reader->statement_text;
    refuse_binary(copy, state);
    Relation relation = table_openrv(copy->relation, RowExclusiveLock);
    ParseNamespaceItem *item = addRangeTableEntryForRelation(state, relation, RowExclusiveLock, nullptr, false, false);
    Node *condition = where_condition(state, item, relation, copy);
    check_target(state, item, relation, copy);
    CopyFromState from = BeginCopyFrom(state, relation, condition, nullptr, false, give_data, copy->attlist,
                                       options_with_encoding(copy, state));
    copy_rows(execution, from);
    note_written(RelationGetRelid(relation));
    EndCopyFrom(from);
    free_parsestate(state);
    table_close(relation, NoLock);
    PopActiveSnapshot();
}

} // namespace confiture::pg
