#include "confiture/run/log.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "confiture/model/problem.hpp"
#include "confiture/pg/error.hpp"
#include "confiture/pg/notice.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/pg/transaction.hpp"

namespace confiture::run {
namespace {

constexpr std::size_t shown_characters = 200;

bool wants(LogLevel level) {
    const std::string value = pg::setting("confiture.log_level");
    const LogLevel set = value == "statement"   ? LogLevel::statement
                         : value == "step"      ? LogLevel::step
                         : value == "migration" ? LogLevel::migration
                                                : LogLevel::off;
    return set >= level;
}

std::string since(std::chrono::steady_clock::time_point start) {
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
    char text[32];
    std::snprintf(text, sizeof text, "%.3f ms", took.count());
    return text;
}

} // namespace

void log(LogLevel level, const std::string &message) {
    if (wants(level)) pg::log("confiture: " + message);
}

void logged(LogLevel level, const std::string &what, const std::function<void()> &fn) {
    if (!wants(level)) return fn();
    const std::string subject = "confiture: " + what + ", role \"" + pg::current_user() + "\", ";
    const auto start = std::chrono::steady_clock::now();
    const auto failed = [&](const std::string &sqlstate) { pg::log(subject + "failed after " + since(start) + " with SQLSTATE " + sqlstate); };
    pg::log(subject + "begins");
    try {
        fn();
    } catch (const pg::Error &error) {
        failed(error.fields().sqlstate);
        throw;
    } catch (const Problem &problem) {
        failed(problem.sqlstate);
        throw;
    }
    pg::log(subject + "ended after " + since(start));
}

void dry_run(const std::string &call, const std::function<void()> &fn) {
    pg::roll_back(fn);
    log(LogLevel::migration, "dry run of " + call + " was rolled back");
}

StatementLog::StatementLog(const std::string &path, std::string_view text)
    : path_(path), text_(text), wanted_(wants(LogLevel::statement)) {}

void StatementLog::begin(const pg::Statement &statement) {
    if (!wanted_) return;
    const std::string_view passed = text_.substr(counted_, statement.begin - counted_);
    line_ += static_cast<std::size_t>(std::count(passed.begin(), passed.end(), '\n'));
    counted_ = statement.begin;
    std::string message = "confiture: " + path_ + ", line " + std::to_string(line_) + ", statement " + std::to_string(statement.number);
    if (!statement.secret) {
        const std::string_view text = text_.substr(statement.begin, statement.end - statement.begin);
        message += ": " + std::string(text.substr(0, pg::bytes_of(text, shown_characters)));
    }
    pg::log(message);
}

} // namespace confiture::run
