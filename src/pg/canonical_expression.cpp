#include "pg/canonical.h"
#include "pg/compat.h"

extern "C" {
#include "access/htup_details.h"
#include "access/relation.h"
#include "catalog/pg_attribute.h"
#include "optimizer/optimizer.h"
#include "parser/parse_clause.h"
#include "parser/parse_coerce.h"
#include "parser/parse_collate.h"
#include "parser/parse_expr.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/ruleutils.h"
#include "utils/syscache.h"
}

namespace confiture::pg {
namespace {

// The type of a place for a default.
struct Target {
    Oid type;
    int32 modifier;
    ParseExprKind kind;
};

Node *raw_expression(const char *text) {
    List *trees = raw_parser(text, RAW_PARSE_PLPGSQL_EXPR);
    const SelectStmt *select = castNode(SelectStmt, linitial_node(RawStmt, trees)->stmt);
    if (list_length(select->targetList) != 1) elog(ERROR, "\"%s\" is not one expression", text);
    return linitial_node(ResTarget, select->targetList)->val;
}

ParseState *state_of(const char *text, Oid relation) {
    ParseState *state = make_parsestate(nullptr);
    state->p_sourcetext = text;
    if (!OidIsValid(relation)) return state;
    Relation opened = relation_open(relation, AccessShareLock);
    addNSItemToQuery(state, addRangeTableEntryForRelation(state, opened, AccessShareLock, nullptr, false, true), false, true, true);
    relation_close(opened, NoLock);
    return state;
}

Node *value_of_domain(ParseState *state, ColumnRef *reference) {
    if (list_length(reference->fields) != 1 || std::strcmp(strVal(linitial(reference->fields)), "value") != 0) return nullptr;
    return static_cast<Node *>(copyObjectImpl(state->p_ref_hook_state));
}

Target target_of_column(Oid relation, AttrNumber number) {
    HeapTuple tuple = SearchSysCache2(ATTNUM, ObjectIdGetDatum(relation), Int16GetDatum(number));
    if (!HeapTupleIsValid(tuple)) elog(ERROR, "relation %u has no column %d", relation, number);
    const auto *column = reinterpret_cast<Form_pg_attribute>(GETSTRUCT(tuple));
    const Target target{column->atttypid, column->atttypmod, column->attgenerated == '\0' ? EXPR_KIND_COLUMN_DEFAULT : EXPR_KIND_GENERATED_COLUMN};
    ReleaseSysCache(tuple);
    return target;
}

Target target_of_domain(Oid domain) {
    HeapTuple tuple = SearchSysCache1(TYPEOID, ObjectIdGetDatum(domain));
    if (!HeapTupleIsValid(tuple)) elog(ERROR, "there is no type %u", domain);
    const auto *type = reinterpret_cast<Form_pg_type>(GETSTRUCT(tuple));
    const Target target{type->typbasetype, type->typtypmod, EXPR_KIND_COLUMN_DEFAULT};
    ReleaseSysCache(tuple);
    return target;
}

bool is_of_the_server(Oid object) { return object < FirstNormalObjectId; }

// Whether it is a constant below casts that the server brought and that nobody wrote.
bool is_cast_constant(Node *node) {
    if (IsA(node, Const)) return is_of_the_server(castNode(Const, node)->consttype);
    if (!is_of_the_server(exprType(node))) return false;
    if (IsA(node, RelabelType) && castNode(RelabelType, node)->relabelformat == COERCE_IMPLICIT_CAST)
        return is_cast_constant(reinterpret_cast<Node *>(castNode(RelabelType, node)->arg));
    if (IsA(node, CoerceViaIO) && castNode(CoerceViaIO, node)->coerceformat == COERCE_IMPLICIT_CAST)
        return is_cast_constant(reinterpret_cast<Node *>(castNode(CoerceViaIO, node)->arg));
    if (IsA(node, ArrayCoerceExpr) && castNode(ArrayCoerceExpr, node)->coerceformat == COERCE_IMPLICIT_CAST)
        return is_cast_constant(reinterpret_cast<Node *>(castNode(ArrayCoerceExpr, node)->arg));
    if (!IsA(node, FuncExpr)) return false;
    const FuncExpr *call = castNode(FuncExpr, node);
    return call->funcformat == COERCE_IMPLICIT_CAST && is_of_the_server(call->funcid) && is_cast_constant(static_cast<Node *>(linitial(call->args)));
}

bool prints_with_its_type(Oid type) {
    char category;
    bool preferred;
    get_type_category_preferred(type, &category, &preferred);
    return category != TYPCATEGORY_NUMERIC && category != TYPCATEGORY_BOOLEAN;
}

// A default that ALTER COLUMN TYPE has cast is made the constant that it would be, had the column always been of this type.
Node *cast_constant(Node *uncast, Target target) {
    if (!prints_with_its_type(target.type) || !prints_with_its_type(exprType(uncast))) return nullptr;
    Node *cast = coerce_to_target_type(nullptr, uncast, exprType(uncast), target.type, -1, COERCION_ASSIGNMENT, COERCE_IMPLICIT_CAST, -1);
    if (cast == nullptr || IsA(cast, Const) || !is_cast_constant(cast)) return nullptr;
    cast = eval_const_expressions(nullptr, cast);
    return IsA(cast, Const) ? cast : nullptr;
}

Node *analyse_default(const char *text, Oid relation, Target target) {
    ParseState *state = state_of(text, relation);
    Node *node = fold(transformExpr(state, raw_expression(text), target.kind));
    Node *constant = IsA(node, Const) ? cast_constant(node, target) : nullptr;
    if (constant != nullptr) return constant;
    node = coerce_to_target_type(state, node, exprType(node), target.type, target.modifier, COERCION_ASSIGNMENT, COERCE_IMPLICIT_CAST, -1);
    if (node == nullptr) ereport(ERROR, (errcode(ERRCODE_DATATYPE_MISMATCH), errmsg("the default is of another type")));
    assign_expr_collations(state, node);
    return fold(node);
}

} // namespace

const char *print_node(Node *node, Oid relation, bool pretty) {
    const Datum tree = CStringGetTextDatum(nodeToString(node));
    return TextDatumGetCString(DirectFunctionCall3(pg_get_expr_ext, tree, ObjectIdGetDatum(relation), BoolGetDatum(pretty)));
}

Node *analyse_expression(const char *text, Oid relation, ParseExprKind kind) {
    ParseState *state = state_of(text, relation);
    Node *node = transformExpr(state, raw_expression(text), kind);
    assign_expr_collations(state, node);
    return fold(node);
}

Node *analyse_condition(const char *text, Oid relation, ParseExprKind kind) {
    ParseState *state = state_of(text, relation);
    Node *node = transformWhereClause(state, raw_expression(text), kind, "WHERE");
    assign_expr_collations(state, node);
    return fold(node);
}

Node *analyse_domain_check(const char *text, Oid domain) {
    const Target target = target_of_domain(domain);
    CoerceToDomainValue *value = makeNode(CoerceToDomainValue);
    value->typeId = target.type;
    value->typeMod = target.modifier;
    value->collation = get_typcollation(target.type);
    value->location = -1;
    ParseState *state = state_of(text, InvalidOid);
    state->p_pre_columnref_hook = value_of_domain;
    state->p_ref_hook_state = value;
    Node *node = transformWhereClause(state, raw_expression(text), EXPR_KIND_DOMAIN_CHECK, "CHECK");
    assign_expr_collations(state, node);
    return fold(node);
}

ParseState *state_with_old_and_new(Oid relation, bool columns_visible) {
    ParseState *state = make_parsestate(nullptr);
    Relation opened = relation_open(relation, AccessShareLock);
    for (const char *name : {"old", "new"}) {
        ParseNamespaceItem *item = addRangeTableEntryForRelation(state, opened, AccessShareLock, makeAlias(name, NIL), false, false);
        addNSItemToQuery(state, item, false, true, columns_visible);
    }
    relation_close(opened, NoLock);
    return state;
}

// The server prints conditions over two relations as part of a query alone.
const char *print_old_new_condition(const char *text, Oid relation, ParseExprKind kind) {
    ParseState *state = state_with_old_and_new(relation, true);
    state->p_sourcetext = text;
    Node *condition = transformWhereClause(state, raw_expression(text), kind, "WHERE");
    assign_expr_collations(state, condition);
    Query *query = makeNode(Query);
    query->commandType = CMD_SELECT;
    query->rtable = state->p_rtable;
    query->jointree = makeFromExpr(NIL, fold(condition));
    constexpr char before[] = " WHERE";
    const char *printed = std::strstr(pg_get_querydef(query, false), before);
    if (printed == nullptr) elog(ERROR, "the server printed no condition");
    printed += sizeof before - 1;
    return *printed == ' ' ? printed + 1 : printed;
}

const char *print_expression(const Settling *text) {
    switch (text->kind) {
    case Deparsed::column_default:
        return print_node(analyse_default(text->text, text->relation, target_of_column(text->relation, static_cast<AttrNumber>(text->object))), text->relation);
    case Deparsed::type_default:
        return print_node(analyse_default(text->text, InvalidOid, target_of_domain(text->object)), InvalidOid);
    default:
        return print_node(analyse_condition(text->text, text->relation, EXPR_KIND_POLICY), text->relation);
    }
}

} // namespace confiture::pg
