// Loops: without an end, to be interrupted; over caught errors, to be weighed.
#include <chrono>
#include <malloc.h>
#include <stdexcept>

#include "confiture/model/conditions.hpp"
#include "confiture/pg/function.hpp"
#include "confiture/pg/interrupt.hpp"
#include "confiture/pg/script.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/pg/spi.hpp"
#include "confiture/pg/transaction.hpp"
#include "pg/guard.h"
#include "support.h"

using namespace confiture;

namespace {

void scan(const char *text) {
    pg::Script script(text);
    while (script.next()) script.run(0);
    script.close();
}

// One round of a loop that nothing but an interrupt ends.
void endless(const std::string &kind) {
    if (kind == "poll") pg::poll();
    else if (kind == "wait") pg::wait(600'000);
    else if (kind == "attempt") pg::attempt([] { support::run_sql("SELECT 1 / 0"); });
    else if (kind == "roll_back") pg::roll_back([] { support::run_sql("SELECT 1"); });
    else if (kind == "query") pg::query("SELECT 1");
    else if (kind == "script") scan("SELECT 1; ; SELECT 2;");
    else if (kind == "failing script") pg::attempt([] { scan("SELECT 1; SELECT 'unended"); });
    else if (kind == "poll in attempt") pg::attempt([] { pg::poll(); });
    else throw std::invalid_argument(kind);
}

// One error, caught.
void caught(const std::string &kind) {
    if (kind == "attempt") pg::attempt([] { support::run_sql("SELECT 1 / 0"); });
    else if (kind == "attempt, island") pg::attempt([] { pg::guard(support::raise, nullptr); });
    else if (kind == "query") pg::attempt([] { pg::query("SELECT 1 / (SELECT 0)"); });
    else if (kind == "unprintable") pg::attempt([] { pg::query("SELECT '1'::ground.unprintable"); });
    else if (kind == "script") pg::attempt([] { scan("SELECT 1; SELECT 'unended"); });
    else if (kind == "statement") pg::attempt([] { scan("SELECT 1; SELECT 1 / 0"); });
    else if (kind == "guard") {
        try {
            pg::guard(support::raise, nullptr);
        } catch (const pg::Error &) {
        }
    } else if (kind == "exception") {
        try {
            pg::attempt([] { throw Problem(condition::invalid_parameter, "a message of C++", "its detail", "its hint"); });
        } catch (const Problem &) {
        }
    } else throw std::invalid_argument(kind);
}

} // namespace

CONFITURE_FUNCTION(ground_endless) {
    const std::string kind = call.text(0);
    pg::report_activity("endless " + kind);
    while (true) endless(kind);
}

CONFITURE_FUNCTION(ground_wait) {
    const auto start = std::chrono::steady_clock::now();
    pg::wait(static_cast<int>(call.integer(0)));
    call.set(std::int64_t{std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start).count()});
}

CONFITURE_FUNCTION(ground_caught) {
    const std::string kind = call.text(0);
    for (std::int64_t i = 0; i < call.integer(1); i++) caught(kind);
}

// Bytes that malloc has given out in this process: those of C++ and those of the server's memory contexts.
CONFITURE_FUNCTION(ground_malloc) {
    const struct mallinfo2 info = mallinfo2();
    call.set(static_cast<std::int64_t>(info.uordblks + info.hblkhd));
}
