// Statements of our own: values both ways, kept plans.
#include <stdexcept>

#include "confiture/pg/function.hpp"
#include "confiture/pg/spi.hpp"

using namespace confiture;

namespace {

void add_cells(pg::Call &call, const pg::Rows &rows) {
    for (const pg::Row &row : rows)
        for (const std::optional<std::string> &cell : row) call.add_row({pg::value_or_null(cell)});
}

constexpr int texts = 600;
constinit char many_texts[texts][32] = {};

} // namespace

// Each kind of value as a parameter, as the server prints it.
CONFITURE_FUNCTION(ground_values) {
    const pg::TextArray texts{"a,\"b\"", std::nullopt, ""};
    add_cells(call, pg::query(R"(
        SELECT $1, $2, $3, $4, $5, $6, $7, pg_typeof($1), pg_typeof($2), pg_typeof($3), pg_typeof($4), pg_typeof($5),
               pg_typeof($6), pg_typeof($7), $8)",
                              {{}, true, std::int64_t{-9223372036854775807 - 1}, std::string("é \\ ' %"), texts,
                               pg::Duration{90'000'000'001}, pg::Timestamp{1'000'000'000'000'001}, pg::TextArray{}}));
}

// The same values back as results.
CONFITURE_FUNCTION(ground_results) {
    call.add_row({{}, true, std::int64_t{1} << 40, std::string("é"), pg::TextArray{"x", std::nullopt}, pg::Duration{1'500'000},
                  pg::Timestamp{1'000'000'000'000'001}, std::string("a name")});
}

// A statement that touches this many rows, and how many it says it touched.
CONFITURE_FUNCTION(ground_execute) {
    call.set(pg::execute("INSERT INTO ground.numbers SELECT generate_series(1, $1)", {call.integer(0)}));
}

// One statement whose plan is kept, and which a test lets fail, changes the tables of, and so on.
CONFITURE_FUNCTION(ground_kept_plan) { add_cells(call, pg::query("SELECT * FROM ground.kept ORDER BY 1")); }

// Under what our own statements run.
CONFITURE_FUNCTION(ground_surroundings) {
    add_cells(call, pg::query(R"(SELECT current_user, session_user, current_setting('search_path'), current_setting('row_security'),
                                        lower('X'), 1 + 1, 'x' || 'y')"));
}

// Whether a statement of ours may do what its rows tell it to, such as leaving the scope it runs in.
CONFITURE_FUNCTION(ground_restricted) { pg::execute("SELECT set_config('role', 'none', false)"); }

// A value whose type has an output function that fails.
CONFITURE_FUNCTION(ground_unprintable) { add_cells(call, pg::query("SELECT '1'::ground.unprintable FROM generate_series(1, 3)")); }

// One text with parameters of two types: its plan is for the first ones.
CONFITURE_FUNCTION(ground_other_type) {
    constexpr const char *sql = "SELECT $1";
    pg::query(sql, {pg::Value()});
    pg::query(sql, {std::int64_t{1}});
}

CONFITURE_FUNCTION(ground_many_params) {
    pg::query("SELECT 1", pg::Params(static_cast<std::size_t>(call.integer(0)), true));
}

CONFITURE_FUNCTION(ground_many_plans) {
    for (int i = 0; i < call.integer(0); i++) {
        std::string("SELECT 1").copy(many_texts[i % texts], sizeof many_texts[0] - 1);
        pg::query(many_texts[i % texts]);
    }
}
