#include "confiture/text/comments.hpp"

#include "tap.hpp"

using namespace confiture::text;

namespace {

std::string texts(std::string_view sql) {
    std::string all;
    for (const LineComment &comment : line_comments(sql)) all += std::to_string(comment.begin) + ":" + std::string(comment.text) + "|";
    return all;
}

std::string name_of(std::string_view text) {
    const std::string name = read_name(text);
    return name + "|" + std::string(text);
}

} // namespace

int main() {
    tap::is(texts("-- a \nx --b\r\n--"), "0:a|8:b|13:|", "comments to the ends of their lines");
    tap::is(texts("'--a' \"--b\" 'it''s --c' --d"), "24:d|", "not what is quoted");
    tap::is(texts("E'a\\' --b' --c"), "11:c|", "in a string with backslashes neither");
    tap::is(texts("type'a\\' --b"), "9:b|", "a word that ends in e makes no such string");
    tap::is(texts("$$ --a $$ $x$ --b $$ --c $x$ $1 --d"), "32:d|", "nor between dollars");
    tap::is(texts("/* --a /* --b */ --c */ --d"), "24:d|", "nor in another comment, which may hold more");
    tap::is(texts("'open --a"), "", "nor behind a quote that is not closed");
    tap::is(texts(""), "", "an empty text has none");

    tap::is_number(past_comments("  -- a\n /* b */ c", 0), 16, "behind blanks and comments");
    tap::is_number(past_comments("c", 0), 0, "where there are none");
    tap::is_number(past_comments(" -- a", 0), 5, "to the end");

    tap::is(name_of("Old_1.x"), "old_1|.x", "a name in lower case");
    tap::is(name_of("\"Old \"\"1\"\".\".x"), "Old \"1\".|.x", "or as it is quoted");
    tap::is(name_of("\"Old"), "|", "one that is not closed is none");
    tap::is(name_of("'a'"), "|'a'", "a string is none");
    tap::is(name_of("\u00c4a b"), "\u00c4a| b", "other letters stay");
    return tap::done();
}
