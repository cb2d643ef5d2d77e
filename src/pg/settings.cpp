#include "pg/guard.h"
#include "pg/hooks.h"

#include <climits>

namespace {

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

void define_milliseconds(const char *name, const char *about, int *variable, int least) {
    DefineCustomIntVariable(name, about, nullptr, variable, *variable, least, INT_MAX, PGC_USERSET, GUC_UNIT_MS,
                            nullptr, nullptr, nullptr);
}

void define_archive_settings() {
    DefineCustomIntVariable("confiture.archive_size", "Most bytes that an archive may unpack to.", nullptr,
                            &archive_size, archive_size, 1, INT_MAX, PGC_SUSET, GUC_UNIT_KB, nullptr, nullptr, nullptr);
    DefineCustomIntVariable("confiture.archive_files", "Most entries that an archive may hold.", nullptr,
                            &archive_files, archive_files, 1, INT_MAX, PGC_SUSET, 0, nullptr, nullptr, nullptr);
}

void define_build_settings() {
    DefineCustomStringVariable("confiture.base_template", "Database that templates of build_database() are made from.", nullptr,
                               &base_template, "template0", PGC_USERSET, 0, nullptr, nullptr, nullptr);
}

void define_run_settings() {
    define_milliseconds("confiture.lock_timeout", "Time that one attempt may queue for a lock.", &lock_timeout, 1);
    define_milliseconds("confiture.lock_wait", "Time to wait for older transactions before queueing for a lock.", &lock_wait, 0);
    define_milliseconds("confiture.hold_timeout", "Time for which a transaction of CALL migrate() may hold AccessExclusive; 0 is no limit.",
                        &hold_timeout, 0);
    define_milliseconds("confiture.concurrent_timeout", "Time that a concurrent index build may take; 0 is no limit.", &concurrent_timeout, 0);
    define_milliseconds("confiture.runner_timeout", "Time to wait for another runner to end.", &runner_timeout, 0);
    define_milliseconds("confiture.rehearse_timeout", "Time that a rehearsal may take, and hold locks; 0 is no limit.",
                        &rehearse_timeout, 0);
    define_milliseconds("confiture.statement_timeout", "Time that one statement of a file may run; 0 is no limit.",
                        &statement_timeout, 0);
    DefineCustomIntVariable("confiture.lock_retries", "Number of attempts to get a lock.",
                            "Functions, which can't try again, queue once for lock_timeout times this number.",
                            &lock_retries, lock_retries, 1, 10000, PGC_USERSET, 0, nullptr, nullptr, nullptr);
    DefineCustomStringVariable("confiture.search_path", "search_path under which migrations run.", nullptr, &search_path,
                               "public", PGC_USERSET, GUC_LIST_INPUT, nullptr, nullptr, nullptr);
    DefineCustomEnumVariable("confiture.out_of_order", "What to do with a pending migration older than the newest applied one.",
                             nullptr, &out_of_order, out_of_order, out_of_order_values, PGC_USERSET, 0, nullptr, nullptr,
                             nullptr);
    DefineCustomEnumVariable("confiture.log_level", "What the server's log says of files that run.",
                             "The newest hash of history is logged whatever it says.", &log_level, log_level, log_level_values,
                             PGC_SUSET, 0, nullptr, nullptr, nullptr);
}

} // namespace

extern "C" {

PG_MODULE_MAGIC;

[[gnu::visibility("default")]] void _PG_init(void) {
    define_archive_settings();
    define_build_settings();
    define_run_settings();
    MarkGUCPrefixReserved("confiture");
    confiture::pg::install_hooks();
}

} // extern "C"
