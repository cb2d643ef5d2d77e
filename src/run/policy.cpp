#include "confiture/run/policy.hpp"

#include <algorithm>
#include <string>

#include "confiture/model/conditions.hpp"
#include "confiture/pg/notice.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/text/utf8.hpp"

namespace confiture::run {
namespace {

using pg::StatementKind;

[[noreturn]] void refuse(const std::string &what, const std::string &hint, const std::string &detail = {}) {
    throw Problem(condition::unsupported_statement, what, detail, hint);
}

bool begins_with(std::string_view text, std::string_view word) {
    return text.starts_with(word) && (text.size() == word.size() || std::isspace(static_cast<unsigned char>(text[word.size()])));
}

bool same_encoding(std::string name) {
    std::erase_if(name, [](char c) { return c == '-' || c == '_'; });
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
    return name == "utf8" || name == "unicode";
}

} // namespace

// What opened the block stands before the statement that the error points at.
std::string Policy::where_begun() const {
    return "BEGIN stands in line " + std::to_string(text::line_at(text_, block_begin_)) + ".";
}

bool Policy::begin(const pg::Statement &statement) {
    if (block_ != Block::none) refuse("BEGIN inside a transaction block", "Remove it.");
    block_begin_ = statement.begin;
    block_ = started_ ? Block::large_objects : Block::whole_file;
    return false;
}

bool Policy::commit() {
    if (block_ == Block::none)
        refuse("COMMIT in a file that confiture runs",
               "The file runs in one transaction with what is recorded of it: remove the statement.");
    if (block_ == Block::whole_file) closed_ = true;
    block_ = Block::none;
    return false;
}

// The text was decoded when it was loaded; what the file says of its encoding must not contradict that.
bool Policy::client_encoding(const pg::Statement &statement) const {
    if (same_encoding(statement.name) || statement.name == pg::setting("server_encoding")) return false;
    if (std::all_of(text_.begin(), text_.end(), [](unsigned char c) { return c < 128; })) return false;
    refuse("client_encoding \"" + statement.name + "\" in a file that is not in it",
           "Source files are UTF-8: convert the file, and remove the statement.");
}

// Many a project keeps the output of pg_dump without its comments; the header has this call since 2018.
bool Policy::is_dump() const {
    const std::string_view head = text_.substr(0, 1000);
    return head.find("-- PostgreSQL database dump") != std::string_view::npos ||
           head.find("SELECT pg_catalog.set_config('search_path', '', false);") != std::string_view::npos;
}

bool Policy::unknown_setting(const pg::Statement &statement) const {
    if (!is_dump()) return true;
    pg::notice("setting \"" + statement.name + "\" is not known to this server, skipped");
    return false;
}

bool Policy::meta_command(const pg::Statement &statement) const {
    std::string_view line = statement.name;
    std::string command(line.substr(0, line.find_first_of(" \t;\r")));
    if (begins_with(line, "\\restrict") || begins_with(line, "\\unrestrict") || begins_with(line, "\\set ON_ERROR_STOP")) {
        if (statement.inside)
            refuse("meta-command \"" + command + "\" in the middle of a statement", "End the statement with a semicolon before it.");
        return false;
    }
    const bool includes = command == "\\i" || command == "\\ir" || command.starts_with("\\include");
    refuse("meta-command \"" + command + "\" can't be run by the server",
           includes ? "Take the line out: each file of the source runs by itself, in the order of the paths."
                    : "Lines that begin with a backslash are commands of psql: write it in SQL, or take it out of the file.");
}

bool Policy::admits(const pg::Statement &statement) {
    if (closed_ && statement.kind != StatementKind::meta_command)
        refuse("statement behind the COMMIT that ends the file", "Remove BEGIN and COMMIT: the file runs in one transaction.");
    if (block_ == Block::large_objects && statement.kind != StatementKind::commit && !statement.large_object)
        refuse("BEGIN in the middle of a file that confiture runs",
               "The file runs in one transaction with what is recorded of it: remove BEGIN and COMMIT.", where_begun());
    switch (statement.kind) {
    case StatementKind::begin: return begin(statement);
    case StatementKind::commit: return commit();
    case StatementKind::transaction_control:
        refuse("transaction control in a file that confiture runs",
               "The file runs in one transaction with what is recorded of it: remove the statement.");
    case StatementKind::copy_out:
        refuse("COPY TO STDOUT in a file that confiture runs", "There is no client that could take the rows.");
    case StatementKind::client_encoding: return client_encoding(statement);
    case StatementKind::meta_command: return meta_command(statement);
    case StatementKind::own_extension:
        pg::notice("statement on extension \"confiture\" skipped");
        return false;
    case StatementKind::unknown_setting:
        if (!unknown_setting(statement)) return false;
        break;
    case StatementKind::empty: return false;
    case StatementKind::plain:
    case StatementKind::all_constraints:
    case StatementKind::copy_in: break;
    }
    started_ = started_ || !statement.session_setting;
    return true;
}

void Policy::finish() const {
    if (block_ == Block::none) return;
    throw Problem(condition::incomplete_script, "BEGIN without its COMMIT",
                  where_begun() + " psql would roll back everything behind it.",
                  "Remove BEGIN, or end the file with COMMIT.");
}

} // namespace confiture::run
