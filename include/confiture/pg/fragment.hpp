#pragma once

#include <string>
#include <vector>

namespace confiture::pg {

// A column that a SET list assigns to, and where that stands in the text, in characters from 1.
struct Assigned {
    std::string column;
    int position = 0;
};

// Reads a text by the server's grammar as the SET list of an UPDATE, and nothing but that; else throws invalid_parameter.
std::vector<Assigned> parse_assignments(const std::string &text);

// Checks by the server's grammar that a text is one expression that may stand behind WHERE, and nothing but that; else throws the same.
void parse_condition(const std::string &text);

} // namespace confiture::pg
