#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "confiture/pg/script.hpp"

namespace confiture::run {

// What confiture.log_level asks for; each level has what those before it have.
enum class LogLevel { off, migration, step, statement };

// Writes a line to the server's log where the setting asks for that level.
void log(LogLevel level, const std::string &message);

// Runs fn; where the setting asks for that level, the server's log says when it begins and how it ends: after how long, and with which SQLSTATE
// where it fails. Errors go on.
void logged(LogLevel level, const std::string &what, const std::function<void()> &fn);

// Runs fn and rolls back whatever it did, which the log says too: what ended was nothing but a dry run of the call.
void dry_run(const std::string &call, const std::function<void()> &fn);

// The statements of a file, as they begin. The setting is read once, before a file could change it.
class StatementLog {
public:
    StatementLog(const std::string &path, std::string_view text);

    // Path, line and number; of the text the first 200 characters, and none where it may carry a password.
    void begin(const pg::Statement &statement);

private:
    const std::string &path_;
    std::string_view text_;
    bool wanted_;
    std::size_t counted_ = 0;
    std::size_t line_ = 1;
};

} // namespace confiture::run
