#include "confiture/run/segment.hpp"

#include <algorithm>

#include "confiture/model/conditions.hpp"
#include "confiture/pg/interrupt.hpp"
#include "confiture/pg/script.hpp"
#include "confiture/run/policy.hpp"
#include "confiture/text/utf8.hpp"
#include "locate.hpp"

namespace confiture::run {
namespace {

using model::TransactionMode;

// Gives statements their segments, one after the other.
class Segments {
public:
    explicit Segments(TransactionMode mode) : mode_(mode) {}

    int of(const Planned &planned) {
        const bool automatic = mode_ == TransactionMode::automatic;
        const bool alone = !planned.transactional || mode_ == TransactionMode::off || (automatic && planned.forecast.validates);
        if (alone || !open_) count_++;
        open_ = !alone && !(automatic && planned.forecast.ends_segment);
        return count_;
    }

private:
    TransactionMode mode_;
    int count_ = 0;
    bool open_ = false;
};

void refuse_contradiction(const Planned &planned, TransactionMode mode) {
    if (planned.transactional || mode != TransactionMode::on) return;
    throw Problem(condition::invalid_directive, "statement can't run in a transaction, but the file says transaction=on", {},
                  "Remove the directive: CALL confiture.migrate() then runs the statement by itself.");
}

std::vector<Planned> plan(const File &file, pg::Script &script, TransactionMode mode, const Refused &refused) {
    Policy policy(file.text);
    Segments segments(mode);
    std::vector<Planned> result;
    std::size_t behind = 0;
    std::size_t counted = 0;
    int line = 1;
    while (script.next()) {
        pg::poll();
        const pg::Statement &statement = script.statement();
        if (file.directives && behind > 0) refuse_late_directive(file.path, file.text, behind, statement.begin);
        behind = statement.next;
        line += text::line_at(file.text.substr(counted), statement.begin - counted) - 1;
        counted = statement.begin;
        if (!policy.admits(statement)) continue;
        Planned planned{.number = statement.number, .line = line, .segment = 0, .transactional = true,
                        .secret = statement.secret, .begin = statement.begin, .end = statement.end, .next = statement.next,
                        .forecast = script.forecast()};
        planned.transactional = pg::is_transactional(planned.forecast.step) &&
                                std::find(refused.begin(), refused.end(), statement.number) == refused.end();
        refuse_contradiction(planned, mode);
        planned.segment = segments.of(planned);
        result.push_back(std::move(planned));
        if (statement.string_setting || statement.path_setting) script.run(0);
    }
    if (file.directives && behind > 0) refuse_late_directive(file.path, file.text, behind, file.text.size());
    policy.finish();
    return result;
}

} // namespace

std::vector<Planned> plan_file(const File &file, TransactionMode mode, const Refused &refused) {
    pg::Script script(file.text);
    std::vector<Planned> result;
    try {
        pg::with_file_scope(file.scope, [&] { result = plan(file, script, mode, refused); });
    } catch (pg::Error &error) {
        locate(error, file.path, file.text, script);
        throw;
    } catch (Problem &problem) {
        locate(problem, file.path, file.text, script.statement());
        throw;
    }
    script.close();
    return result;
}

} // namespace confiture::run
