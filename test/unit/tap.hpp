#pragma once

#include <cstdio>
#include <exception>
#include <string>
#include <string_view>

#include "confiture/model/problem.hpp"

// The Test Anything Protocol for programs without a server; main() ends with `return tap::done();`.
namespace tap {

inline int run = 0;
inline int failed = 0;

// Prints one result; true when it passed.
inline bool ok(bool passed, std::string_view name) {
    ++run;
    failed += passed ? 0 : 1;
    std::printf("%s %d - %.*s\n", passed ? "ok" : "not ok", run, static_cast<int>(name.size()), name.data());
    return passed;
}

// Passes when both texts are equal; prints both otherwise.
inline void is(std::string_view got, std::string_view wanted, std::string_view name) {
    if (!ok(got == wanted, name))
        std::printf("#      got: %.*s\n#   wanted: %.*s\n", static_cast<int>(got.size()), got.data(),
                    static_cast<int>(wanted.size()), wanted.data());
}

// Passes when both numbers are equal; prints both otherwise.
inline void is_number(long long got, long long wanted, std::string_view name) {
    is(std::to_string(got), std::to_string(wanted), name);
}

// Calls it and gives back the Problem that it throws; without one, a Problem that says so.
template <typename Call>
confiture::Problem problem_of(Call call) {
    try {
        call();
    } catch (const confiture::Problem &problem) {
        return problem;
    } catch (const std::exception &error) {
        return {{"?????", "other"}, error.what()};
    }
    return {{"00000", "none"}, "no problem"};
}

// Passes when the call throws a Problem of this condition with exactly this message.
template <typename Call>
void throws(Call call, const confiture::Condition &condition, std::string_view message, std::string_view name) {
    const confiture::Problem problem = problem_of(call);
    is(problem.sqlstate + " " + problem.message, std::string(condition.sqlstate) + " " + std::string(message), name);
}

// Prints the plan; the exit status of the program.
inline int done() {
    std::printf("1..%d\n", run);
    return failed == 0 ? 0 : 1;
}

} // namespace tap
