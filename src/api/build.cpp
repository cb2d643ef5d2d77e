#include "confiture/build/build.hpp"

#include "confiture/build/database.hpp"
#include "confiture/drift/shadow.hpp"
#include "confiture/model/conditions.hpp"
#include "confiture/pg/function.hpp"

using namespace confiture;

namespace {

void require_top_level(const pg::Call &call, const char *what) {
    if (!call.is_atomic()) return;
    throw Problem(condition::active_transaction, std::string(what) + " can't run inside a transaction block or a function", "It commits as it goes.",
                  "Call it by itself, outside of BEGIN and COMMIT.");
}

} // namespace

CONFITURE_FUNCTION(confiture_build) {
    for (const build::Built &row : build::build(call.text(0), call.boolean(1)))
        call.add_row({row.path, row.statements, pg::Duration{row.microseconds}});
}

CONFITURE_FUNCTION(confiture_build_script) { call.set(build::script(call.text(0))); }

CONFITURE_FUNCTION(confiture_schema_checksum) { call.set(build::schema_checksum(call.text(0))); }

CONFITURE_PROCEDURE(confiture_build_database) {
    require_top_level(call, "confiture.build_database()");
    build::build_database(call.text(0), call.text(1), call.boolean(2));
}

CONFITURE_PROCEDURE(confiture_drop_databases) {
    require_top_level(call, "confiture.drop_databases()");
    build::drop_databases(call.interval(0));
    drift::drop_abandoned();
}
