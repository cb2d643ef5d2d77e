#pragma once

#include <cstddef>
#include <string_view>

// Extents in SQL as the server prints it: quotes are doubled within quotes, strings with backslashes have those doubled, too, and there are neither comments
// nor dollar quotes. Nothing here allocates or throws.
namespace confiture::text {

// Behind the character at `from`, or behind all that it opens: '...', "...", (...), [...]; the end of the text where it is not closed.
std::size_t past_unit(std::string_view sql, std::size_t from);

// The first place from `from` on where the word stands by itself outside of all quotes and parentheses; npos: nowhere.
std::size_t find_word(std::string_view sql, std::string_view word, std::size_t from = 0);

// The end of the list's item that begins at `from`: its comma, or the end of the text.
std::size_t end_of_item(std::string_view list, std::size_t from);

} // namespace confiture::text
