#include "pg/canonical.h"
#include "pg/compat.h"

#include "confiture/text/extent.hpp"

extern "C" {
#include "access/htup_details.h"
#include "catalog/pg_proc.h"
#include "parser/parse_coerce.h"
#include "parser/parse_collate.h"
#include "parser/parse_expr.h"
#include "utils/ruleutils.h"
#include "utils/syscache.h"
}

namespace confiture::pg {
namespace {

constexpr std::size_t nowhere = std::string_view::npos;

// A definition that is copied, but for the expressions in it.
struct Copy {
    const Settling *source;
    std::string_view text;
    std::size_t done; // so much of it is copied
    StringInfoData out;
};

char *part(std::string_view text) { return pnstrdup(text.data(), text.size()); }

void replace(Copy *copy, std::size_t begin, std::size_t end, const char *with) {
    appendBinaryStringInfo(&copy->out, copy->text.data() + copy->done, static_cast<int>(begin - copy->done));
    appendStringInfoString(&copy->out, with);
    copy->done = end;
}

const char *finish(Copy *copy) {
    replace(copy, copy->text.size(), copy->text.size(), "");
    return copy->out.data;
}

// The end of the expression that an item of a list begins with: in parentheses, or a call; `begin` where it is a plain name.
std::size_t end_of_expression(std::string_view text, std::size_t begin) {
    std::size_t at = begin;
    while (at < text.size() && text[at] != '(' && text[at] != ' ' && text[at] != ',' && text[at] != ')') at = text::past_unit(text, at);
    return at < text.size() && text[at] == '(' ? text::past_unit(text, at) : begin;
}

const char *print_item(std::string_view item, const Settling *source, ParseExprKind kind) {
    Node *node = analyse_expression(part(item), source->relation, kind);
    const char *printed = print_node(node, source->relation, kind == EXPR_KIND_STATS_EXPRESSION); // as the server prints it there
    return looks_like_call(node) ? printed : psprintf("(%s)", printed);
}

// The items between two places.
void copy_items(Copy *copy, std::size_t begin, std::size_t end, ParseExprKind kind) {
    const std::string_view text = copy->text.substr(0, end);
    for (std::size_t at = begin; at < end; at = text::end_of_item(text, at) + 2) { // behind ", "
        const std::size_t behind = end_of_expression(text, at);
        if (behind > at) replace(copy, at, behind, print_item(text.substr(at, behind - at), copy->source, kind));
    }
}

// The items in the first parentheses from `from` on.
void copy_list(Copy *copy, std::size_t from, ParseExprKind kind) {
    while (from < copy->text.size() && copy->text[from] != '(') from = text::past_unit(copy->text, from);
    copy_items(copy, from + 1, text::past_unit(copy->text, from) - 1, kind);
}

void copy_index(Copy *copy) {
    copy_list(copy, 0, EXPR_KIND_INDEX_EXPRESSION);
    const std::size_t where = text::find_word(copy->text, "WHERE");
    if (where == nowhere) return;
    const std::size_t begin = where + sizeof "WHERE";
    Node *predicate = analyse_condition(part(copy->text.substr(begin)), copy->source->relation, EXPR_KIND_INDEX_PREDICATE);
    replace(copy, begin, copy->text.size(), print_node(predicate, copy->source->relation));
}

Node *analyse_check(const Settling *source, const char *condition) {
    if (!OidIsValid(source->relation)) return analyse_domain_check(condition, source->object);
    return analyse_condition(condition, source->relation, EXPR_KIND_CHECK_CONSTRAINT);
}

// The condition in the parentheses behind a word.
void copy_check(Copy *copy, std::size_t word) {
    const std::size_t open = copy->text.find('(', word);
    const std::size_t close = text::past_unit(copy->text, open) - 1;
    Node *check = analyse_check(copy->source, part(copy->text.substr(open + 1, close - open - 1)));
    replace(copy, open + 1, close, print_node(check, copy->source->relation));
}

void copy_constraint(Copy *copy) {
    if (copy->text.rfind("CHECK ", 0) == 0) return copy_check(copy, 0);
    if (copy->text.rfind("EXCLUDE ", 0) != 0) return;
    copy_list(copy, 0, EXPR_KIND_INDEX_EXPRESSION);
    const std::size_t where = text::find_word(copy->text, "WHERE");
    if (where != nowhere) copy_check(copy, where);
}

void copy_statistics(Copy *copy) {
    const std::size_t on = text::find_word(copy->text, "ON");
    const std::size_t from = text::find_word(copy->text, "FROM", on);
    if (from != nowhere) copy_items(copy, on + sizeof "ON", from - 1, EXPR_KIND_STATS_EXPRESSION);
}

void copy_trigger(Copy *copy) {
    const std::size_t when = text::find_word(copy->text, "WHEN");
    if (when == nowhere) return;
    const std::size_t open = when + sizeof "WHEN";
    const std::size_t close = text::past_unit(copy->text, open) - 1;
    const char *condition = part(copy->text.substr(open + 1, close - open - 1));
    replace(copy, open + 1, close, print_old_new_condition(condition, copy->source->relation, EXPR_KIND_TRIGGER_WHEN));
}

// The types of the arguments, without those that are only results.
struct Inputs {
    const oidvector *types;
    int next;
};

const char *print_argument_default(const char *text, Oid type) {
    ParseState *state = make_parsestate(nullptr);
    List *trees = raw_parser(text, RAW_PARSE_PLPGSQL_EXPR);
    const ResTarget *raw = linitial_node(ResTarget, castNode(SelectStmt, linitial_node(RawStmt, trees)->stmt)->targetList);
    Node *node = transformExpr(state, raw->val, EXPR_KIND_FUNCTION_DEFAULT);
    node = coerce_to_specific_type(state, node, type, "DEFAULT");
    assign_expr_collations(state, node);
    return deparse_expression(fold(node), NIL, false, false);
}

void copy_argument(Copy *copy, std::size_t begin, std::size_t end, Inputs *inputs) {
    const std::string_view item = copy->text.substr(0, end);
    if (item.compare(begin, 4, "OUT ") == 0) return;
    const Oid type = inputs->types->values[inputs->next++];
    const std::size_t word = text::find_word(item, "DEFAULT", begin);
    if (word == nowhere) return;
    const std::size_t from = word + sizeof "DEFAULT";
    replace(copy, from, end, print_argument_default(part(item.substr(from)), type));
}

// The arguments between two places.
void copy_arguments(Copy *copy, std::size_t begin, std::size_t end) {
    HeapTuple tuple = SearchSysCache1(PROCOID, ObjectIdGetDatum(copy->source->object));
    if (!HeapTupleIsValid(tuple)) elog(ERROR, "there is no function %u", copy->source->object);
    Inputs inputs{&reinterpret_cast<Form_pg_proc>(GETSTRUCT(tuple))->proargtypes, 0};
    const std::string_view arguments = copy->text.substr(0, end);
    for (std::size_t at = begin; at < end;) {
        const std::size_t behind = text::end_of_item(arguments, at);
        copy_argument(copy, at, behind, &inputs);
        at = behind + 2;
    }
    ReleaseSysCache(tuple);
}

bool has_statements(Oid function) {
    HeapTuple tuple = SearchSysCache1(PROCOID, ObjectIdGetDatum(function));
    if (!HeapTupleIsValid(tuple)) elog(ERROR, "there is no function %u", function);
    const bool is_text = heap_attisnull(tuple, Anum_pg_proc_prosqlbody, nullptr);
    ReleaseSysCache(tuple);
    return !is_text;
}

// A body that is a text is nobody's but its author's.
void copy_function(Copy *copy) {
    std::size_t open = 0;
    while (open < copy->text.size() && copy->text[open] != '(') open = text::past_unit(copy->text, open);
    const std::size_t behind = text::past_unit(copy->text, open);
    copy_arguments(copy, open + 1, behind - 1);
    if (!has_statements(copy->source->object)) return;
    const std::size_t begin = std::min(text::find_word(copy->text, "BEGIN", behind), text::find_word(copy->text, "RETURN", behind));
    if (begin == nowhere) elog(ERROR, "the function has no body");
    const std::size_t end = copy->text.find_last_not_of('\n') + 1;
    const Settling body{Deparsed::body, InvalidOid, copy->source->object, part(copy->text.substr(begin, end - begin)), nullptr};
    replace(copy, begin, end, print_body(&body));
}

} // namespace

const char *print_definition(const Settling *text) {
    Copy copy{text, text->text, 0, {}};
    initStringInfo(&copy.out);
    switch (text->kind) {
    case Deparsed::constraint:
        copy_constraint(&copy);
        break;
    case Deparsed::index:
        copy_index(&copy);
        break;
    case Deparsed::partition_key:
        copy_list(&copy, 0, EXPR_KIND_PARTITION_EXPRESSION);
        break;
    case Deparsed::statistics:
        copy_statistics(&copy);
        break;
    case Deparsed::trigger:
        copy_trigger(&copy);
        break;
    case Deparsed::function:
        copy_function(&copy);
        break;
    default:
        copy_arguments(&copy, 0, copy.text.size());
    }
    return finish(&copy);
}

} // namespace confiture::pg
