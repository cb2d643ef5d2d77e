#include "locate.hpp"

#include "confiture/model/conditions.hpp"
#include "confiture/model/migration.hpp"
#include "confiture/text/utf8.hpp"

namespace confiture::run {
namespace {

// Longer statements are not repeated whole in an error: only the line that it is about.
constexpr std::size_t longest_query = 8000;

std::string place(const std::string &path, std::string_view text, std::size_t offset, int number) {
    if (number == 0) return path; // nothing of it was read yet
    return path + ", line " + std::to_string(text::line_at(text, std::min(offset, text.size()))) + ", statement " +
           std::to_string(number);
}

// Part of a line that an error is about, and which of its characters, from 1.
struct Excerpt {
    std::string_view text;
    int position;
};

Excerpt excerpt(std::string_view text, std::size_t offset) {
    constexpr std::size_t most = 1000; // characters before and behind
    offset = std::min(offset, text.size());
    std::size_t begin = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
    begin = begin == std::string_view::npos ? 0 : begin + 1;
    std::size_t before = pg::characters_in(text.substr(begin, offset - begin));
    if (before > most) {
        begin += pg::bytes_of(text.substr(begin, offset - begin), before - most);
        before = most;
    }
    const std::string_view rest = text.substr(offset, text.find('\n', offset) - offset);
    const std::size_t end = offset + pg::bytes_of(rest, most);
    return {text.substr(begin, end - begin), static_cast<int>(before) + 1};
}

// Takes out whatever repeats text of the statement: a syntax error names a token, CONTEXT and QUERY what ran inside of it.
void hide_statement(pg::ErrorFields &fields) {
    if (fields.sqlstate == "42601") fields.message = "syntax error in a statement that may carry a password";
    fields.cursor_position = fields.internal_position = 0;
    fields.internal_query.clear();
    fields.context.clear();
}

void show_statement(pg::Error &error, std::string_view text, const pg::Statement &statement, std::size_t offset) {
    if (statement.secret) {
        hide_statement(error.fields());
        return;
    }
    if (error.fields().cursor_position <= 0) return;
    std::string_view query = text.substr(statement.begin, statement.end - statement.begin);
    if (query.size() <= longest_query) {
        error.point_into(query);
        return;
    }
    const Excerpt line = excerpt(query, offset - statement.begin);
    error.fields().cursor_position = line.position;
    error.point_into(line.text);
}

} // namespace

void locate(pg::Error &error, const std::string &path, std::string_view text, const pg::Script &script) {
    const pg::Statement &statement = script.statement();
    const std::size_t offset = script.locate(error);
    show_statement(error, text, statement, offset);
    error.add_context(place(path, text, offset, statement.number));
}

void locate(Problem &problem, const std::string &path, std::string_view text, const pg::Statement &statement) {
    if (!problem.context.empty()) return;
    problem.context = place(path, text, statement.begin, statement.number);
    if (statement.secret || statement.end <= statement.begin) return;
    // Nothing of the line but the statement: its neighbour may carry a password.
    const Excerpt line = excerpt(text.substr(statement.begin, statement.end - statement.begin), 0);
    problem.query = line.text;
    problem.position = line.position;
}

void refuse_late_directive(const std::string &path, std::string_view text, std::size_t begin, std::size_t end) {
    const std::optional<std::size_t> found = model::find_directive(text.substr(begin, end - begin));
    if (!found) return;
    Problem problem(condition::invalid_directive, "directive behind the first statement", {},
                    "Lines \"-- confiture: <key>=<value>\" stand at the head of the file.");
    problem.context = path + ", line " + std::to_string(text::line_at(text, begin + *found));
    throw problem;
}

} // namespace confiture::run
