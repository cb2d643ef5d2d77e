#include "confiture/base/poll.hpp"
#include "confiture/pg/interrupt.hpp"
#include "pg/compat.h"
#include "pg/ddl.h"
#include "pg/guard.h"
#include "pg/hooks.h"

#include <climits>

namespace {

using namespace confiture::pg;

constinit int archive_size = 512 * 1024;
constinit int archive_files = 20000;
constinit int lock_timeout = 80;
constinit int lock_retries = 30;
constinit int lock_wait = 5 * 60 * 1000;
constinit int hold_timeout = 3000;
constinit int concurrent_timeout = 0;
constinit int runner_timeout = 60 * 1000;
constinit int statement_timeout = 0;
constinit int rehearse_timeout = 10 * 1000;
constinit char *search_path = nullptr;
constinit char *base_template = nullptr;
constinit int out_of_order = 0;
constinit int log_level = 1;

constexpr config_enum_entry out_of_order_values[] = {
    {"error", 0, false}, {"warn", 1, false}, {"allow", 2, false}, {nullptr, 0, false}};
constexpr config_enum_entry log_level_values[] = {
    {"off", 0, false}, {"migration", 1, false}, {"step", 2, false}, {"statement", 3, false}, {nullptr, 0, false}};

// Where memory runs out half-way, the library stays in the process, and the server calls _PG_init() again: it goes on behind those settings.
constinit int defined = 0;
constinit int reached = 0;

bool is_defined() { return reached++ < defined; }

void define_integer(const char *name, const char *about, int *variable, int least, int most, GucContext context, int flags,
                    const char *more = nullptr) {
    if (is_defined()) return;
    DefineCustomIntVariable(name, about, more, variable, *variable, least, most, context, flags, nullptr, nullptr, nullptr);
    defined = reached;
}

void define_milliseconds(const char *name, const char *about, int *variable, int least) {
    define_integer(name, about, variable, least, INT_MAX, PGC_USERSET, GUC_UNIT_MS);
}

void define_text(const char *name, const char *about, char **variable, const char *value, int flags) {
    if (is_defined()) return;
    DefineCustomStringVariable(name, about, nullptr, variable, value, PGC_USERSET, flags, nullptr, nullptr, nullptr);
    defined = reached;
}

void define_choice(const char *name, const char *about, int *variable, const config_enum_entry *values, GucContext context,
                   const char *more = nullptr) {
    if (is_defined()) return;
    DefineCustomEnumVariable(name, about, more, variable, *variable, values, context, 0, nullptr, nullptr, nullptr);
    defined = reached;
}

config_generic *variable_of(const char *name) {
    int count = 0;
    config_generic **variables = setting_variables(&count);
    for (int i = 0; i < count; i++)
        if (std::strcmp(variables[i]->name, name) == 0) return variables[i];
    return nullptr;
}

// Where whoever connected gave a value that he may not give, it has taken the place of that of the database and of the server, which nobody knows any more.
void define_guard(const char *name, const char *about, bool *variable, const char *more) {
    const config_generic *before = variable_of(name);
    const bool asked = before != nullptr && before->reset_source == PGC_S_CLIENT;
    if (is_defined()) return;
    DefineCustomBoolVariable(name, about, more, variable, false, PGC_SUSET, 0, nullptr, nullptr, nullptr);
    defined = reached;
    if (asked && variable_of(name)->reset_source != PGC_S_CLIENT) ddl_settings.denied = name;
}

void define_ddl_settings() {
    define_guard("confiture.record_ddl", "Whether DDL that confiture does not run is recorded in confiture.ddl_event.", &ddl_settings.record,
                 "Acts once the event triggers of confiture are enabled.");
    define_guard("confiture.guard_ddl", "Whether DDL that confiture does not run is refused.", &ddl_settings.guard,
                 "Acts once the event triggers of confiture are enabled.");
}

void define_source_settings() {
    define_integer("confiture.archive_size", "Most bytes that an archive may unpack to.", &archive_size, 1, INT_MAX, PGC_SUSET, GUC_UNIT_KB);
    define_integer("confiture.archive_files", "Most entries that an archive may hold.", &archive_files, 1, INT_MAX, PGC_SUSET, 0);
    define_text("confiture.base_template", "Database that templates of build_database() are made from.", &base_template, "template0", 0);
}

void define_lock_settings() {
    define_milliseconds("confiture.lock_timeout", "Time that one attempt may queue for a lock.", &lock_timeout, 1);
    define_integer("confiture.lock_retries", "Number of attempts to get a lock.", &lock_retries, 1, 10000, PGC_USERSET, 0,
                   "Functions, which can't try again, queue once for lock_timeout times this number.");
    define_milliseconds("confiture.lock_wait", "Time to wait for older transactions before queueing for a lock.", &lock_wait, 0);
    define_milliseconds("confiture.hold_timeout", "Time for which a transaction of CALL migrate() may hold AccessExclusive; 0 is no limit.",
                        &hold_timeout, 0);
}

void define_run_settings() {
    define_milliseconds("confiture.concurrent_timeout", "Time that a concurrent index build may take; 0 is no limit.", &concurrent_timeout, 0);
    define_milliseconds("confiture.runner_timeout", "Time to wait for another runner to end.", &runner_timeout, 0);
    define_milliseconds("confiture.rehearse_timeout", "Time that a rehearsal may take, and hold locks; 0 is no limit.",
                        &rehearse_timeout, 0);
    define_milliseconds("confiture.statement_timeout", "Time that one statement of a file may run; 0 is no limit.",
                        &statement_timeout, 0);
    define_text("confiture.search_path", "search_path under which migrations run.", &search_path, "public", GUC_LIST_INPUT);
    define_choice("confiture.out_of_order", "What to do with a pending migration older than the newest applied one.", &out_of_order,
                  out_of_order_values, PGC_USERSET);
    define_choice("confiture.log_level", "What the server's log says of files that run.", &log_level, log_level_values, PGC_SUSET,
                  "The newest hash of history is logged whatever it says.");
}

} // namespace

extern "C" {

PG_MODULE_MAGIC;

[[gnu::visibility("default")]] void _PG_init(void) {
    reached = 0;
    define_source_settings();
    define_lock_settings();
    define_run_settings();
    define_ddl_settings();
    MarkGUCPrefixReserved("confiture");
    confiture::pg::install_hooks();
    confiture::base::poll_hook = confiture::pg::poll;
}

} // extern "C"
