#include "batch/statement.hpp"

#include <algorithm>

#include "confiture/model/conditions.hpp"
#include "confiture/pg/error.hpp"
#include "confiture/pg/fragment.hpp"
#include "confiture/pg/script.hpp"
#include "confiture/pg/spi.hpp"

namespace confiture::batch {
namespace {

// A statement, and where the caller's texts stand in it, in bytes.
struct Assembled {
    std::string text;
    std::size_t assignments = 0;
    std::size_t condition = 0;
};

// A line feed ends a comment that the text before it may end with.
Assembled assemble(const Target &target, const Statement &statement, const char *before, const char *behind) {
    Assembled result;
    if (statement.assignments) {
        result.text = "UPDATE " + target.from + " SET ";
        result.assignments = result.text.size();
        result.text += *statement.assignments + "\n";
    } else {
        result.text = "DELETE FROM " + target.from;
    }
    result.text += std::string(" WHERE ") + before;
    result.condition = result.text.size();
    result.text += statement.condition + "\n" + behind;
    return result;
}

// Lets the error point into one of the caller's texts, if it points there at all.
void point(pg::Error &error, const Assembled &assembled, const Statement &statement) {
    pg::ErrorFields &fields = error.fields();
    if (fields.internal_query != assembled.text || fields.internal_position <= 0) return;
    const std::size_t at = pg::bytes_of(assembled.text, static_cast<std::size_t>(fields.internal_position - 1));
    const auto take = [&](const std::string &text, std::size_t begin) {
        if (at < begin || at > begin + text.size()) return;
        fields.internal_query = text;
        fields.internal_position = static_cast<int>(pg::characters_in(std::string_view(text).substr(0, at - begin))) + 1;
    };
    if (statement.assignments && at < assembled.condition) take(*statement.assignments, assembled.assignments);
    else take(statement.condition, assembled.condition);
}

void refuse_key_change(const Target &target, const std::string &assignments) {
    for (const pg::Assigned &assigned : pg::parse_assignments(assignments)) {
        if (std::ranges::none_of(target.columns, [&](const KeyColumn &column) { return column.name == assigned.column; })) continue;
        Problem problem(condition::invalid_parameter, "column \"" + assigned.column + "\" belongs to index \"" + target.key + "\", in whose order rows are visited",
                        "A row whose key changes could be visited twice, or not at all.", "Name another unique index: key => '...'");
        problem.query = assignments;
        problem.position = assigned.position;
        throw problem;
    }
}

// What an assignment makes of a generated column is known to nobody.
void refuse_generated_key(const Target &target) {
    const pg::Rows rows = pg::query(R"(
        SELECT a.attname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
          JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey[0:i.indnkeyatts - 1]) AND a.attgenerated <> ''
         WHERE i.indrelid = $1::oid AND c.relname = $2 LIMIT 1)", {std::int64_t{target.relation}, target.key});
    if (rows.empty()) return;
    throw Problem(condition::not_in_prerequisite_state, "column \"" + *rows[0][0] + "\" of index \"" + target.key + "\" is generated",
                  "An update may change it, so that a row could be visited twice.", "Name another unique index: key => '...'");
}

} // namespace

void check_statement(const Target &target, const Statement &statement) {
    if (statement.assignments) {
        refuse_key_change(target, *statement.assignments);
        refuse_generated_key(target);
    }
    pg::parse_condition(statement.condition);
    const Assembled assembled = assemble(target, statement, "(", ")");
    try {
        pg::caller_check(assembled.text);
    } catch (pg::Error &error) {
        point(error, assembled, statement);
        throw;
    }
}

// As a CASE, the condition has no say in how the rows are found: by an index of its own the server would look at all of it for each batch.
std::int64_t change_rows(const Target &target, const Statement &statement, const Range &range) {
    const std::string behind = ") THEN true END AND " + in_range(target, range);
    const Assembled assembled = assemble(target, statement, "CASE WHEN (", behind.c_str());
    try {
        return pg::caller_execute(assembled.text, parameters(target, range));
    } catch (pg::Error &error) {
        point(error, assembled, statement);
        throw;
    }
}

} // namespace confiture::batch
