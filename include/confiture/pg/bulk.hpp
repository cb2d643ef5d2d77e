#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace confiture::pg {

// Adds rows of texts, all fields one behind the other, to a table of ours, as its owner, by the server's COPY, which logs rows together.
// The data are binary, since in the text format each byte would be looked at three times more.
void copy_in(const std::string &table, const std::vector<std::string> &columns, const std::vector<std::string_view> &fields);

} // namespace confiture::pg
