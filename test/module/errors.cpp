// Errors from the server to C++ and back, and exceptions of every kind.
#include <chrono>
#include <new>
#include <stdexcept>

#include "confiture/model/conditions.hpp"
#include "confiture/pg/error.hpp"
#include "confiture/pg/function.hpp"
#include "confiture/pg/transaction.hpp"
#include "support.h"
#include "pg/guard.h"

extern "C" {
PG_MODULE_MAGIC;
}

using namespace confiture;

namespace {

Problem full_problem() {
    Problem problem(condition::duplicate_version, "message of the problem", "Its detail.", "Its hint.");
    problem.context = "its context";
    problem.query = "SELECT 'é', x";
    problem.position = 13;
    return problem;
}

struct Unprintable {};

// Volatile, since a compiler that knows the size may leave the allocation out.
const volatile std::size_t too_large = PTRDIFF_MAX - 1;

// Throws what only C++ knows.
void throw_exception(const std::string &kind) {
    if (kind == "problem") throw full_problem();
    if (kind == "bare problem") throw Problem(condition::invalid_parameter, "nothing but a message");
    if (kind == "bad_alloc") throw std::bad_alloc();
    if (kind == "too large") throw std::runtime_error(std::string(too_large, 'x'));
    if (kind == "length_error") static_cast<void>(std::string().append(std::string::npos, 'x'));
    if (kind == "out_of_range") static_cast<void>(std::string("x").at(7));
    if (kind == "logic_error") throw std::logic_error("100% of \"this\" is kept");
    if (kind == "empty message") throw std::runtime_error("");
    if (kind == "number") throw 7;
    if (kind == "text") throw "a text";
    if (kind == "type of nobody") throw Unprintable();
    throw std::invalid_argument("unknown kind " + kind);
}

struct RoundTrip {
    pg::ErrorFields *fields;
};

void raise_all(RoundTrip *) { support::raise_with_every_field(); }

// Raises what came from the server once more, as the boundary does.
void raise_again(RoundTrip *trip) { ReThrowError(pg::to_server(*trip->fields)); }

// Overwrites what an error that was freed before may have left.
void raise_others() {
    for (int i = 0; i < 10; i++) {
        try {
            pg::guard(support::raise, nullptr);
        } catch (const pg::Error &) {
        }
    }
}

template <void (*Island)(RoundTrip *)>
pg::ErrorFields caught(RoundTrip trip) {
    try {
        pg::guarded<RoundTrip, Island>(trip);
    } catch (pg::Error &error) {
        return error.fields();
    }
    throw std::logic_error("no error was raised");
}

using Field = std::pair<const char *, std::string>;

std::vector<Field> shown(const pg::ErrorFields &fields) {
    return {{"sqlstate", fields.sqlstate},
            {"message", fields.message},
            {"detail", fields.detail},
            {"detail_log", fields.detail_log},
            {"hint", fields.hint},
            {"context", fields.context},
            {"backtrace", fields.backtrace.empty() ? "none" : "some"},
            {"schema_name", fields.schema_name},
            {"table_name", fields.table_name},
            {"column_name", fields.column_name},
            {"datatype_name", fields.datatype_name},
            {"constraint_name", fields.constraint_name},
            {"internal_query", fields.internal_query},
            {"cursor_position", std::to_string(fields.cursor_position)},
            {"internal_position", std::to_string(fields.internal_position)},
            {"saved_errno", std::to_string(fields.saved_errno)},
            {"output_to_server", std::to_string(fields.output_to_server)},
            {"output_to_client", std::to_string(fields.output_to_client)},
            {"hide_statement", std::to_string(fields.hide_statement)},
            {"hide_context", std::to_string(fields.hide_context)},
            {"line", fields.line > 0 ? "some" : "none"},
            {"function", fields.function},
            {"domain", fields.domain},
            {"context_domain", fields.context_domain}};
}

void add_fields(pg::Call &call, const pg::ErrorFields &fields) {
    for (auto &[name, value] : shown(fields)) call.add_row({std::string(name), value});
}

} // namespace

CONFITURE_FUNCTION(ground_throw) { throw_exception(call.text(0)); }

// Every field of a server error as C++ sees it.
CONFITURE_FUNCTION(ground_fields) {
    const pg::ErrorFields fields = caught<raise_all>({nullptr});
    raise_others();
    add_fields(call, fields);
}

// The same after it went back to the server, and came again.
CONFITURE_FUNCTION(ground_fields_again) {
    pg::ErrorFields first = caught<raise_all>({nullptr});
    raise_others();
    pg::ErrorFields second = caught<raise_again>({&first});
    if (first.file != second.file || first.line != second.line || first.backtrace != second.backtrace)
        throw std::logic_error("the place in the source was lost");
    add_fields(call, second);
}

// Lets a server error pass through: island, guard, C++, boundary.
CONFITURE_FUNCTION(ground_pass) {
    const std::string sql = call.text(0);
    support::run_sql(sql.c_str());
}

// The same while other errors come and go.
CONFITURE_FUNCTION(ground_pass_late) {
    const std::string sql = call.text(0);
    try {
        support::run_sql(sql.c_str());
    } catch (const pg::Error &) {
        raise_others();
        throw;
    }
}

// An error with a DETAIL of so many bytes.
CONFITURE_FUNCTION(ground_raise_large) {
    const std::string detail(static_cast<std::size_t>(call.integer(0)), 'x');
    throw Problem(condition::invalid_parameter, "a large error", detail);
}

// What attempt() caught of a statement, field by field; no row where it did not fail.
CONFITURE_FUNCTION(ground_attempt) {
    const std::string sql = call.text(0);
    const std::optional<pg::Error> error = pg::attempt([&] { support::run_sql(sql.c_str()); });
    if (error) add_fields(call, error->fields());
}

// Its SQLSTATE alone.
CONFITURE_FUNCTION(ground_attempt_state) {
    const std::string sql = call.text(0);
    const std::optional<pg::Error> error = pg::attempt([&] { support::run_sql(sql.c_str()); });
    if (error) call.set(error->fields().sqlstate);
}

// Changes an error on its way as the code above does: a line of context, the statement that it is about.
CONFITURE_FUNCTION(ground_annotate) {
    const std::string sql = call.text(0);
    try {
        support::run_sql(sql.c_str());
    } catch (pg::Error &error) {
        error.add_context("a line of context");
        error.point_into("another query");
        throw;
    }
}
