#include "confiture/text/extent.hpp"

namespace confiture::text {
namespace {

bool in_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' || static_cast<unsigned char>(c) >= 0x80;
}

// A doubled quote is passed as the end of one quoted text and the beginning of the next.
std::size_t past_quotes(std::string_view sql, std::size_t from) {
    const std::size_t end = sql.find(sql[from], from + 1);
    return end == std::string_view::npos ? sql.size() : end + 1;
}

bool stands_at(std::string_view sql, std::string_view word, std::size_t at) {
    if (sql.substr(at, word.size()) != word) return false;
    if (at > 0 && in_word(sql[at - 1])) return false;
    return at + word.size() == sql.size() || !in_word(sql[at + word.size()]);
}

} // namespace

std::size_t past_unit(std::string_view sql, std::size_t from) {
    std::size_t depth = 0;
    while (from < sql.size()) {
        const char c = sql[from];
        if (c == '\'' || c == '"') {
            from = past_quotes(sql, from);
        } else {
            if (c == '(' || c == '[') depth++;
            else if ((c == ')' || c == ']') && depth > 0) depth--;
            from++;
        }
        if (depth == 0) return from;
    }
    return sql.size();
}

std::size_t find_word(std::string_view sql, std::string_view word, std::size_t from) {
    for (; from < sql.size(); from = past_unit(sql, from))
        if (stands_at(sql, word, from)) return from;
    return std::string_view::npos;
}

std::size_t end_of_item(std::string_view list, std::size_t from) {
    while (from < list.size() && list[from] != ',') from = past_unit(list, from);
    return from;
}

} // namespace confiture::text
