#include "confiture/text/extent.hpp"

#include "tap.hpp"

using confiture::text::end_of_item;
using confiture::text::find_word;
using confiture::text::past_unit;

int main() {
    tap::is_number(past_unit("abc", 0), 1, "a unit is a character");
    tap::is_number(past_unit("'it''s' x", 0), 4, "or what is quoted, of which a doubled quote begins another");
    tap::is_number(past_unit("\"a(\"\"b\"(", 0), 4, "the same of names");
    tap::is_number(past_unit("(a, (b) ')', \")\", [c]) d", 0), 22, "or what is in parentheses, whatever is quoted there");
    tap::is_number(past_unit("[1, (2)] x", 0), 8, "or in brackets");
    tap::is_number(past_unit("E'a\\\\' x", 1), 6, "a backslash is doubled, and quotes nothing");
    tap::is_number(past_unit("(a", 0), 2, "what is not closed goes to the end");
    tap::is_number(past_unit("'a", 0), 2, "quoted or not");
    tap::is_number(past_unit("", 0), 0, "an empty text has no unit");

    tap::is_number(find_word("a WHERE b", "WHERE"), 2, "a word by itself");
    tap::is_number(find_word("\"x WHERE\" (a WHERE b) 'WHERE' WHERE c", "WHERE"), 30, "outside of quotes and parentheses");
    tap::is_number(find_word("aWHERE WHEREa _WHERE WHERE_ \u00e9WHERE WHERE", "WHERE"), 36, "and not as a part of another");
    tap::is_number(find_word("ON a\nON b", "ON", 1), 5, "from a place on, and behind a line break");
    tap::ok(find_word("nowhere", "WHERE") == std::string_view::npos, "nowhere");

    tap::is_number(end_of_item("a, b", 0), 1, "an item ends before its comma");
    tap::is_number(end_of_item("f(a, b) \"x,y\" ',', c", 0), 17, "not before one in quotes or parentheses");
    tap::is_number(end_of_item("a, b", 3), 4, "the last one at the end");
    return tap::done();
}
