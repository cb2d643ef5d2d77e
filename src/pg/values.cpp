#include "pg/values.h"

extern "C" {
#include "utils/array.h"
#include "utils/fmgrprotos.h"
#include "utils/timestamp.h"
}

namespace confiture::pg {
namespace {

Datum text_datum(const std::string &value) {
    return PointerGetDatum(cstring_to_text_with_len(value.data(), static_cast<int>(value.size())));
}

Datum array_datum(const TextArray &values) {
    int count = static_cast<int>(values.size());
    if (count == 0) return PointerGetDatum(construct_empty_array(TEXTOID));
    Datum *datums = static_cast<Datum *>(palloc(sizeof(Datum) * count));
    bool *nulls = static_cast<bool *>(palloc(sizeof(bool) * count));
    for (int i = 0; i < count; i++) {
        nulls[i] = !values[i].has_value();
        datums[i] = nulls[i] ? static_cast<Datum>(0) : text_datum(*values[i]);
    }
    int dimensions[1] = {count};
    int bounds[1] = {1};
    return PointerGetDatum(construct_md_array(datums, nulls, 1, dimensions, bounds, TEXTOID, -1, false, TYPALIGN_INT));
}

Datum interval_datum(std::int64_t microseconds) {
    Interval *interval = static_cast<Interval *>(palloc0(sizeof(Interval)));
    interval->time = microseconds;
    return IntervalPGetDatum(interval);
}

constexpr std::int64_t epoch_difference =
    (static_cast<std::int64_t>(POSTGRES_EPOCH_JDATE) - UNIX_EPOCH_JDATE) * USECS_PER_DAY;

} // namespace

Datum to_datum(const Value &value, bool *null) {
    *null = false;
    switch (value.index()) {
    case 0: *null = true; return 0;
    case 1: return BoolGetDatum(*std::get_if<bool>(&value));
    case 2: return Int64GetDatum(*std::get_if<std::int64_t>(&value));
    case 3: return text_datum(*std::get_if<std::string>(&value));
    case 4: return array_datum(*std::get_if<TextArray>(&value));
    case 5: return interval_datum(std::get_if<Duration>(&value)->microseconds);
    case 6: return TimestampTzGetDatum(std::get_if<Timestamp>(&value)->microseconds - epoch_difference);
    default: return DirectFunctionCall1(jsonb_in, CStringGetDatum(std::get_if<Jsonb>(&value)->text.c_str()));
    }
}

Oid type_of(const Value &value) {
    constexpr Oid types[] = {TEXTOID, BOOLOID, INT8OID, TEXTOID, TEXTARRAYOID, INTERVALOID, TIMESTAMPTZOID, JSONBOID};
    return types[value.index()];
}

} // namespace confiture::pg
