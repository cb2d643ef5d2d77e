#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace confiture::pg {

// A class of its own: a variant of the library's types alone takes itself for never empty, and its copying crashes where memory runs out.
struct TextArray : std::vector<std::optional<std::string>> {
    using vector::vector;
};

// Microseconds of wall-clock time that something took; becomes an `interval`.
struct Duration {
    std::int64_t microseconds = 0;
};

// Microseconds since 1970-01-01 UTC; becomes a `timestamptz`.
struct Timestamp {
    std::int64_t microseconds = 0;
};

// JSON as text; becomes a `jsonb`.
struct Jsonb {
    std::string text;
};

// A NULL, or a value of one of the types that go to and from SQL.
using Value = std::variant<std::monostate, bool, std::int64_t, std::string, TextArray, Duration, Timestamp, Jsonb>;

// One row read from the server, each column as the server prints it; empty for NULL.
using Row = std::vector<std::optional<std::string>>;
using Rows = std::vector<Row>;

// The value, or NULL where there is none.
template <class T>
Value value_or_null(const std::optional<T> &value) {
    return value ? Value(*value) : Value();
}

} // namespace confiture::pg
