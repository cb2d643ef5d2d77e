#include "pg/canonical.h"
#include "pg/compat.h"

#include "confiture/text/extent.hpp"

extern "C" {
#include "catalog/pg_proc.h"
#include "executor/functions.h"
#include "parser/analyze.h"
#include "utils/ruleutils.h"
#include "utils/syscache.h"
}

namespace confiture::pg {
namespace {

// Arguments above it are printed with the function's name before theirs.
constexpr int qualified = 100'000;

// Whether a query around the node has a FROM: there the server qualifies the names of arguments.
struct Nesting {
    bool has_tables;
};

bool mark_qualified(Node *node, void *context) {
    if (node == nullptr) return false;
    const auto *nesting = static_cast<Nesting *>(context);
    if (IsA(node, Query)) {
        Query *query = castNode(Query, node);
        Nesting inner{nesting->has_tables || query->rtable != NIL};
        return walk_query(query, mark_qualified, &inner);
    }
    if (IsA(node, Param) && nesting->has_tables && castNode(Param, node)->paramid < qualified) castNode(Param, node)->paramid += qualified;
    return walk_below(node, mark_qualified, context);
}

void forget_names_of(List *targets) {
    ListCell *cell;
    foreach (cell, targets) {
        TargetEntry *entry = lfirst_node(TargetEntry, cell);
        if (!IsA(entry->expr, Var) && entry->resname != nullptr && std::strcmp(entry->resname, "?column?") == 0) entry->resname = nullptr;
    }
}

// A body shows no names that nobody gave, a query by itself does.
void forget_names(Query *query) {
    if (query->commandType == CMD_SELECT) forget_names_of(query->targetList);
    forget_names_of(query->returningList);
    if (query->setOperations == nullptr) return;
    ListCell *cell;
    foreach (cell, query->rtable) {
        const RangeTblEntry *entry = lfirst_node(RangeTblEntry, cell);
        if (entry->rtekind == RTE_SUBQUERY) forget_names(entry->subquery);
    }
}

// In a body each column is printed with its table's name, in a query by itself only where there are several.
void make_several(Query *query) {
    if (tables_in(query) != 1) return;
    RangeTblEntry *entry = makeNode(RangeTblEntry);
    entry->rtekind = RTE_RESULT;
    entry->eref = makeAlias(" ", NIL);
    query->rtable = lappend(query->rtable, entry);
}

const char *name_of(const SQLFunctionParseInfo *function, int argument) {
    if (argument < 1 || argument > function->nargs || function->argnames == nullptr) return nullptr;
    const char *name = function->argnames[argument - 1];
    return name == nullptr || *name == '\0' ? nullptr : name;
}

// Appends the argument for which `$n` stands; gives back where the text goes on.
std::size_t append_argument(StringInfo out, std::string_view text, std::size_t at, const SQLFunctionParseInfo *function) {
    int number = 0;
    for (at++; at < text.size() && text[at] >= '0' && text[at] <= '9'; at++) number = number * 10 + (text[at] - '0');
    const char *name = name_of(function, number % qualified);
    if (name == nullptr) appendStringInfo(out, "$%d", number % qualified);
    else if (number > qualified) appendStringInfo(out, "%s.%s", quote_identifier(function->fname), quote_identifier(name));
    else appendStringInfoString(out, quote_identifier(name));
    return at;
}

// Names for numbers, and each line after the first moved to the right by `indent`; both outside of quotes.
void append_named(StringInfo out, std::string_view text, int indent, const SQLFunctionParseInfo *function) {
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        if (c == '$') {
            at = append_argument(out, text, at, function);
            continue;
        }
        const std::size_t behind = c == '\'' || c == '"' ? text::past_unit(text, at) : at + 1;
        appendBinaryStringInfo(out, text.data() + at, static_cast<int>(behind - at));
        if (c == '\n') appendStringInfoSpaces(out, indent);
        at = behind;
    }
}

Query *analyse(const char *text, Node *statement, SQLFunctionParseInfo *function) {
    ParseState *state = make_parsestate(nullptr);
    state->p_sourcetext = text;
    sql_fn_parser_setup(state, function);
    Query *query = transformStmt(state, statement);
    free_parsestate(state); // closes what the statement would write to
    return query;
}

Query *prepare(Query *query) {
    query = fold_query(query);
    Nesting nesting{false};
    mark_qualified(reinterpret_cast<Node *>(query), &nesting);
    return query;
}

void append_statement(StringInfo out, Query *query, const SQLFunctionParseInfo *function) {
    query = prepare(query);
    forget_names(query);
    make_several(query);
    append_named(out, pg_get_querydef(query, false), 1, function);
    appendStringInfoString(out, ";\n");
}

// The server prints it without line breaks. The context is of no use but that it is one: columns below it get their tables' names.
void append_return(StringInfo out, Query *query, const SQLFunctionParseInfo *function) {
    const TargetEntry *entry = linitial_node(TargetEntry, prepare(query)->targetList);
    List *context = deparse_context_for(" ", ProcedureRelationId);
    appendStringInfoString(out, "RETURN ");
    append_named(out, deparse_expression(reinterpret_cast<Node *>(entry->expr), context, false, true), 0, function);
}

struct Function {
    SQLFunctionParseInfo *names;
    Node *body; // a list whose first member is a list of queries, or one query
};

Function function_of(Oid oid) {
    HeapTuple tuple = SearchSysCache1(PROCOID, ObjectIdGetDatum(oid));
    if (!HeapTupleIsValid(tuple)) elog(ERROR, "there is no function %u", oid);
    bool null;
    const Datum body = SysCacheGetAttr(PROCOID, tuple, Anum_pg_proc_prosqlbody, &null);
    Function function{prepare_sql_fn_parse_info(tuple, nullptr, InvalidOid), nullptr};
    if (!null) function.body = static_cast<Node *>(stringToNode(DatumGetCString(DirectFunctionCall1(textout, body))));
    ReleaseSysCache(tuple);
    return function;
}

// The queries in the place of the statements that the text is made of.
Node *analyse_body(const char *text, SQLFunctionParseInfo *function) {
    const char *sql = psprintf("CREATE FUNCTION f() RETURNS void %s", text);
    const CreateFunctionStmt *created = castNode(CreateFunctionStmt, linitial_node(RawStmt, raw_parser(sql, RAW_PARSE_DEFAULT))->stmt);
    if (!IsA(created->sql_body, List)) return reinterpret_cast<Node *>(analyse(sql, created->sql_body, function));
    List *queries = NIL;
    ListCell *cell;
    foreach (cell, linitial_node(List, castNode(List, created->sql_body)))
        queries = lappend(queries, analyse(sql, static_cast<Node *>(lfirst(cell)), function));
    return reinterpret_cast<Node *>(list_make1(queries));
}

// The server prints an argument without a name as an empty one, which no parser takes: such a body is read from the catalog.
bool can_be_parsed(const char *text) { return std::strstr(text, ".\"\"") == nullptr; }

} // namespace

const char *print_body(const Settling *text) {
    const Function function = function_of(text->object);
    Node *body = can_be_parsed(text->text) ? analyse_body(text->text, function.names) : function.body;
    StringInfoData out;
    initStringInfo(&out);
    if (!IsA(body, List)) {
        append_return(&out, castNode(Query, body), function.names);
        return out.data;
    }
    appendStringInfoString(&out, "BEGIN ATOMIC\n");
    ListCell *cell;
    foreach (cell, linitial_node(List, castNode(List, body))) append_statement(&out, lfirst_node(Query, cell), function.names);
    appendStringInfoString(&out, "END");
    return out.data;
}

} // namespace confiture::pg
