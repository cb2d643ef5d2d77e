#include "confiture/batch/batch.hpp"

#include <algorithm>
#include <chrono>

#include "batch/journal.hpp"
#include "batch/statement.hpp"
#include "batch/target.hpp"
#include "batch/throttle.hpp"
#include "confiture/model/conditions.hpp"
#include "confiture/pg/lock.hpp"
#include "confiture/pg/notice.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/pg/spi.hpp"
#include "confiture/pg/transaction.hpp"
#include "confiture/run/journal.hpp"

namespace confiture::batch {
namespace {

void check(const Request &request) {
    if (request.rows < 1) throw Problem(condition::invalid_parameter, "batch_rows must be at least 1, not " + std::to_string(request.rows));
    if (request.pause < 0) throw Problem(condition::invalid_parameter, "pause must not be negative");
    if (request.max_lag && *request.max_lag < 0) throw Problem(condition::invalid_parameter, "max_lag must not be negative");
}

void refuse_atomic(const std::string &call) {
    throw Problem(condition::active_transaction, "CALL confiture." + call + "() can't run inside a transaction block or a function", {},
                  "Call it by itself, or in a migration that CALL confiture.migrate() runs.");
}

void warn_of_timeout() {
    const std::int64_t milliseconds = pg::integer_setting("statement_timeout");
    if (milliseconds == 0) return;
    pg::notice("statement_timeout of " + std::to_string(milliseconds) + " ms counts for the whole call, not for each batch",
               "SET statement_timeout = 0; a call that was stopped goes on where it was when it is repeated.");
}

[[noreturn]] void throw_running(const Target &target) {
    const pg::Rows rows = pg::query(R"(
        SELECT 'pid ' || l.pid || ', role ' || coalesce(a.usename, '?') || ', application "' || coalesce(a.application_name, '') || '"'
          FROM pg_locks l LEFT JOIN pg_stat_activity a USING (pid)
         WHERE l.locktype = 'advisory' AND l.classid = 1129270850 AND l.objid = $1::oid AND l.objsubid = 17222 AND l.granted
           AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) LIMIT 1)",
                                    {std::int64_t{target.relation}});
    throw Problem(condition::batch_running, "another session is working through table " + target.name + " in batches",
                  rows.empty() ? "It has just ended." : "It is " + *rows[0][0] + ".", "Wait until it has ended.");
}

bool may_pass_by_itself(const pg::Error &error) { return error.fields().sqlstate == "40P01" || error.fields().sqlstate == "40001"; }

// One call: where it is, and what it does there.
class Walk {
public:
    Walk(const Request &request, Target target)
        : request_(request), target_(std::move(target)), title_(request.call + " of " + target_.name),
          statement_{request.assignments, request.condition}, gate_(title_, request.max_lag) {}

    void run();

private:
    bool find_start();
    void visit_batch();
    void visit_until_committed();
    std::optional<pg::Error> try_batch();
    void report() const;
    void name_place(pg::Error &error) const;

    const Request &request_;
    Target target_;
    std::string title_;
    Statement statement_;
    StandbyGate gate_;
    std::string checksum_;
    Bound first_;            // smallest key, where nothing was visited before
    Position position_;
    Position next_;
    bool finished_ = false;
    std::chrono::steady_clock::time_point mark_ = std::chrono::steady_clock::now();
};

// Whether there is anything to visit.
bool Walk::find_start() {
    checksum_ = checksum_of(target_, request_.call, request_.assignments, request_.condition);
    if (std::optional<Position> found = find_position(target_, checksum_)) {
        position_ = std::move(*found);
        pg::notice(title_ + " goes on where it stopped at " + position_.updated_at + ", after " + std::to_string(position_.visited) + " rows");
        return true;
    }
    std::optional<Bound> first = end_key(target_, true);
    std::optional<Bound> last = end_key(target_, false);
    if (!first || !last) return false;
    first_ = std::move(*first);
    position_.last = std::move(*last);
    position_.estimated = target_.estimated;
    return true;
}

// The rows up to the end of the batch, and how far that is, in one transaction.
void Walk::visit_batch() {
    next_ = position_;
    const std::optional<Bound> full = end_of_batch(target_, position_.after, position_.last, request_.rows);
    finished_ = !full || *full == position_.last;
    next_.after = full.value_or(position_.last);
    next_.changed += change_rows(target_, statement_, {position_.after ? *position_.after : first_, position_.after.has_value(), *next_.after});
    next_.visited += request_.rows;
    const auto now = std::chrono::steady_clock::now();
    next_.spent += std::chrono::duration_cast<std::chrono::microseconds>(now - mark_).count();
    record_position(target_, request_.call, checksum_, next_, finished_);
    if (finished_) run::end_batch_step();
    next_.recorded = true;
}

std::optional<pg::Error> Walk::try_batch() {
    if (std::optional<pg::Error> error = pg::attempt([this] { visit_batch(); })) {
        pg::roll_back_and_go_on();
        return error;
    }
    try {
        // Rows and place are committed together, so that a crash may take back the newest batches, but tears nothing.
        if (finished_) pg::commit_and_go_on();
        else pg::commit_lazily_and_go_on();
    } catch (const pg::Error &error) { // the transaction is rolled back, and the next one has begun
        return error;
    }
    return std::nullopt;
}

void Walk::name_place(pg::Error &error) const {
    std::string place;
    for (const std::string &value : position_.after.value_or(Bound{})) place += (place.empty() ? "" : ", ") + value;
    error.add_context(title_ + (place.empty() ? ", first batch" : ", batch behind (" + place + ")"));
}

void Walk::visit_until_committed() {
    const std::int64_t most = pg::integer_setting("confiture.lock_retries");
    for (std::int64_t attempts = 1;; attempts++) {
        std::optional<pg::Error> error = try_batch();
        if (!error) break;
        if (!may_pass_by_itself(*error) || attempts >= most) {
            name_place(*error);
            throw std::move(*error);
        }
        wait_for_another_try(attempts);
    }
    mark_ += std::chrono::microseconds(next_.spent - position_.spent);
    position_ = next_;
}

void Walk::report() const {
    const std::string all = position_.estimated ? " of about " + std::to_string(std::max(*position_.estimated, position_.visited)) : "";
    pg::report_activity("confiture: " + title_ + ", " + std::to_string(position_.visited) + all + " rows");
}

void Walk::run() {
    if (target_.has_children)
        pg::notice("tables that inherit from " + target_.name + " are not visited", "Call confiture." + request_.call + "() for each of them.");
    const bool any = find_start();
    pg::commit_and_go_on();
    for (finished_ = !any; !finished_;) {
        gate_.pass();
        report();
        visit_until_committed();
        report();
        if (!finished_) wait(request_.pause);
    }
    pg::report_activity({});
    pg::notice((request_.assignments ? "updated " : "deleted ") + std::to_string(position_.changed) + (position_.changed == 1 ? " row" : " rows") +
               " of " + target_.name);
}

} // namespace

void run(const Request &request, bool atomic) {
    if (atomic) refuse_atomic(request.call);
    pg::require_writable("confiture." + request.call + "()");
    check(request);
    Target target = find_target(request.relation, request.key);
    check_statement(target, {request.assignments, request.condition});
    warn_of_timeout();
    if (!pg::hold_lock(pg::LockSpace::batch, request.relation)) throw_running(target);
    pg::commit_and_go_on(); // what is read now is not older than the lock
    Walk(request, std::move(target)).run();
}

} // namespace confiture::batch
