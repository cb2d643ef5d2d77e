#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// SQL as people write it, with comments, dollar quotes and E'' strings.
namespace confiture::text {

struct LineComment {
    std::size_t begin = 0;      // byte offset of its dashes
    std::size_t end = 0;        // of the end of its line
    std::string_view text{};    // behind the dashes, without blanks around it
};

// Comments that begin with two dashes, in their order; none within quotes or other comments.
std::vector<LineComment> line_comments(std::string_view sql);

// Behind blanks and comments from `from` on.
std::size_t past_comments(std::string_view sql, std::size_t from);

// A name as SQL writes it, read from the front of the text, which then begins behind it: `"Name"` as it is, `Name` in lower case. Empty: there is none.
std::string read_name(std::string_view &text);

} // namespace confiture::text
