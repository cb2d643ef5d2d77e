#include "confiture/pg/canonical.hpp"

#include "confiture/text/extent.hpp"

namespace confiture::pg {
namespace {

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

// What stands in one pair of parentheses, as far as it was read.
struct Group {
    char first = 0;  // the operator within the parentheses that it begins with: & or |
    char joined = 0; // its own
    bool begun = false;
};

// Follows the text for a list joined by AND (or OR) that begins with another one: the parser makes both one list.
class Lists {
public:
    bool nested(std::string_view text) {
        for (std::size_t at = 0; at < text.size();) {
            if (read(text, at)) return true;
            at = text[at] == '(' || text[at] == '[' ? at + 1 : text::past_unit(text, at);
        }
        return false;
    }

private:
    // Whether the character ends the search.
    bool read(std::string_view text, std::size_t at) {
        const char c = text[at];
        if (c == '(') return open();
        if (c == ')') close();
        else if (c == ' ' && text.compare(at, 5, " AND ") == 0) return join('&');
        else if (c == ' ' && text.compare(at, 4, " OR ") == 0) return join('|');
        else if (c != ' ' && c != '\n') groups_[depth_].begun = true;
        return false;
    }

    // What is nested deeper than that is parsed, whatever it says.
    bool open() {
        if (++depth_ == most) return true;
        groups_[depth_] = {};
        return false;
    }

    void close() {
        if (depth_ == 0) return;
        Group &outer = groups_[--depth_];
        if (!outer.begun) outer.first = groups_[depth_ + 1].joined;
        outer.begun = true;
    }

    bool join(char with) {
        Group &group = groups_[depth_];
        group.joined = with;
        return group.first == with;
    }

    static constexpr std::size_t most = 200;
    Group groups_[most];
    std::size_t depth_ = 0;
};

// Written casts of constants among string types, of one and of arrays, and lists that a varchar is looked for in.
bool casts_constants(std::string_view text) {
    return has(text, ")::text = ANY (ARRAY['") || has(text, ")::text <> ALL (ARRAY['") || has(text, "])::") || has(text, "'::character varying)::") || has(text, "'::text)::") || has(text, "'::bpchar)::");
}

bool is_name(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '$' || static_cast<unsigned char>(c) >= 0x80; }

// The name at the place, with its quotes; nothing where a keyword stands there, or something else.
std::string_view name_at(std::string_view text, std::size_t at) {
    const std::size_t begin = at;
    if (at < text.size() && text[at] == '"') {
        while (at < text.size() && text[at] == '"') at = text::past_unit(text, at);
    } else {
        while (at < text.size() && is_name(text[at])) at++;
    }
    return text.substr(begin, at - begin);
}

bool ends_in_number(std::string_view name) {
    if (name.back() == '"') name.remove_suffix(1);
    const std::size_t last = name.find_last_not_of("0123456789");
    return last < name.size() - 1 && name[last] == '_';
}

// Whether the blank has an alias behind it that settle() might drop: one with a list of columns (what is before a function's name is a keyword, a
// parenthesis or a comma), one with a number, or the table's own name.
bool is_before_aliases(std::string_view text, std::size_t blank) {
    const char before = text[blank - 1];
    if (before != ')' && before != '"' && !is_name(before)) return false;
    const std::string_view name = name_at(text, blank + 1);
    if (name.empty()) return false;
    const std::size_t behind = blank + 1 + name.size();
    if (behind < text.size() && text[behind] == '(') return true;
    if (ends_in_number(name)) return true;
    return blank > name.size() && text[blank - name.size() - 1] == '.' && text.substr(blank - name.size(), name.size()) == name;
}

bool has_aliases(std::string_view text) {
    if (has(text, "WITH ")) return true;
    for (std::size_t at = text.find(' ', 1); at != std::string_view::npos; at = text.find(' ', at + 1))
        if (is_before_aliases(text, at)) return true;
    return false;
}

bool is_literal(std::string_view text) {
    const std::size_t begin = text.rfind("E'", 0) == 0 ? 1 : 0;
    return begin < text.size() && text[begin] == '\'';
}

bool is_of_other_type(std::string_view text, std::string_view type) {
    if (!is_literal(text)) return false;
    const std::size_t cast = text.rfind("'::");
    return cast == std::string_view::npos || text.substr(cast + 3) != type;
}

} // namespace

bool may_unsettle(Deparsed kind, std::string_view text, std::string_view type) noexcept {
    if (casts_constants(text) || (has(text, "((") && Lists().nested(text))) return true;
    switch (kind) {
    case Deparsed::column_default:
    case Deparsed::type_default:
        return is_of_other_type(text, type);
    case Deparsed::statistics: // printed in another style, which is not worth a printer of its own
        return text.find('(', text::find_word(text, "ON")) != std::string_view::npos;
    case Deparsed::condition:
        return has_aliases(text);
    case Deparsed::view:
    case Deparsed::rule: // a subquery of VALUES is printed with a blank before it
        return has_aliases(text) || has(text, "(VALUES ");
    case Deparsed::body:
    case Deparsed::function: // ."": the server's word for an argument without a name
        return has_aliases(text) || has(text, "(VALUES ") || has(text, ".\"\"");
    default:
        return false;
    }
}

} // namespace confiture::pg
