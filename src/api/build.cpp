#include "confiture/build/build.hpp"

#include "confiture/pg/function.hpp"

using namespace confiture;

CONFITURE_FUNCTION(confiture_build) {
    for (const build::Built &row : build::build(call.text(0), call.boolean(1)))
        call.add_row({row.path, row.statements, pg::Duration{row.microseconds}});
}

CONFITURE_FUNCTION(confiture_build_script) { call.set(build::script(call.text(0))); }

CONFITURE_FUNCTION(confiture_schema_checksum) { call.set(build::schema_checksum(call.text(0))); }
