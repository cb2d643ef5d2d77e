#include "confiture/run/history.hpp"

#include "confiture/pg/interrupt.hpp"
#include "confiture/pg/notice.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/pg/spi.hpp"
#include "confiture/text/checksum.hpp"

namespace confiture::run {
namespace {

using Field = std::optional<std::string>;

constexpr const char *last_link = "SELECT id, hash FROM confiture.history ORDER BY id DESC LIMIT 1";

constexpr const char *insert_rows = R"(
    INSERT INTO confiture.history (
        id, action, version, name, outcome, statements, started_at, duration, role, application, client, server_version,
        environment, reason, up_checksum, down_checksum, up_loaded_by, down_loaded_by, up_approved_by, down_approved_by,
        hash, up_text, down_text, sqlstate, message, fingerprint_before, fingerprint_after, down_origin)
    SELECT id::bigint, action, version, name, outcome, statements::bigint,
           timestamptz 'epoch' + started_at::bigint * interval '1 microsecond', duration::bigint * interval '1 microsecond',
           role::name, application, client, server_version, environment, reason, up_checksum, down_checksum,
           up_loaded_by::name, down_loaded_by::name, up_approved_by::name, down_approved_by::name, hash, up_text, down_text, sqlstate, message,
           fingerprint_before, fingerprint_after, down_origin
      FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28)
           AS r (id, action, version, name, outcome, statements, started_at, duration, role, application, client,
                 server_version, environment, reason, up_checksum, down_checksum, up_loaded_by, down_loaded_by,
                 up_approved_by, down_approved_by, hash, up_text, down_text, sqlstate, message, fingerprint_before, fingerprint_after, down_origin))";

constexpr const char *read_rows = R"(
    SELECT id, action, version, name, outcome, statements, (extract(epoch FROM started_at) * 1000000)::bigint,
           (extract(epoch FROM duration) * 1000000)::bigint, role, application, client, server_version, environment, reason,
           up_checksum, down_checksum, up_loaded_by, down_loaded_by, up_approved_by, down_approved_by, hash, up_text, down_text,
           sqlstate, message, fingerprint_before, fingerprint_after, down_origin
      FROM confiture.history WHERE id > $1 ORDER BY id LIMIT 50)";

constexpr const char *lost_rows = R"(
    SELECT a.history, a.version FROM confiture.applied a
     WHERE NOT EXISTS (SELECT FROM confiture.history h WHERE h.id = a.history) ORDER BY a.history LIMIT 1)";

// Columns of both statements, in their order.
enum Column {
    column_id, column_action, column_outcome = 4, hashed_columns = 20, column_hash = 20, column_up_text, column_down_text, column_sqlstate,
    column_message, column_before, column_after, column_origin, columns
};

// Rows written by version 0.1.0 are of format 1, which knows no failures; by 0.2.0 of format 2, which knows no fingerprints.
constexpr char first_format = '1', second_format = '2', newest_format = '3';

// Who and from where, the same for all rows of one call.
struct Caller {
    std::string role;
    std::string application;
    Field client;
    std::string server_version;
};

Caller caller() {
    pg::Rows rows = pg::query("SELECT host(inet_client_addr())");
    return {pg::current_user(), pg::application_name(), rows[0][0], pg::server_version()};
}

template <class Get>
Field of(const std::optional<StoredText> &stored, Get get) {
    return stored ? Field(get(*stored)) : std::nullopt;
}

Field checksum_of(const std::optional<StoredText> &stored) {
    return of(stored, [](const StoredText &t) { return t.checksum.empty() ? Field() : Field(t.checksum); });
}
Field loader_of(const std::optional<StoredText> &stored) { return of(stored, [](const StoredText &t) { return Field(t.loaded_by); }); }

std::vector<Field> row_of(const Record &record, std::int64_t id, const Caller &by) {
    return {std::to_string(id), record.action, record.version, record.name, record.outcome,
            record.statements ? Field(std::to_string(*record.statements)) : std::nullopt, std::to_string(record.started_at),
            std::to_string(record.microseconds), by.role, by.application, by.client, by.server_version, record.environment,
            record.reason, checksum_of(record.up), checksum_of(record.down), loader_of(record.up), loader_of(record.down),
            record.up ? record.up->approved_by : std::nullopt, record.down ? record.down->approved_by : std::nullopt,
            std::nullopt, record.up ? record.up->text : std::nullopt, record.down ? record.down->text : std::nullopt,
            record.sqlstate, record.message, record.fingerprint_before, record.fingerprint_after, record.down_origin};
}

// What the hash of a row covers: its columns, and the texts by their own checksums.
std::string hash_of(char format, const std::string &previous, const std::vector<Field> &row) {
    std::vector<Field> fields(row.begin(), row.begin() + hashed_columns);
    if (format != first_format) fields.insert(fields.end(), {row[column_sqlstate], row[column_message]});
    if (format == newest_format) fields.insert(fields.end(), {row[column_before], row[column_after], row[column_origin]});
    for (Field &field : fields)
        if (field) field = pg::to_utf8(std::move(*field));
    for (int column : {column_up_text, column_down_text})
        fields.push_back(row[column] ? Field(text::sha256_hex(pg::to_utf8(*row[column]))) : std::nullopt);
    return chain_hash(format, previous, fields);
}

// The hash that a row which is there should have, by the format that it says it is of.
std::string due_hash(const std::string &previous, const std::vector<Field> &row) {
    const bool failed = row[column_outcome] != "ok" || row[column_sqlstate] || row[column_message];
    const bool looked = row[column_before] || row[column_after] || row[column_origin];
    const std::string said = row[column_hash]->substr(0, 2);
    const bool first = said == std::string{first_format, '-'} && !failed && !looked;
    const bool second = said == std::string{second_format, '-'} && !looked;
    return hash_of(first ? first_format : second ? second_format : newest_format, previous, row);
}

void insert(const std::vector<std::vector<Field>> &rows) {
    pg::Params params;
    for (int column = 0; column < columns; column++) {
        pg::poll();
        pg::TextArray values;
        values.reserve(rows.size());
        for (const std::vector<Field> &row : rows) values.push_back(row[column]);
        params.emplace_back(std::move(values));
    }
    pg::execute(insert_rows, params);
}

void carry_out(const std::vector<Record> &records, std::int64_t first_id) {
    pg::TextArray added, added_ids, removed;
    for (std::size_t i = 0; i < records.size(); i++) {
        if (records[i].effect == Effect::none) continue;
        if (records[i].effect != Effect::add) removed.emplace_back(records[i].key);
        if (records[i].effect == Effect::remove) continue;
        added.emplace_back(records[i].key);
        added_ids.emplace_back(std::to_string(first_id + static_cast<std::int64_t>(i)));
    }
    if (!removed.empty()) pg::execute("DELETE FROM confiture.applied WHERE version = ANY ($1)", {removed});
    if (!added.empty())
        pg::execute(R"(INSERT INTO confiture.applied (version, history)
                       SELECT version, id::bigint FROM unnest($1, $2) AS r (version, id))", {added, added_ids});
}

} // namespace

std::string chain_hash(char format, const std::string &previous, const std::vector<Field> &fields) {
    std::string bytes = std::string("confiture history ") + format + "\n" + previous + "\n";
    for (const Field &field : fields) {
        if (!field) bytes += '-';
        else bytes += std::to_string(field->size()) + ":" + *field;
    }
    return std::string{format, '-'} + text::sha256_hex(bytes);
}

void record(const std::vector<Record> &records) {
    if (records.empty()) return;
    const pg::Rows last = pg::query(last_link);
    const std::int64_t first_id = (last.empty() ? 0 : std::stoll(*last[0][0])) + 1;
    std::string hash = last.empty() ? std::string() : *last[0][1];
    const Caller by = caller();
    std::vector<std::vector<Field>> rows;
    for (std::size_t i = 0; i < records.size(); i++) {
        pg::poll();
        rows.push_back(row_of(records[i], first_id + static_cast<std::int64_t>(i), by));
        hash = hash_of(newest_format, hash, rows.back());
        rows.back()[column_hash] = hash;
    }
    insert(rows);
    carry_out(records, first_id);
    pg::log("confiture: " + records.back().action + (records.back().outcome == "ok" ? "" : " " + records.back().outcome) + ", history row " + *rows.back()[column_id] + ", hash " + hash);
}

bool has_history() {
    return pg::query(R"(SELECT EXISTS (SELECT FROM confiture.history
                                        WHERE outcome = 'ok' AND action IN ('build', 'up', 'baseline', 'sync')))")[0][0] == "t";
}

namespace {

// A cut tail shows here as long as something of it is applied. No foreign key does it: pg_restore -j would fill both tables at once.
std::optional<BrokenLink> first_lost_row() {
    const pg::Rows rows = pg::query(lost_rows);
    if (rows.empty()) return std::nullopt;
    return BrokenLink{std::stoll(*rows[0][0]), "gap", "The row is gone, but version \"" + *rows[0][1] + "\" is applied by it."};
}

} // namespace

std::optional<BrokenLink> first_broken_link() {
    std::int64_t id = 0;
    std::string hash;
    while (true) {
        const pg::Rows rows = pg::query(read_rows, {id});
        if (rows.empty()) return first_lost_row();
        for (const pg::Row &row : rows) {
            pg::poll();
            const std::int64_t next = std::stoll(*row[column_id]);
            if (next != id + 1)
                return BrokenLink{next, "gap", "Rows " + std::to_string(id + 1) + " to " + std::to_string(next - 1) + " are gone."};
            hash = due_hash(hash, row);
            if (*row[column_hash] != hash)
                return BrokenLink{next, "hash", "The row, or the one before it, is not what was written: the hash should be " + hash + "."};
            id = next;
        }
    }
}

} // namespace confiture::run
