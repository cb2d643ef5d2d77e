#include "chosen.hpp"
#include "confiture/build/build.hpp"
#include "confiture/model/conditions.hpp"
#include "confiture/pg/script.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/run/script_text.hpp"
#include "confiture/text/quote.hpp"

namespace confiture::build {
namespace {

// Sets each deferrable constraint immediate by its name, as build() does at the end of each file, then back to how it begins.
constexpr const char *settle = R"(DO $confiture$
DECLARE c record;
BEGIN
    FOR c IN SELECT pg_catalog.format('%I.%I', n.nspname, k.conname) AS name,
                    pg_catalog.bool_or(k.condeferred) AND NOT EXISTS (
                        SELECT FROM pg_catalog.pg_constraint o
                         WHERE o.conname OPERATOR(pg_catalog.=) k.conname AND o.connamespace OPERATOR(pg_catalog.=) n.oid
                           AND NOT o.condeferrable) AS deferred
               FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) k.connamespace
              WHERE k.condeferrable AND pg_catalog.has_schema_privilege(n.oid, 'USAGE')
              GROUP BY n.oid, n.nspname, k.conname
    LOOP
        EXECUTE 'SET CONSTRAINTS ' OPERATOR(pg_catalog.||) c.name OPERATOR(pg_catalog.||) ' IMMEDIATE';
        IF c.deferred THEN
            EXECUTE 'SET CONSTRAINTS ' OPERATOR(pg_catalog.||) c.name OPERATOR(pg_catalog.||) ' DEFERRED';
        END IF;
    END LOOP;
END $confiture$;
RESET ALL;
RESET SESSION AUTHORIZATION;
RESET ROLE;
)";

std::string head(const source::File &file, const source::Environment &environment) {
    std::string text = "\n-- file " + file.path + "\n-- checksum " + file.checksum + "\nSET search_path = " +
                       pg::quoted_search_path(environment.search_path) + ";\n";
    if (!environment.owner.empty()) text += "SET ROLE " + text::quote_identifier(environment.owner) + ";\n";
    return text;
}

} // namespace

std::string script(const std::string &environment) {
    if (!pg::may_read_content())
        throw Problem(condition::insufficient_privilege, "permission denied for the texts of the source",
                      "build_script() shows them, and they may hold secrets.", "GRANT SELECT ON confiture.source TO " + text::quote_identifier(pg::current_user()));
    const Chosen chosen = choose(environment);
    std::string result = "-- environment " + chosen.environment.name + ", " + std::to_string(chosen.files.size()) +
                         " files; run it by psql -1 -f\n\\set ON_ERROR_STOP on\n";
    for (const source::File &file : chosen.files) {
        result += head(file, chosen.environment);
        result += run::script_text(file.path, source::content(file));
        if (result.back() != '\n') result += '\n';
        result += settle;
    }
    return result;
}

} // namespace confiture::build
