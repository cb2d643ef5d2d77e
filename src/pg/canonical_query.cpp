#include "pg/canonical.h"
#include "pg/compat.h"

#include "confiture/text/extent.hpp"

extern "C" {
#include "access/relation.h"
#include "parser/analyze.h"
#include "utils/rel.h"
#include "utils/ruleutils.h"
}

namespace confiture::pg {
namespace {

RawStmt *raw_statement(const char *text) {
    List *trees = raw_parser(text, RAW_PARSE_DEFAULT);
    if (list_length(trees) != 1) elog(ERROR, "the text is not one statement");
    return linitial_node(RawStmt, trees);
}

const char *print_view(const Settling *text) {
    ParseState *state = make_parsestate(nullptr); // past the hook of parse_analyze, which counts statements
    state->p_sourcetext = text->text;
    Query *query = fold_query(transformTopLevelStmt(state, raw_statement(text->text)));
    free_parsestate(state);
    Relation view = relation_open(text->relation, AccessShareLock);
    add_view_entries(query, view);
    relation_close(view, NoLock);
    const bool ended = *text->text != '\0' && text->text[std::strlen(text->text) - 1] == ';';
    return psprintf(ended ? "%s;" : "%s", pg_get_querydef(query, false));
}

const char *print_action(const Settling *text, Node *action) {
    ParseState *state = state_with_old_and_new(text->relation, false);
    state->p_sourcetext = text->text;
    Query *query = fold_query(transformStmt(state, action));
    free_parsestate(state); // closes what the action would write to
    return pg_get_querydef(query, false);
}

// The server takes back blanks before a line break.
void append_action(StringInfo out, const char *action) {
    if (*action == '\n')
        while (out->len > 0 && out->data[out->len - 1] == ' ') out->data[--out->len] = '\0';
    appendStringInfoString(out, action);
}

void append_actions(StringInfo out, const Settling *text, List *actions) {
    if (actions == NIL) return appendStringInfoString(out, "NOTHING;");
    const bool several = list_length(actions) > 1;
    if (several) appendStringInfoChar(out, '(');
    ListCell *cell;
    foreach (cell, actions) {
        append_action(out, print_action(text, static_cast<Node *>(lfirst(cell))));
        appendStringInfoString(out, several ? ";\n" : ";");
    }
    if (several) appendStringInfoString(out, ");");
}

// Head, condition, DO, actions, as the server puts them together.
const char *print_rule(const Settling *text) {
    const std::string_view sql = text->text;
    const RuleStmt *rule = castNode(RuleStmt, raw_statement(text->text)->stmt);
    const std::size_t where = text::find_word(sql, "WHERE");
    const std::size_t action = text::find_word(sql, "DO");
    StringInfoData out;
    initStringInfo(&out);
    if (rule->whereClause != nullptr) {
        const std::size_t begin = where + sizeof "WHERE";
        appendBinaryStringInfo(&out, sql.data(), static_cast<int>(begin - 1));
        const char *condition = print_old_new_condition(pnstrdup(sql.data() + begin, action - 1 - begin), text->relation, EXPR_KIND_WHERE);
        appendStringInfo(&out, *condition == '\n' ? "%s " : " %s ", condition);
    } else {
        appendBinaryStringInfo(&out, sql.data(), static_cast<int>(action));
    }
    appendStringInfoString(&out, rule->instead ? "DO INSTEAD " : "DO ");
    append_actions(&out, text, rule->actions);
    return out.data;
}

} // namespace

const char *print_query(const Settling *text) { return text->kind == Deparsed::view ? print_view(text) : print_rule(text); }

} // namespace confiture::pg
