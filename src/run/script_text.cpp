#include "confiture/run/script_text.hpp"

#include "confiture/pg/scope.hpp"
#include "confiture/pg/script.hpp"
#include "confiture/run/policy.hpp"
#include "locate.hpp"

namespace confiture::run {
namespace {

std::string commented(std::string_view statement) {
    std::string result = "-- skipped: ";
    for (char c : statement) {
        result += c;
        if (c == '\n') result += "-- ";
    }
    return result + "\n";
}

// psql reads its own meta-commands, and needs \restrict left out, since it would refuse those that follow it.
std::string render(pg::Script &script, std::string_view text) {
    Policy policy(text);
    std::string result;
    std::size_t copied = 0;
    while (script.next()) {
        const pg::Statement &statement = script.statement();
        const bool runs = policy.admits(statement);
        if (statement.string_setting) script.run(0);
        result += text.substr(copied, (runs ? statement.next : statement.begin) - copied);
        if (!runs) result += commented(text.substr(statement.begin, statement.end - statement.begin));
        else if (statement.kind != pg::StatementKind::copy_in && (statement.next == 0 || text[statement.next - 1] != ';')) result += "\n;";
        copied = statement.next;
    }
    policy.finish();
    return result += text.substr(copied);
}

} // namespace

std::string script_text(const std::string &path, std::string_view text) {
    pg::Script script(text);
    std::string result;
    try {
        pg::with_file_scope({}, [&] { result = render(script, text); });
    } catch (pg::Error &error) {
        locate(error, path, text, script);
        throw;
    } catch (Problem &problem) {
        locate(problem, path, text, script.statement());
        throw;
    }
    script.close();
    return result;
}

} // namespace confiture::run
