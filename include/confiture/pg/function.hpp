#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "confiture/model/json.hpp"
#include "confiture/pg/value.hpp"

namespace confiture::pg {

// One call of a SQL function: its arguments, and the place for its result.
class Call {
public:
    explicit Call(void *fcinfo) : fcinfo_(fcinfo) {}

    // Throws not_updated where the function is declared without that argument: by an older version.
    bool is_null(int argument) const;

    // Of a procedure: whether it was called in a transaction block or by a function, so that it can't commit.
    bool is_atomic() const;

    // Each of these throws null_value where the argument is NULL; the optional ones give nothing instead.
    std::string text(int argument) const;
    std::optional<std::string> optional_text(int argument) const;
    // An argument of type name.
    std::optional<std::string> optional_name(int argument) const;
    bool boolean(int argument) const;
    std::int64_t integer(int argument) const;
    // An argument of type regclass, or another kind of OID.
    std::uint32_t oid(int argument) const;
    // An interval in microseconds, a day being 24 hours and a month 30 days, at most what that type holds.
    std::int64_t microseconds(int argument) const;
    std::vector<std::string> texts(int argument) const;
    // An interval, as the server prints it.
    std::string interval(int argument) const;
    // A jsonb, as a tree.
    model::Json json(int argument) const;
    // What called a trigger, for the floor itself.
    const void *context() const;
    // The bytes of a bytea; they live as long as the call.
    std::string_view bytes(int argument) const;

    void set(Value value) { value_ = std::move(value); }
    void add_row(std::vector<Value> row);

    // What the boundary does with the result once the body has returned: the Datum, with the null flag set.
    std::uintptr_t finish();

private:
    void require(int argument) const;

    void *fcinfo_;
    Value value_;
    std::vector<std::vector<Value>> rows_;
};

// Refuses (25001) a procedure's call in a transaction block or by a function, where it can't commit.
void require_top_level(const Call &call, const char *name, const char *hint);

// The boundary: runs the body, catches everything, leaves the handler, and only then raises.
std::uintptr_t enter(void *fcinfo, void (*body)(Call &));

// The same for a procedure, which may commit.
std::uintptr_t enter_procedure(void *fcinfo, void (*body)(Call &));

// What PG_FUNCTION_INFO_V1 gives to the server.
const void *function_info();

} // namespace confiture::pg

// A SQL function and its boundary: CONFITURE_FUNCTION(confiture_source_put) { call.set(...); }
#define CONFITURE_FUNCTION(symbol) CONFITURE_ENTRY(symbol, enter)

// A SQL procedure, whose body may call pg::commit_and_go_on().
#define CONFITURE_PROCEDURE(symbol) CONFITURE_ENTRY(symbol, enter_procedure)

#define CONFITURE_ENTRY(symbol, boundary)                                                                     \
    static void symbol##_body(::confiture::pg::Call &call);                                                   \
    extern "C" [[gnu::visibility("default")]] const void *pg_finfo_##symbol() {                               \
        return ::confiture::pg::function_info();                                                              \
    }                                                                                                         \
    extern "C" [[gnu::visibility("default")]] std::uintptr_t symbol(void *fcinfo) {                           \
        return ::confiture::pg::boundary(fcinfo, symbol##_body);                                              \
    }                                                                                                         \
    static void symbol##_body([[maybe_unused]] ::confiture::pg::Call &call)
