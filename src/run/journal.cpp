#include "confiture/run/journal.hpp"

#include "confiture/pg/lock.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/pg/spi.hpp"

namespace confiture::run {
namespace {

constexpr const char *read_steps = R"(
    SELECT version, number, action, migration, name, path, file_checksum, kind, first_statement, last_statement, line, checksum, statement,
           state, attempts, coalesce((extract(epoch FROM started_at) * 1000000)::bigint, 0), (extract(epoch FROM duration) * 1000000)::bigint,
           message, coalesce(object_schema::text, ''), coalesce(object_name::text, ''), coalesce(relation, 0)::text, coalesce(object, 0)::text,
           is_concurrent, array_to_string(before, ' '), coalesce(settings, '')
      FROM confiture.step WHERE (action = 'sync') = $1 ORDER BY version, number)";

constexpr const char *insert_step = R"(
    INSERT INTO confiture.step (version, number, action, migration, name, path, file_checksum, kind, first_statement, last_statement, line,
                                checksum, statement, state)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'pending'))";

constexpr const char *mark_begun = R"(
    UPDATE confiture.step
       SET state = 'running', attempts = attempts + 1, started_at = clock_timestamp(), sqlstate = NULL, message = NULL, waits_for = NULL,
           object_schema = nullif($3, '')::name, object_name = nullif($4, '')::name, relation = nullif($5::text, '0')::oid, object = nullif($6::text, '0')::oid,
           before = $7::text[]::oid[], is_concurrent = $8
     WHERE version = $1 AND number = $2)";

// A statement outside of a transaction changes no settings of the file: those of the step before go on.
constexpr const char *mark_settled = R"(
    UPDATE confiture.step s
       SET state = $3, sqlstate = NULL, message = NULL,
           settings = (SELECT p.settings FROM confiture.step p WHERE p.version = s.version AND p.number = s.number - 1)
     WHERE version = $1 AND number = $2)";

constexpr const char *mark_batch_ended = R"(
    UPDATE confiture.step s
       SET state = 'done', waits_for = NULL, duration = clock_timestamp() - started_at,
           settings = (SELECT p.settings FROM confiture.step p WHERE p.version = s.version AND p.number = s.number - 1)
     WHERE state = 'running' AND kind = 'batch')";

std::vector<std::string> words(const std::string &text) {
    std::vector<std::string> result;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        result.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return result;
}

Step step_of(const pg::Row &row) {
    Step step;
    step.version = *row[0];
    step.number = std::stoi(*row[1]);
    step.action = *row[2];
    step.migration = *row[3];
    step.name = *row[4];
    step.path = *row[5];
    step.file_checksum = *row[6];
    step.kind = *row[7];
    step.first = std::stoi(*row[8]);
    step.last = std::stoi(*row[9]);
    step.line = std::stoll(*row[10]);
    step.checksum = *row[11];
    step.statement = row[12];
    step.state = *row[13];
    step.attempts = std::stoi(*row[14]);
    step.started_at = std::stoll(*row[15]);
    step.microseconds = std::stoll(*row[16]);
    step.message = row[17];
    step.object = {*row[18], *row[19], static_cast<std::uint32_t>(std::stoul(*row[20])), static_cast<std::uint32_t>(std::stoul(*row[21])), *row[22] == "t"};
    step.before = words(row[23].value_or(""));
    step.settings = *row[24];
    return step;
}

std::vector<Step> steps_of(bool sync) {
    std::vector<Step> steps;
    for (const pg::Row &row : pg::query(read_steps, {sync})) steps.push_back(step_of(row));
    return steps;
}

pg::TextArray array_of(const std::vector<std::string> &texts) { return {texts.begin(), texts.end()}; }

} // namespace

const char *step_name(pg::StepKind kind) {
    using pg::StepKind;
    switch (kind) {
    case StepKind::transactional: return transaction_step;
    case StepKind::create_index: return "create_index";
    case StepKind::drop_index: return "drop_index";
    case StepKind::reindex: return "reindex";
    case StepKind::cluster: return "cluster";
    case StepKind::vacuum: return "vacuum";
    case StepKind::detach: return "detach";
    case StepKind::create_database: return "create_database";
    case StepKind::drop_database: return "drop_database";
    case StepKind::alter_database: return "alter_database";
    case StepKind::alter_system: return "alter_system";
    case StepKind::create_tablespace: return "create_tablespace";
    case StepKind::drop_tablespace: return "drop_tablespace";
    case StepKind::create_subscription: return "create_subscription";
    case StepKind::alter_subscription: return "alter_subscription";
    case StepKind::drop_subscription: return "drop_subscription";
    case StepKind::batch: return "batch";
    case StepKind::call: return "call";
    case StepKind::other: return "other";
    }
    return "other";
}

std::vector<Step> read_journal() {
    // Where the extension has not been updated yet, readers go on as before.
    if (pg::query("SELECT to_regclass('confiture.step') IS NULL")[0][0] == "t") return {};
    return steps_of(false);
}

std::vector<Step> read_sync_journal() { return steps_of(true); }

void plan_steps(const std::vector<Step> &steps, int from) {
    if (steps.empty()) return;
    pg::execute("DELETE FROM confiture.step WHERE version = $1 AND number >= $2", {steps[0].version, std::int64_t{from}});
    pg::execute("UPDATE confiture.step SET file_checksum = $2 WHERE version = $1", {steps[0].version, steps[0].file_checksum});
    for (const Step &step : steps)
        if (step.number >= from)
            pg::execute(insert_step, {step.version, std::int64_t{step.number}, step.action, step.migration, step.name, step.path, step.file_checksum,
                                      step.kind, std::int64_t{step.first}, std::int64_t{step.last}, step.line, step.checksum,
                                      step.statement ? pg::Value(*step.statement) : pg::Value()});
}

void begin_step(Step &step) {
    pg::execute(mark_begun, {step.version, std::int64_t{step.number}, step.object.schema, step.object.name, std::to_string(step.object.relation),
                             std::to_string(step.object.object), array_of(step.before), step.object.concurrently});
    step.state = "running";
    step.attempts++;
    step.started_at = pg::now();
}

void end_step(Step &step) {
    pg::execute(R"(UPDATE confiture.step SET state = 'done', waits_for = NULL, sqlstate = NULL, message = NULL, settings = $3,
                          duration = clock_timestamp() - started_at
                    WHERE version = $1 AND number = $2)", {step.version, std::int64_t{step.number}, step.settings});
    step.state = "done";
}

// A batch that has ended stays so, however its worker ends.
void fail_step(const Step &step, const std::string &sqlstate, const std::string &message) {
    pg::execute(R"(UPDATE confiture.step SET state = 'failed', waits_for = NULL, sqlstate = $3, message = $4, duration = clock_timestamp() - started_at
                    WHERE version = $1 AND number = $2 AND state <> 'done')", {step.version, std::int64_t{step.number}, sqlstate, message});
}

void lose_step(const Step &step) {
    pg::execute("UPDATE confiture.step SET state = 'lost', waits_for = NULL WHERE version = $1 AND number = $2",
                {step.version, std::int64_t{step.number}});
}

void end_batch_step() {
    if (pg::is_inside_run()) pg::execute(mark_batch_ended);
}

void settle_step(const Step &step, const char *state) {
    pg::execute(mark_settled, {step.version, std::int64_t{step.number}, std::string(state)});
}

void wait_in_step(const Step &step, const std::optional<std::string> &blockers) {
    pg::execute("UPDATE confiture.step SET waits_for = $3 WHERE version = $1 AND number = $2",
                {step.version, std::int64_t{step.number}, blockers ? pg::Value(*blockers) : pg::Value()});
}

void close_journal(const std::string &version) { pg::execute("DELETE FROM confiture.step WHERE version = $1", {version}); }

} // namespace confiture::run
