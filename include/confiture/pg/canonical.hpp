#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace confiture::pg {

// Which of the server's functions printed a text (not pretty), and what the two OIDs of a Text are.
enum class Deparsed {
    condition,      // pg_get_expr of a boolean over a relation: a policy, a filter of a publication
    column_default, // pg_get_expr of a default or generated column; object: the column's number
    type_default,   // pg_get_expr of a domain's default; object: the domain
    constraint,     // pg_get_constraintdef; relation, or object: the domain
    index,          // pg_get_indexdef; relation: the table
    partition_key,  // pg_get_partkeydef
    statistics,     // pg_get_statisticsobjdef; relation: the table
    trigger,        // pg_get_triggerdef
    rule,           // pg_get_ruledef; relation: the table or view
    view,           // pg_get_viewdef, with its semicolon or without; relation: the view or materialized view
    body,           // pg_get_function_sqlbody; object: the function
    arguments,      // pg_get_function_arguments; object: the function
    function,       // pg_get_functiondef; object: the function
};

struct Text {
    Deparsed kind;
    std::uint32_t relation = 0;
    std::uint32_t object = 0;
    std::string text;
    bool settled = true; // false: the server did not take it back, or it did not come to rest; left as it was printed
};

// Whether settle() might change the text: a quick look, so that most texts need no parse. Of a default, `type` is the column's or the domain's base type
// as format_type(type, -1) prints it.
bool may_unsettle(Deparsed kind, std::string_view text, std::string_view type = {}) noexcept;

// Parses each text as the server would and prints it, until nothing changes any more (at most 5 times), as the owner of its relation or object, who
// can't leave that role, under the settings of read_catalog(). Runs in subtransactions; the locks (AccessShare; RowExclusive on the targets of rules and
// bodies) stay until the caller's ends. Throws what says nothing of the texts: a lock not had, a cancel, resources.
void settle(std::vector<Text> &texts);

} // namespace confiture::pg
