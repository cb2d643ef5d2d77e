// Timeouts, notices, and the counters of the preloaded library.
#include <stdexcept>

#include "confiture/pg/function.hpp"
#include "confiture/pg/notice.hpp"
#include "pg/guard.h"
#include "preload/allocations.hpp"

extern "C" {
#include "utils/timeout.h"
#include "utils/timestamp.h"
}

using namespace confiture;

namespace {

constexpr std::int64_t epoch_difference =
    (static_cast<std::int64_t>(POSTGRES_EPOCH_JDATE) - UNIX_EPOCH_JDATE) * USECS_PER_DAY;

void say(const std::string &level, const std::string &message, const std::string &hint) {
    if (level == "notice") pg::notice(message, hint);
    else if (level == "warning") pg::warning(message, hint);
    else if (level == "log") pg::log(message);
    else throw std::invalid_argument(level);
}

Allocations &allocations() {
    if (&confiture_allocations == nullptr) throw std::logic_error("library allocations is not preloaded");
    return confiture_allocations;
}

} // namespace

// When the statement timeout that is armed will fire; NULL where none is.
CONFITURE_FUNCTION(ground_statement_timeout) {
    if (get_timeout_active(STATEMENT_TIMEOUT))
        call.set(pg::Timestamp{get_timeout_finish_time(STATEMENT_TIMEOUT) + epoch_difference});
}

// Uses the processor without looking for interrupts until the statement timeout has fired.
CONFITURE_FUNCTION(ground_outlast_timeout) {
    while (get_timeout_active(STATEMENT_TIMEOUT)) continue;
}

CONFITURE_FUNCTION(ground_say) { say(call.text(0), call.text(1), call.text(2)); }

// From now on, lets so many allocations fail from this number (from 1) on, or raises the signal at it; 0: none. Smaller ones do not count.
CONFITURE_FUNCTION(ground_at_allocation) {
    const std::int64_t number = call.integer(0);
    const std::int64_t fails = call.integer(1);
    const auto signal = static_cast<int>(call.integer(2));
    const auto least = static_cast<std::size_t>(call.integer(3));
    allocations() = Allocations{0, number, fails, signal, least, 0};
}

// Allocations since then, and those among them behind that one; none will fail any more.
CONFITURE_FUNCTION(ground_allocations) {
    const Allocations counted = allocations();
    allocations() = Allocations{};
    call.add_row({std::int64_t{counted.counted}, std::int64_t{counted.behind}});
}
