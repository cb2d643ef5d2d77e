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

// ALL would bind also constraints that later files make, which it does not do in a build.
std::string by_name(const pg::Statement &statement) {
    return "DO $confiture$\nDECLARE c record;\nBEGIN\n    FOR c IN SELECT pg_catalog.format('%I.%I', n.nspname, k.conname) AS name\n"
           "               FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) k.connamespace\n"
           "              WHERE pg_catalog.has_schema_privilege(n.oid, 'USAGE')\n"
           "              GROUP BY n.nspname, k.conname HAVING " +
           std::string(statement.name == "DEFERRED" ? "pg_catalog.bool_and" : "pg_catalog.bool_or") +
           "(k.condeferrable)\n    LOOP\n        EXECUTE 'SET CONSTRAINTS ' OPERATOR(pg_catalog.||) c.name OPERATOR(pg_catalog.||) ' " +
           statement.name + "';\n    END LOOP;\nEND $confiture$;";
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
        const bool all = statement.kind == pg::StatementKind::all_constraints;
        result += text.substr(copied, (runs && !all ? statement.next : statement.begin) - copied);
        if (all) result += by_name(statement);
        else if (!runs) result += commented(text.substr(statement.begin, statement.end - statement.begin));
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
