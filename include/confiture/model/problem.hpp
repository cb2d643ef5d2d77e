#pragma once

#include <exception>
#include <string>
#include <string_view>
#include <utility>

namespace confiture {

// One error of ours: its SQLSTATE, its condition name, what it means and what to do about it.
struct Condition {
    char sqlstate[6];
    std::string_view name;
};

// An error found by C++ code; the boundary turns it into a server error with nothing lost.
class Problem : public std::exception {
public:
    Problem(const Condition &condition, std::string message, std::string detail = {}, std::string hint = {})
        : sqlstate(condition.sqlstate), message(std::move(message)), detail(std::move(detail)), hint(std::move(hint)) {}

    const char *what() const noexcept override { return message.c_str(); }

    std::string sqlstate;
    std::string message;
    std::string detail;
    std::string hint;
    std::string context;
    std::string query;       // the statement that the error is about, or empty
    int position = 0;        // character position in query, from 1; 0 = none
};

} // namespace confiture
