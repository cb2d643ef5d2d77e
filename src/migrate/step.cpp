#include "step.hpp"

#include "confiture/model/conditions.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/run/file.hpp"
#include "confiture/run/log.hpp"
#include "confiture/text/quote.hpp"

namespace confiture::migrate {
namespace {

void refuse_what_needs_commit(const Step &step) {
    if (step.directives.transaction != model::TransactionMode::off) return;
    throw Problem(condition::needs_commit, "migration file \"" + step.path + "\" says transaction=off",
                  "A function runs in the transaction of its caller.",
                  "CALL confiture.migrate() runs it, committing as it goes.");
}

void refuse_foreign_role(const Step &step) {
    const std::string &role = step.directives.role;
    if (role.empty() || pg::can_become(role)) return;
    if (!pg::has_privileges_of(role, role))
        throw Problem(condition::undefined_object, "migration file \"" + step.path + "\" says role=" + role + ", but there is no such role");
    throw Problem(condition::insufficient_privilege,
                  "migration file \"" + step.path + "\" says role=" + role + ", which role \"" + pg::current_user() + "\" can't become",
                  {}, "GRANT " + text::quote_identifier(role) + " TO " + text::quote_identifier(pg::current_user()));
}

pg::FileScope scope_of(const model::Directives &directives) {
    const std::string path = pg::setting("confiture.search_path");
    pg::check_search_path(path);
    const std::int64_t lock_timeout = directives.lock_timeout_ms ? *directives.lock_timeout_ms
                                                                 : pg::integer_setting("confiture.lock_timeout");
    return {.search_path = path, .set_role = {}, .run_as = directives.role, .lock_timeout_ms = run::queue_once_ms(lock_timeout)};
}

} // namespace

Step make_step(std::string path, std::string text, model::Direction direction, bool may_commit) {
    Step step{std::move(path), std::move(text), {}};
    step.directives = model::parse_directives(step.path, step.text, direction);
    if (!may_commit) refuse_what_needs_commit(step);
    refuse_foreign_role(step);
    return step;
}

run::File file_of(const Step &step) {
    const int timeout = step.directives.statement_timeout_ms
                            ? *step.directives.statement_timeout_ms
                            : static_cast<int>(pg::integer_setting("confiture.statement_timeout"));
    return {step.path, step.text, scope_of(step.directives), timeout, true};
}

run::Course course_of(const Step &step, const std::string &title) {
    run::Course course{.file = file_of(step), .mode = step.directives.transaction, .title = title};
    course.file.scope.lock_timeout_ms = static_cast<int>(step.directives.lock_timeout_ms ? *step.directives.lock_timeout_ms
                                                                                         : pg::integer_setting("confiture.lock_timeout"));
    return course;
}

Done run_step(const Step &step, run::Record &record, std::size_t index, std::size_t count) {
    record.started_at = pg::now();
    run::Outcome outcome;
    run::logged(run::LogLevel::migration, record.action + " of migration \"" + *record.version + "\" (" + *record.name + ")", [&] {
        outcome = run::run_file(file_of(step), index, count);
    });
    record.statements = outcome.statements;
    record.microseconds = outcome.microseconds;
    return {*record.version, *record.name, outcome.statements, outcome.microseconds};
}

void follow(catalog::Watch &watch, const Step &step, std::size_t index, std::size_t count) {
    try {
        watch.follow();
    } catch (pg::Error &error) {
        run::explain_behind(error, file_of(step), index, count);
        throw;
    }
}

run::StoredText stored(const source::File &file, std::optional<std::string> text) {
    return {std::move(text), file.checksum, file.loaded_by, file.approved_by};
}

} // namespace confiture::migrate
