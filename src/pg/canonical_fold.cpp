#include "pg/canonical.h"
#include "pg/compat.h"

extern "C" {
#include "utils/array.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
}

namespace confiture::pg {
namespace {

constexpr Oid strings[] = {TEXTOID, VARCHAROID, BPCHAROID};
constexpr Oid string_arrays[] = {TEXTARRAYOID, VARCHARARRAYOID, BPCHARARRAYOID};

bool is_among(const Oid (&types)[3], Oid type) { return std::find(std::begin(types), std::end(types), type) != std::end(types); }

bool is_plain(const Const *constant) { return constant->consttypmod == -1; }

// What written casts among string types leave as it is, in another type's name.
Node *retyped(const Const *constant, Oid type, Oid collation) {
    Const *copy = static_cast<Const *>(copyObjectImpl(constant));
    copy->consttype = type;
    copy->constcollid = collation;
    return reinterpret_cast<Node *>(copy);
}

Node *fold_cast(RelabelType *cast) {
    if (!IsA(cast->arg, Const) || cast->resulttypmod != -1 || cast->relabelformat == COERCE_IMPLICIT_CAST) return nullptr;
    const Const *constant = castNode(Const, cast->arg);
    if (!is_among(strings, cast->resulttype) || !is_among(strings, constant->consttype) || !is_plain(constant)) return nullptr;
    return retyped(constant, cast->resulttype, cast->resultcollid);
}

// An array says in itself of what type its elements are.
Node *fold_array_cast(ArrayCoerceExpr *cast) {
    if (!IsA(cast->arg, Const) || !IsA(cast->elemexpr, RelabelType)) return nullptr;
    if (cast->resulttypmod != -1 || cast->coerceformat == COERCE_IMPLICIT_CAST) return nullptr;
    const Const *constant = castNode(Const, cast->arg);
    if (!is_among(string_arrays, cast->resulttype) || !is_among(string_arrays, constant->consttype) || !is_plain(constant)) return nullptr;
    Const *copy = castNode(Const, retyped(constant, cast->resulttype, cast->resultcollid));
    if (!copy->constisnull) {
        copy->constvalue = PointerGetDatum(DatumGetArrayTypePCopy(copy->constvalue));
        reinterpret_cast<ArrayType *>(DatumGetPointer(copy->constvalue))->elemtype = castNode(RelabelType, cast->elemexpr)->resulttype;
    }
    return reinterpret_cast<Node *>(copy);
}

bool is_string(const void *element) {
    const Node *node = static_cast<const Node *>(element);
    return IsA(node, Const) && is_among(strings, castNode(Const, node)->consttype) && is_plain(castNode(Const, node));
}

// The list of strings that an expression is, under no cast or one of the whole.
ArrayExpr *strings_in(Node *node) {
    if (IsA(node, ArrayCoerceExpr) && castNode(ArrayCoerceExpr, node)->resulttype == TEXTARRAYOID) node = reinterpret_cast<Node *>(castNode(ArrayCoerceExpr, node)->arg);
    if (!IsA(node, ArrayExpr) || castNode(ArrayExpr, node)->multidims) return nullptr;
    ListCell *cell;
    foreach (cell, castNode(ArrayExpr, node)->elements)
        if (!is_string(lfirst(cell))) return nullptr;
    return castNode(ArrayExpr, node);
}

// What a varchar is looked for in is a list of them, as IN makes it: the server casts the whole of it where it stands in front of a list of texts.
void retype_list(ScalarArrayOpExpr *test) {
    const Oid function = get_opcode(test->opno);
    Node *value = static_cast<Node *>(linitial(test->args));
    if ((function != F_TEXTEQ && function != F_TEXTNE) || !IsA(value, RelabelType)) return;
    if (getBaseType(exprType(reinterpret_cast<Node *>(castNode(RelabelType, value)->arg))) != VARCHAROID) return;
    ArrayExpr *list = strings_in(static_cast<Node *>(lsecond(test->args)));
    if (list == nullptr) return;
    list->array_typeid = VARCHARARRAYOID;
    list->element_typeid = VARCHAROID;
    ListCell *cell;
    foreach (cell, list->elements) lfirst(cell) = retyped(lfirst_node(Const, cell), VARCHAROID, list->array_collid);
    lsecond(test->args) = list;
}

// Whether the aliases are the names of the first columns of the query.
bool says_nothing(List *aliases, const Query *query) {
    const ListCell *alias = list_head(aliases);
    ListCell *cell;
    foreach (cell, query->targetList) {
        const TargetEntry *entry = lfirst_node(TargetEntry, cell);
        if (alias == nullptr) return true;
        if (entry->resjunk) continue;
        if (entry->resname == nullptr || std::strcmp(entry->resname, strVal(lfirst(alias))) != 0) return false;
        alias = lnext(aliases, alias);
    }
    return alias == nullptr;
}

bool ends_in_number(const char *name) {
    const char *last = name + std::strlen(name) - 1;
    const char *at = last;
    while (at > name && *at >= '0' && *at <= '9') at--;
    return at < last && *at == '_';
}

// An alias that the server itself may have given when it printed the query: the table's name at that time, with a number where it was taken already,
// and with a list of its columns where USING once had one of them by another name. It would find them again, with today's names.
bool is_of_the_server(const RangeTblEntry *table) {
    if (table->alias->colnames != NIL || ends_in_number(table->alias->aliasname)) return true;
    const char *name = get_rel_name(table->relid);
    return name != nullptr && std::strcmp(name, table->alias->aliasname) == 0;
}

void drop_aliases(RangeTblEntry *entry) {
    if (entry->alias == nullptr) return;
    if (entry->rtekind == RTE_RELATION && is_of_the_server(entry)) entry->alias = nullptr;
    else if (entry->rtekind == RTE_JOIN || (entry->rtekind == RTE_SUBQUERY && says_nothing(entry->alias->colnames, entry->subquery)))
        entry->alias = makeAlias(entry->alias->aliasname, NIL);
}

void drop_aliases(Query *query) {
    ListCell *cell;
    foreach (cell, query->rtable) drop_aliases(lfirst_node(RangeTblEntry, cell));
}

Node *folded(Node *node, void *context) {
    if (node == nullptr) return nullptr;
    if (IsA(node, Query)) {
        Query *query = mutate_query(castNode(Query, node), folded, context);
        drop_aliases(query);
        return reinterpret_cast<Node *>(query);
    }
    node = mutate_below(node, folded, context);
    Node *constant = nullptr;
    if (IsA(node, RelabelType)) constant = fold_cast(castNode(RelabelType, node));
    else if (IsA(node, ArrayCoerceExpr)) constant = fold_array_cast(castNode(ArrayCoerceExpr, node));
    else if (IsA(node, ScalarArrayOpExpr)) retype_list(castNode(ScalarArrayOpExpr, node));
    return constant == nullptr ? node : constant;
}

} // namespace

Node *fold(Node *node) { return folded(node, nullptr); }

} // namespace confiture::pg
