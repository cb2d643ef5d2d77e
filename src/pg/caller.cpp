#include "confiture/pg/caller.hpp"

#include "pg/guard.h"

extern "C" {
#include "executor/spi.h"
#include "utils/lsyscache.h"
}

namespace confiture::pg {
namespace {

struct CallerRun {
    const char *sql;
    const std::vector<TypedText> *params;
    bool by_index;
    MemoryContext result;
    char **cells;
    std::uint64_t rows;
    int columns;
};

void set_here(const char *name, const char *value) {
    set_config_option(name, value, superuser() ? PGC_SUSET : PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
}

// What values look like must not depend on who reads them later: a bound outlives its session.
int enter_plain_formats() {
    const int level = NewGUCNestLevel();
    set_here("DateStyle", "ISO, YMD");
    set_here("IntervalStyle", "postgres");
    set_here("TimeZone", "UTC");
    set_here("extra_float_digits", "3");
    set_here("lc_monetary", "C");
    set_here("bytea_output", "hex");
    set_here("search_path", "pg_catalog, pg_temp");
    return level;
}

// Never a sort: the rows wanted are few, those behind them many.
int enter_index_order(bool by_index) {
    const int level = NewGUCNestLevel();
    if (!by_index) return level;
    for (const char *name : {"enable_seqscan", "enable_bitmapscan", "enable_sort", "enable_incremental_sort"}) set_here(name, "off");
    return level;
}

struct Bindings {
    Oid *types;
    Datum *values;
    char *nulls;
};

// A domain's own check may need the caller's search_path, and has been passed before: values are read as those of its base type.
Bindings bind(const std::vector<TypedText> &params) {
    const int count = static_cast<int>(params.size());
    Bindings bindings{static_cast<Oid *>(palloc(sizeof(Oid) * (count + 1))), static_cast<Datum *>(palloc0(sizeof(Datum) * (count + 1))),
                      static_cast<char *>(palloc(count + 1))};
    const int level = enter_plain_formats();
    for (int i = 0; i < count; i++) {
        bindings.types[i] = getBaseType(params[i].type);
        bindings.nulls[i] = params[i].text ? ' ' : 'n';
        if (!params[i].text) continue;
        Oid function = InvalidOid;
        Oid parameter = InvalidOid;
        getTypeInputInfo(bindings.types[i], &function, &parameter);
        char *text = pnstrdup(params[i].text->data(), params[i].text->size());
        bindings.values[i] = OidInputFunctionCall(function, text, parameter, -1);
    }
    AtEOXact_GUC(false, level);
    return bindings;
}

char *cell_of(const CallerRun *run, std::uint64_t row, int column) {
    bool null = false;
    const Datum datum = SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, column + 1, &null);
    if (null) return nullptr;
    Oid function = InvalidOid;
    bool is_varlena = false;
    getTypeOutputInfo(getBaseType(SPI_gettypeid(SPI_tuptable->tupdesc, column + 1)), &function, &is_varlena);
    return MemoryContextStrdup(run->result, OidOutputFunctionCall(function, datum));
}

void copy_cells(CallerRun *run) {
    run->result = AllocSetContextCreate(CurTransactionContext, "confiture rows", ALLOCSET_SMALL_SIZES);
    run->columns = SPI_tuptable->tupdesc->natts;
    run->cells = static_cast<char **>(MemoryContextAlloc(run->result, sizeof(char *) * (run->rows * run->columns + 1)));
    const int level = enter_plain_formats();
    for (std::uint64_t row = 0; row < run->rows; row++)
        for (int column = 0; column < run->columns; column++) run->cells[row * run->columns + column] = cell_of(run, row, column);
    AtEOXact_GUC(false, level);
}

void run_as_caller(CallerRun *run) {
    CHECK_FOR_INTERRUPTS();
    SPI_connect();
    const Bindings bindings = bind(*run->params);
    const int level = enter_index_order(run->by_index);
    // Prepared and planned for these values each time: what is estimated for any would have the server read the whole table for some.
    const int result = SPI_execute_with_args(run->sql, static_cast<int>(run->params->size()), bindings.types, bindings.values,
                                             bindings.nulls, false, 0);
    if (result < 0) elog(ERROR, "could not run: %s", SPI_result_code_string(result));
    AtEOXact_GUC(false, level);
    run->rows = SPI_processed;
    if (run->by_index && SPI_tuptable != nullptr) copy_cells(run);
    SPI_finish();
}

void analyse(CallerRun *run) {
    SPI_connect();
    if (SPI_prepare(run->sql, 0, nullptr) == nullptr) elog(ERROR, "could not prepare: %s", SPI_result_code_string(SPI_result));
    SPI_finish();
}

void drop_result(CallerRun *run) { MemoryContextDelete(run->result); }

} // namespace

Rows caller_query(const std::string &sql, const std::vector<TypedText> &params) {
    CallerRun run{sql.c_str(), &params, true, nullptr, nullptr, 0, 0};
    guarded<CallerRun, run_as_caller>(run);
    Rows rows(run.rows, Row(run.columns));
    for (std::uint64_t row = 0; row < run.rows; row++)
        for (int column = 0; column < run.columns; column++)
            if (const char *cell = run.cells[row * run.columns + column]) rows[row][column] = cell;
    if (run.result != nullptr) guarded<CallerRun, drop_result>(run);
    return rows;
}

std::int64_t caller_execute(const std::string &sql, const std::vector<TypedText> &params) {
    CallerRun run{sql.c_str(), &params, false, nullptr, nullptr, 0, 0};
    guarded<CallerRun, run_as_caller>(run);
    return static_cast<std::int64_t>(run.rows);
}

void caller_check(const std::string &sql) {
    const std::vector<TypedText> none;
    CallerRun run{sql.c_str(), &none, false, nullptr, nullptr, 0, 0};
    guarded<CallerRun, analyse>(run);
}

} // namespace confiture::pg
