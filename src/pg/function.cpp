#include "confiture/pg/function.hpp"

#include "confiture/model/conditions.hpp"
#include "confiture/pg/interrupt.hpp"
#include "pg/guard.h"
#include "pg/json.h"
#include "pg/values.h"

extern "C" {
#include "funcapi.h"
#include "utils/fmgrprotos.h"
#include "nodes/parsenodes.h"
#include "utils/syscache.h"
#include "utils/timestamp.h"
#include "utils/tuplestore.h"
}

namespace confiture::pg {
namespace {

FunctionCallInfo info(void *fcinfo) { return static_cast<FunctionCallInfo>(fcinfo); }

struct Detoast {
    Datum datum;
    const char *data;
    std::size_t length;
};

void detoast(Detoast *out) {
    const struct varlena *packed = PG_DETOAST_DATUM_PACKED(out->datum);
    out->data = VARDATA_ANY(packed);
    out->length = VARSIZE_ANY_EXHDR(packed);
}

struct Printed {
    Datum datum;
    const char *text;
};

void print_interval(Printed *printed) { printed->text = DatumGetCString(DirectFunctionCall1(interval_out, printed->datum)); }

struct Elements {
    Datum array;
    Datum *values;
    bool *nulls;
    int count;
};

void deconstruct(Elements *out) {
    deconstruct_array(DatumGetArrayTypeP(out->array), TEXTOID, -1, false, TYPALIGN_INT, &out->values, &out->nulls,
                      &out->count);
}

struct Argument {
    FunctionCallInfo fcinfo;
    int number;
    const char *name;
};

void read_name(Argument *argument) {
    HeapTuple tuple = SearchSysCache1(PROCOID, ObjectIdGetDatum(argument->fcinfo->flinfo->fn_oid));
    if (!HeapTupleIsValid(tuple)) return;
    Oid *types = nullptr;
    char **names = nullptr;
    char *modes = nullptr;
    int count = get_func_arg_info(tuple, &types, &names, &modes);
    if (names != nullptr && argument->number < count) argument->name = names[argument->number];
    ReleaseSysCache(tuple);
}

// The argument as it is declared, for messages; those of results stand behind all others.
std::string named(FunctionCallInfo fcinfo, int number) {
    Argument argument{fcinfo, number, nullptr};
    guarded<Argument, read_name>(argument);
    if (argument.name == nullptr || argument.name[0] == '\0') return "argument " + std::to_string(number + 1);
    return "argument \"" + std::string(argument.name) + "\"";
}

constexpr const char *not_updated = "extension \"confiture\" is not of the version of its library in this database";
constexpr const char *update_it = "ALTER EXTENSION confiture UPDATE, in a new session.";

struct Output {
    FunctionCallInfo fcinfo;
    const Value *value;
    const std::vector<std::vector<Value>> *rows;
    Datum datum;
};

// The value as the column wants it: text also fills a column of type name or jsonb.
Datum column_datum(const Value &value, Oid type, bool *null) {
    Datum datum = to_datum(value, null);
    if (*null || (type != NAMEOID && type != JSONBOID)) return datum;
    return DirectFunctionCall1(type == NAMEOID ? namein : jsonb_in, CStringGetDatum(TextDatumGetCString(datum)));
}

void put_row(ReturnSetInfo *set, const std::vector<Value> &row, Datum *datums, bool *nulls) {
    for (std::size_t i = 0; i < row.size(); i++) 
        datums[i] = column_datum(row[i], TupleDescAttr(set->setDesc, static_cast<int>(i))->atttypid, &nulls[i]);
    tuplestore_putvalues(set->setResult, set->setDesc, datums, nulls);
}

void output_rows(Output *out) {
    InitMaterializedSRF(out->fcinfo, MAT_SRF_USE_EXPECTED_DESC); // a set of scalars has no row type of its own
    ReturnSetInfo *set = reinterpret_cast<ReturnSetInfo *>(out->fcinfo->resultinfo);
    int columns = set->setDesc->natts;
    Datum *datums = static_cast<Datum *>(palloc0(sizeof(Datum) * columns));
    bool *nulls = static_cast<bool *>(palloc0(sizeof(bool) * columns));
    for (const std::vector<Value> &row : *out->rows) {
        CHECK_FOR_INTERRUPTS();
        if (static_cast<int>(row.size()) != columns)
            ereport(ERROR, (errcode(MAKE_SQLSTATE('Z', 'F', '0', '4', '5')), errmsg("%s", not_updated), errhint("%s", update_it)));
        put_row(set, row, datums, nulls);
    }
}

void output(Output *out) {
    if (out->fcinfo->flinfo->fn_retset) {
        output_rows(out);
        out->datum = 0;
        return;
    }
    bool null = false;
    out->datum = to_datum(*out->value, &null);
    out->fcinfo->isnull = null;
}

} // namespace

void Call::require(int argument) const {
    if (is_null(argument)) throw Problem(condition::null_value, named(info(fcinfo_), argument) + " must not be null");
}

bool Call::is_null(int argument) const {
    if (argument >= info(fcinfo_)->nargs) throw Problem(condition::not_updated, not_updated, {}, update_it);
    return info(fcinfo_)->args[argument].isnull;
}

bool Call::is_atomic() const {
    const Node *context = info(fcinfo_)->context;
    return context == nullptr || !IsA(context, CallContext) || reinterpret_cast<const CallContext *>(context)->atomic;
}

void require_top_level(const Call &call, const char *name, const char *hint) {
    if (!call.is_atomic()) return;
    throw Problem(condition::active_transaction, std::string(name) + " can't be called in a transaction block, or by a function",
                  "It commits as it goes.", hint);
}

std::string_view Call::bytes(int argument) const {
    require(argument);
    Detoast value{info(fcinfo_)->args[argument].value, nullptr, 0};
    guarded<Detoast, detoast>(value);
    return {value.data, value.length};
}

std::string Call::text(int argument) const { return std::string(bytes(argument)); }

std::optional<std::string> Call::optional_text(int argument) const {
    if (is_null(argument)) return std::nullopt;
    return text(argument);
}

std::optional<std::string> Call::optional_name(int argument) const {
    if (is_null(argument)) return std::nullopt;
    return std::string(NameStr(*DatumGetName(info(fcinfo_)->args[argument].value)));
}

model::Json Call::json(int argument) const {
    require(argument);
    return json_of(info(fcinfo_)->args[argument].value);
}

bool Call::boolean(int argument) const {
    require(argument);
    return DatumGetBool(info(fcinfo_)->args[argument].value);
}

std::int64_t Call::integer(int argument) const {
    require(argument);
    return DatumGetInt32(info(fcinfo_)->args[argument].value);
}

std::string Call::interval(int argument) const {
    require(argument);
    Printed printed{info(fcinfo_)->args[argument].value, nullptr};
    guarded<Printed, print_interval>(printed);
    return printed.text;
}

std::uint32_t Call::oid(int argument) const {
    require(argument);
    return DatumGetObjectId(info(fcinfo_)->args[argument].value);
}

const void *Call::context() const { return info(fcinfo_)->context; }

std::int64_t Call::microseconds(int argument) const {
    require(argument);
    const Interval *interval = DatumGetIntervalP(info(fcinfo_)->args[argument].value);
    const __int128 days = static_cast<__int128>(interval->month) * DAYS_PER_MONTH + interval->day;
    const __int128 sum = days * USECS_PER_DAY + interval->time;
    return static_cast<std::int64_t>(std::clamp<__int128>(sum, INT64_MIN, INT64_MAX));
}

std::vector<std::string> Call::texts(int argument) const {
    require(argument);
    Elements elements{info(fcinfo_)->args[argument].value, nullptr, nullptr, 0};
    guarded<Elements, deconstruct>(elements);
    std::vector<std::string> result;
    for (int i = 0; i < elements.count; i++) {
        if (elements.nulls[i])
            throw Problem(condition::null_value, named(info(fcinfo_), argument) + " must not hold a null");
        Detoast element{elements.values[i], nullptr, 0};
        guarded<Detoast, detoast>(element);
        result.emplace_back(element.data, element.length);
    }
    return result;
}

void Call::add_row(std::vector<Value> row) {
    poll();
    rows_.push_back(std::move(row));
}

std::uintptr_t Call::finish() {
    Output out{info(fcinfo_), &value_, &rows_, 0};
    guarded<Output, output>(out);
    return out.datum;
}

const void *function_info() {
    static const Pg_finfo_record record = {1};
    return &record;
}

} // namespace confiture::pg
