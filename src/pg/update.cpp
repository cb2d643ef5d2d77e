#include "pg/server.h"

extern "C" {
#include "commands/extension.h"
#include "executor/spi.h"
}

extern "C" [[gnu::visibility("default")]] const Pg_finfo_record *pg_finfo_confiture_grant_again(void) {
    static const Pg_finfo_record record = {1};
    return &record;
}

// Runs a GRANT of an update script as if it were said outside of it, so that it counts as the administrator's and pg_dump keeps it.
extern "C" [[gnu::visibility("default")]] Datum confiture_grant_again(PG_FUNCTION_ARGS) {
    if (!creating_extension)
        ereport(ERROR, (errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE), errmsg("no extension is being updated")));
    const char *statement = TextDatumGetCString(PG_GETARG_DATUM(0));
    creating_extension = false; // after an error the server itself does this
    SPI_connect();
    SPI_execute(statement, false, 0);
    SPI_finish();
    creating_extension = true;
    PG_RETURN_VOID();
}
