// What the parts of canonical*.cpp show each other: islands, all of them.
#pragma once

#include "pg/server.h"

#include "confiture/pg/canonical.hpp"

extern "C" {
#include "lib/stringinfo.h"
#include "nodes/parsenodes.h"
#include "parser/parse_node.h"
}

namespace confiture::pg {

// One text on its way, and what it comes to.
struct Settling {
    Deparsed kind;
    Oid relation;
    Oid object;
    const char *text;
    const char *result; // null: it did not come to rest
};

// What the server prints of the text once it has parsed it; each of its own file.
const char *print_expression(const Settling *text);
const char *print_definition(const Settling *text);
const char *print_query(const Settling *text);
const char *print_body(const Settling *text);

// Analyses one printed expression over the relation (none: InvalidOid) as the server does for that kind of place.
Node *analyse_expression(const char *text, Oid relation, ParseExprKind kind);

// The same, of a condition.
Node *analyse_condition(const char *text, Oid relation, ParseExprKind kind);

// Of the CHECK of a domain, where VALUE stands for what is checked.
Node *analyse_domain_check(const char *text, Oid domain);

// What pg_get_expr prints.
const char *print_node(Node *node, Oid relation, bool pretty = false);

// A state that knows a relation under the names old and new, as rules and triggers do.
ParseState *state_with_old_and_new(Oid relation, bool columns_visible);

// A condition in such a state, analysed and printed again.
const char *print_old_new_condition(const char *text, Oid relation, ParseExprKind kind);

// Takes what says nothing out of an analysed query or expression: casts among string types of constants, lists of aliases that are the names anyway.
Node *fold(Node *node);
inline Query *fold_query(Query *query) { return castNode(Query, fold(reinterpret_cast<Node *>(query))); }

} // namespace confiture::pg
