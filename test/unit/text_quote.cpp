#include "confiture/text/quote.hpp"

#include "tap.hpp"

using confiture::text::quote_identifier;
using confiture::text::quote_json;
using confiture::text::quote_literal;
using confiture::text::unquoted;

int main() {
    tap::is(quote_identifier("users"), "\"users\"", "a plain name is quoted too");
    tap::is(quote_identifier("My Table"), "\"My Table\"", "capitals and blanks");
    tap::is(quote_identifier("a\"b\""), "\"a\"\"b\"\"\"", "inner quotes are doubled");
    tap::is(quote_identifier("a'b\\"), "\"a'b\\\"", "nothing else is special in a name");
    tap::is(quote_identifier(""), "\"\"", "an empty name");
    tap::is(quote_literal("plain"), "'plain'", "a plain value");
    tap::is(quote_literal(""), "''", "an empty value");
    tap::is(quote_literal("it's"), "'it''s'", "quotes are doubled");
    tap::is(quote_literal("a\\b"), "E'a\\\\b'", "a backslash makes it an E string");
    tap::is(quote_literal("\\'"), "E'\\\\'''", "backslash and quote together");
    tap::is(quote_literal("a\nb\"$1"), "'a\nb\"$1'", "nothing else is special in a value");
    tap::is(quote_json("app.\"Odd\""), "\"app.\\\"Odd\\\"\"", "quotes in JSON");
    tap::is(quote_json("a\\b\n\x1f\u00e9"), "\"a\\\\b\\u000a\\u001f\u00e9\"", "backslashes and control characters in JSON");
    tap::is(unquoted("a"), "a", "a name that needed no quotes");
    tap::is(unquoted("\"a\"\"b\""), "a\"b", "and one that did");
    return tap::done();
}
