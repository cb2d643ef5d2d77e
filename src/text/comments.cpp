#include "confiture/text/comments.hpp"

#include "confiture/text/quote.hpp"

namespace confiture::text {
namespace {

bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

bool in_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

std::size_t line_end(std::string_view sql, std::size_t from) {
    const std::size_t end = sql.find_first_of("\r\n", from);
    return end == std::string_view::npos ? sql.size() : end;
}

// Comments in slashes and stars hold others.
std::size_t past_block(std::string_view sql, std::size_t from) {
    std::size_t depth = 0;
    while (from < sql.size()) {
        const std::string_view two = sql.substr(from, 2);
        if (two == "/*") depth++, from += 2;
        else if (two == "*/") depth--, from += 2;
        else from++;
        if (depth == 0) return from;
    }
    return sql.size();
}

// A doubled quote is passed as the end of one quoted text and the beginning of the next.
std::size_t past_quotes(std::string_view sql, std::size_t from, bool escapes) {
    for (std::size_t at = from + 1; at < sql.size(); at++) {
        if (escapes && sql[at] == '\\') at++;
        else if (sql[at] == sql[from]) return at + 1;
    }
    return sql.size();
}

// Behind $tag$...$tag$, or behind the dollar sign where it begins none, as that of a parameter.
std::size_t past_dollars(std::string_view sql, std::size_t from) {
    std::size_t end = from + 1;
    while (end < sql.size() && in_name(sql[end])) end++;
    const bool is_number = end > from + 1 && sql[from + 1] >= '0' && sql[from + 1] <= '9';
    if (end == sql.size() || sql[end] != '$' || is_number || (from > 0 && in_name(sql[from - 1]))) return from + 1;
    const std::string_view tag = sql.substr(from, end + 1 - from);
    const std::size_t close = sql.find(tag, end + 1);
    return close == std::string_view::npos ? sql.size() : close + tag.size();
}

bool escapes_at(std::string_view sql, std::size_t quote) {
    return quote > 0 && (sql[quote - 1] == 'e' || sql[quote - 1] == 'E') && (quote == 1 || !in_name(sql[quote - 2]));
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

} // namespace

std::vector<LineComment> line_comments(std::string_view sql) {
    std::vector<LineComment> comments;
    std::size_t at = 0;
    while (at < sql.size()) {
        if (sql.substr(at, 2) == "--") {
            const std::size_t end = line_end(sql, at);
            comments.push_back({at, end, trimmed(sql.substr(at + 2, end - at - 2))});
            at = end;
        } else if (sql.substr(at, 2) == "/*") {
            at = past_block(sql, at);
        } else if (sql[at] == '\'' || sql[at] == '"') {
            at = past_quotes(sql, at, sql[at] == '\'' && escapes_at(sql, at));
        } else {
            at = sql[at] == '$' ? past_dollars(sql, at) : at + 1;
        }
    }
    return comments;
}

std::size_t past_comments(std::string_view sql, std::size_t from) {
    while (from < sql.size()) {
        if (is_blank(sql[from])) from++;
        else if (sql.substr(from, 2) == "--") from = line_end(sql, from);
        else if (sql.substr(from, 2) == "/*") from = past_block(sql, from);
        else break;
    }
    return from;
}

std::string read_name(std::string_view &text) {
    std::size_t end = 0;
    if (text.starts_with('"')) {
        do end = past_quotes(text, end, false);
        while (end < text.size() && text[end] == '"');
        const std::string name = end > 1 && text[end - 1] == '"' ? unquoted(text.substr(0, end)) : std::string();
        text.remove_prefix(end);
        return name;
    }
    while (end < text.size() && (in_name(text[end]) || (end > 0 && text[end] == '$'))) end++;
    std::string name(text.substr(0, end));
    for (char &c : name)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    text.remove_prefix(end);
    return name;
}

} // namespace confiture::text
