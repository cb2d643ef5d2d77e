// A provider of security labels that takes any text. In shared_preload_libraries.
#include "pg/server.h"

extern "C" {
#include "commands/seclabel.h"
#include "fmgr.h"

PG_MODULE_MAGIC;
PGDLLEXPORT void _PG_init(void);
}

namespace {

void accept(const ObjectAddress *, const char *) {}

} // namespace

void _PG_init(void) { register_label_provider("regress_diff", accept); }
