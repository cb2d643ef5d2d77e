#include "confiture/pg/spi.hpp"

#include "confiture/pg/interrupt.hpp"
#include "pg/guard.h"
#include "pg/own_scope.h"
#include "pg/run_state.h"
#include "pg/values.h"

extern "C" {
#include "access/detoast.h"
#include "access/htup_details.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "utils/lsyscache.h"
}

namespace confiture::pg {
namespace {

constexpr int most_params = 32;
constexpr int most_plans = 512;

struct KeptPlan {
    const char *sql;
    SPIPlanPtr plan;
};
constinit KeptPlan kept_plans[most_plans] = {};

struct Cell {
    const char *data; // null for NULL
    std::size_t length;
    bool out_of_line; // data is the server's pointer to a text that it keeps elsewhere, in pieces
};

struct Run {
    const char *sql;
    const Params *params;
    bool want_rows;
    MemoryContext result;
    Cell *cells;
    std::uint64_t rows;
    int columns;
    Params *consumed; // the same as params, or null
    bool catalog;     // in the scope of read_catalog()
    const char **names;
    bool *lists;
};

KeptPlan *slot_of(const char *sql) {
    std::size_t start = (reinterpret_cast<std::uintptr_t>(sql) >> 3) % most_plans;
    for (std::size_t i = 0; i < most_plans; i++) {
        KeptPlan *slot = &kept_plans[(start + i) % most_plans];
        if (slot->sql == sql || slot->sql == nullptr) return slot;
    }
    elog(ERROR, "more than %d kept plans", most_plans);
}

// The server takes a value's type on trust: a number given as text would be read as an address.
void check_types(SPIPlanPtr plan, const Params &params) {
    for (int i = 0; i < static_cast<int>(params.size()); i++)
        if (params[i].index() != 0 && type_of(params[i]) != SPI_getargtypeid(plan, i))
            elog(ERROR, "parameter %d of a kept plan has another type than before", i + 1);
}

SPIPlanPtr plan_of(const Run *run) {
    int count = static_cast<int>(run->params->size());
    if (count > most_params) elog(ERROR, "%d parameters, at most %d are possible", count, most_params);
    KeptPlan *slot = slot_of(run->sql);
    if (slot->sql == run->sql) {
        check_types(slot->plan, *run->params);
        return slot->plan;
    }
    Oid types[most_params];
    for (int i = 0; i < count; i++) types[i] = type_of((*run->params)[i]);
    // A plan made for values would hold copies of them, and be made anew five times.
    SPIPlanPtr plan = SPI_prepare_cursor(run->sql, count, types, CURSOR_OPT_GENERIC_PLAN);
    if (plan == nullptr) elog(ERROR, "could not prepare: %s", SPI_result_code_string(SPI_result));
    SPI_keepplan(plan);
    *slot = {run->sql, plan};
    return plan;
}

bool is_out_of_line(const struct varlena *value, std::size_t *length) {
    if (!VARATT_IS_EXTERNAL_ONDISK(value)) return false;
    struct varatt_external pointer;
    VARATT_EXTERNAL_GET_POINTER(pointer, value);
    *length = VARATT_EXTERNAL_GET_EXTSIZE(pointer);
    return !VARATT_EXTERNAL_IS_COMPRESSED(pointer);
}

// Text is taken from the datum, since the output function would make one more copy of it, and out of SPI's memory, which goes before
// the cell does. One that stands out of line stays there: it may have hundreds of megabytes.
Cell text_cell(struct varlena *value) {
    std::size_t length = 0;
    if (is_out_of_line(value, &length)) {
        const std::size_t size = VARSIZE_EXTERNAL(value);
        return {static_cast<const char *>(std::memcpy(palloc(size), value, size)), length, true};
    }
    const struct varlena *packed = pg_detoast_datum_packed(value);
    length = VARSIZE_ANY_EXHDR(packed);
    return {packed == value ? pnstrdup(VARDATA_ANY(packed), length) : VARDATA_ANY(packed), length, false};
}

// How the values of a column are printed; those of type text are not.
struct Printer {
    bool is_text;
    FmgrInfo function;
};

Printer *printers_of(TupleDesc descriptor) {
    Printer *printers = static_cast<Printer *>(palloc0(sizeof(Printer) * static_cast<std::size_t>(descriptor->natts)));
    for (int i = 0; i < descriptor->natts; i++) {
        const Oid type = TupleDescAttr(descriptor, i)->atttypid;
        printers[i].is_text = type == TEXTOID;
        if (printers[i].is_text) continue;
        Oid function = InvalidOid;
        bool is_varlena = false;
        getTypeOutputInfo(type, &function, &is_varlena);
        fmgr_info(function, &printers[i].function);
    }
    return printers;
}

Cell cell_of(Datum datum, bool null, Printer *printer) {
    if (null) return {nullptr, 0, false};
    if (printer->is_text) return text_cell(reinterpret_cast<struct varlena *>(DatumGetPointer(datum)));
    const char *text = OutputFunctionCall(&printer->function, datum);
    return {text, std::strlen(text), false};
}

void copy_names(Run *run, TupleDesc descriptor) {
    run->names = static_cast<const char **>(palloc(sizeof(char *) * static_cast<std::size_t>(descriptor->natts)));
    run->lists = static_cast<bool *>(palloc(sizeof(bool) * static_cast<std::size_t>(descriptor->natts)));
    for (int i = 0; i < descriptor->natts; i++) {
        run->names[i] = pstrdup(NameStr(TupleDescAttr(descriptor, i)->attname));
        run->lists[i] = TupleDescAttr(descriptor, i)->atttypid == TEXTARRAYOID;
    }
}

void copy_rows(Run *run) {
    MemoryContext spi = MemoryContextSwitchTo(run->result);
    TupleDesc descriptor = SPI_tuptable->tupdesc;
    run->columns = descriptor->natts;
    if (run->catalog) copy_names(run, descriptor);
    run->cells = static_cast<Cell *>(
        MemoryContextAllocHuge(run->result, sizeof(Cell) * (run->rows * run->columns + 1)));
    Printer *printers = printers_of(descriptor);
    Datum *values = static_cast<Datum *>(palloc(sizeof(Datum) * static_cast<std::size_t>(run->columns)));
    bool *nulls = static_cast<bool *>(palloc(sizeof(bool) * static_cast<std::size_t>(run->columns)));
    for (std::uint64_t row = 0; row < run->rows; row++) {
        CHECK_FOR_INTERRUPTS();
        heap_deform_tuple(SPI_tuptable->vals[row], descriptor, values, nulls);
        for (int column = 0; column < run->columns; column++)
            run->cells[row * run->columns + column] = cell_of(values[column], nulls[column], &printers[column]);
    }
    MemoryContextSwitchTo(spi);
}

void run_plan(Run *run) {
    CHECK_FOR_INTERRUPTS(); // for whatever loop this is called in: a short statement does not look by itself
    const bool is_entered = run->catalog && run_state.reads_few;
    const OwnScope scope = is_entered ? OwnScope{} : run->catalog ? enter_catalog_scope(!run->params->empty()) : enter_own_scope();
    SPI_connect();
    SPIPlanPtr plan = plan_of(run);
    Datum values[most_params];
    char nulls[most_params];
    for (std::size_t i = 0; i < run->params->size(); i++) {
        bool null = false;
        values[i] = to_datum((*run->params)[i], &null);
        nulls[i] = null ? 'n' : ' ';
        if (run->consumed != nullptr) (*run->consumed)[i] = Value();
    }
    int result = SPI_execute_plan(plan, values, nulls, false, 0);
    if (result < 0) elog(ERROR, "could not run: %s", SPI_result_code_string(result));
    run->rows = SPI_processed;
    if (run->want_rows && SPI_tuptable != nullptr) {
        run->result = AllocSetContextCreate(CurTransactionContext, "confiture rows", ALLOCSET_DEFAULT_SIZES);
        copy_rows(run);
    }
    SPI_finish();
    if (!is_entered) leave_own_scope(scope);
}

// What our own SQL names and does not find came with a later version than the extension has here.
void run_own(Run &run) {
    try {
        guarded<Run, run_plan>(run);
    } catch (Error &error) {
        const std::string &state = error.fields().sqlstate;
        if ((state == "42703" || state == "42P01") && error.fields().hint.empty())
            error.fields().hint = "If the library of confiture was replaced by a newer one: ALTER EXTENSION confiture UPDATE";
        throw;
    }
}

constexpr std::size_t most_piece = 1 << 20;

struct Piece {
    const Cell *cell;
    std::size_t offset;
    struct varlena *bytes;
};

void drop_piece(Piece *piece) {
    if (piece->bytes != nullptr) pfree(piece->bytes);
    piece->bytes = nullptr;
}

void read_piece(Piece *piece) {
    CHECK_FOR_INTERRUPTS();
    drop_piece(piece);
    struct varlena *value = reinterpret_cast<struct varlena *>(const_cast<char *>(piece->cell->data));
    piece->bytes = detoast_attr_slice(value, static_cast<int>(piece->offset), static_cast<int>(most_piece));
}

// Reads a text that stands out of line with no more than one whole copy of it in memory.
std::string read_pieces(const Cell &cell) {
    std::string text;
    text.reserve(cell.length);
    Piece piece{&cell, 0, nullptr};
    for (; piece.offset < cell.length; piece.offset = text.size()) {
        guarded<Piece, read_piece>(piece);
        text.append(VARDATA(piece.bytes), VARSIZE(piece.bytes) - VARHDRSZ);
    }
    guarded<Piece, drop_piece>(piece);
    return text;
}

void drop_result(Run *run) { MemoryContextDelete(run->result); }

} // namespace

namespace {

// The rows, whose memory of the server's is then free.
Rows rows_of(Run &run) {
    Rows rows;
    rows.reserve(run.rows);
    for (std::uint64_t i = 0; i < run.rows; i++) {
        poll();
        Row row(run.columns);
        for (int column = 0; column < run.columns; column++) {
            const Cell &cell = run.cells[i * run.columns + column];
            if (cell.out_of_line) row[column] = read_pieces(cell);
            else if (cell.data != nullptr) row[column].emplace(cell.data, cell.length);
        }
        rows.push_back(std::move(row));
    }
    if (run.result != nullptr) guarded<Run, drop_result>(run);
    return rows;
}

void enter_for_few(OwnScope *scope) { *scope = enter_catalog_scope(true); }

void leave(OwnScope *scope) { leave_own_scope(*scope); }

} // namespace

Rows query(const char *sql, const Params &params) {
    Run run{sql, &params, true, nullptr, nullptr, 0, 0, nullptr, false, nullptr, nullptr};
    run_own(run);
    return rows_of(run);
}

Table read_catalog(const char *sql, const Params &params) {
    Run run{sql, &params, true, nullptr, nullptr, 0, 0, nullptr, true, nullptr, nullptr};
    guarded<Run, run_plan>(run);
    Table table;
    table.names.assign(run.names, run.names + run.columns);
    table.lists.assign(run.lists, run.lists + run.columns);
    table.rows = rows_of(run);
    return table;
}

void read_few(const std::function<void()> &fn) {
    OwnScope scope{};
    guarded<OwnScope, enter_for_few>(scope);
    fn();
    guarded<OwnScope, leave>(scope);
}

std::int64_t execute(const char *sql, const Params &params) {
    Run run{sql, &params, false, nullptr, nullptr, 0, 0, nullptr, false, nullptr, nullptr};
    run_own(run);
    return static_cast<std::int64_t>(run.rows);
}

std::int64_t execute_consuming(const char *sql, Params params) {
    Run run{sql, &params, false, nullptr, nullptr, 0, 0, &params, false, nullptr, nullptr};
    run_own(run);
    return static_cast<std::int64_t>(run.rows);
}

} // namespace confiture::pg
