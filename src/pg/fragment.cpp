#include "confiture/pg/fragment.hpp"

#include "confiture/model/conditions.hpp"
#include "confiture/pg/script.hpp"
#include "pg/compat.h"
#include "pg/guard.h"

extern "C" {
#include "nodes/nodeFuncs.h"
}

namespace confiture::pg {
namespace {

struct Parsed {
    const char *text;   // the whole statement
    List *targets;
    int extra;          // byte offset of what must not be there; -1: nothing
};

int location_of(Node *node) { return node == nullptr ? -1 : std::max(exprLocation(node), 0); }

int location_of(List *list) { return list == NIL ? -1 : std::max(exprLocation(static_cast<Node *>(linitial(list))), 0); }

// The one UPDATE that the text is, or null: then `extra` says from where on it is something else.
UpdateStmt *only_update(Parsed *parsed) {
    List *trees = raw_parser(parsed->text, RAW_PARSE_DEFAULT);
    RawStmt *tree = linitial_node(RawStmt, trees);
    if (!IsA(tree->stmt, UpdateStmt)) elog(ERROR, "an UPDATE was read as something else");
    // A length is given where a semicolon ended the statement.
    if (tree->stmt_len > 0) {
        parsed->extra = tree->stmt_location + tree->stmt_len;
        return nullptr;
    }
    return castNode(UpdateStmt, tree->stmt);
}

void read_assignments(Parsed *parsed) {
    const UpdateStmt *update = only_update(parsed);
    if (update == nullptr) return;
    parsed->targets = update->targetList;
    parsed->extra = location_of(update->fromClause);
    if (parsed->extra < 0) parsed->extra = location_of(update->whereClause);
    if (parsed->extra < 0) parsed->extra = returning_location(update);
}

void read_condition(Parsed *parsed) {
    const UpdateStmt *update = only_update(parsed);
    if (update == nullptr) return;
    parsed->extra = returning_location(update);
    if (parsed->extra < 0 && IsA(update->whereClause, CurrentOfExpr)) parsed->extra = 0;
}

constexpr char set_prefix[] = "UPDATE x SET ";
constexpr char where_prefix[] = "UPDATE x SET y = 1 WHERE ";

// Turns a position in the whole statement into one in the text behind the prefix, or at its end.
int behind(std::size_t prefix, int position, const std::string &text) {
    return std::clamp(position - static_cast<int>(prefix), 1, static_cast<int>(characters_in(text)) + 1);
}

template <void (*Island)(Parsed *)>
Parsed parse(std::string_view prefix, const std::string &text, const std::string &whole, const char *wanted) {
    if (text.empty()) throw Problem(condition::invalid_parameter, wanted, "The text is empty.");
    Parsed parsed{whole.c_str(), NIL, -1};
    try {
        guarded<Parsed, Island>(parsed);
    } catch (Error &error) {
        if (error.fields().cursor_position == 0) throw;
        error.fields().sqlstate = condition::invalid_parameter.sqlstate;
        error.fields().cursor_position = behind(prefix.size(), error.fields().cursor_position, text);
        error.point_into(text);
        throw;
    }
    if (parsed.extra < 0) return parsed;
    Problem problem(condition::invalid_parameter, wanted);
    problem.query = text;
    const std::size_t bytes = std::max(static_cast<std::size_t>(parsed.extra), prefix.size()) - prefix.size();
    problem.position = static_cast<int>(characters_in(std::string_view(text).substr(0, bytes))) + 1;
    throw problem;
}

} // namespace

std::vector<Assigned> parse_assignments(const std::string &text) {
    const std::string whole = set_prefix + text;
    const Parsed parsed = parse<read_assignments>(set_prefix, text, whole, "assignments must be what may stand between SET and WHERE, and nothing else");
    std::vector<Assigned> assigned;
    ListCell *cell;
    foreach (cell, parsed.targets) {
        const ResTarget *target = lfirst_node(ResTarget, cell);
        const std::size_t bytes = static_cast<std::size_t>(target->location) - (sizeof set_prefix - 1);
        assigned.push_back({target->name, static_cast<int>(characters_in(std::string_view(text).substr(0, bytes))) + 1});
    }
    return assigned;
}

void parse_condition(const std::string &text) {
    const std::string whole = where_prefix + text;
    parse<read_condition>(where_prefix, text, whole, "the condition must be one expression, and nothing else");
}

} // namespace confiture::pg
