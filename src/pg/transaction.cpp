#include "confiture/pg/transaction.hpp"

#include "confiture/model/conditions.hpp"
#include "pg/guard.h"
#include "pg/run_state.h"
#include "pg/session_lock.h"

extern "C" {
#include "executor/spi.h"
#include "tcop/pquery.h"
#include "utils/snapmgr.h"
}

namespace confiture::pg {
namespace {

// What the server does not put back by itself when an internal subtransaction ends.
struct Subtransaction {
    MemoryContext memory;
    ResourceOwner owner;
    RunState run_state;
};

void begin(Subtransaction *sub) {
    sub->memory = CurrentMemoryContext;
    sub->owner = CurrentResourceOwner;
    sub->run_state = run_state;
    BeginInternalSubTransaction(nullptr);
    MemoryContextSwitchTo(sub->memory);
}

void restore(Subtransaction *sub) {
    MemoryContextSwitchTo(sub->memory);
    CurrentResourceOwner = sub->owner;
    run_state = sub->run_state;
}

void release(Subtransaction *sub) {
    ReleaseCurrentSubTransaction();
    MemoryContextSwitchTo(sub->memory);
    CurrentResourceOwner = sub->owner;
}

void abort(Subtransaction *sub) {
    MemoryContextSwitchTo(sub->memory);
    RollbackAndReleaseCurrentSubTransaction();
    restore(sub);
}

void commit(int *) {
    keep_session_locks();
    SPI_commit();
    follow_into_transaction();
}

void commit_lazily(int *) {
    set_config_option("synchronous_commit", "off", PGC_USERSET, PGC_S_SESSION, GUC_ACTION_LOCAL, true, 0, false);
    commit(nullptr);
}

// A query of ours that an error has cut off is still connected, with its snapshot, and the server refuses to roll back under either; its settings go with the
// transaction.
void leave_queries() {
    if (IsSubTransaction()) return;
    run_state.own_write = run_state.reads_few = false;
    while (!SPI_inside_nonatomic_context() && SPI_finish() == SPI_OK_FINISH) {}
    Snapshot const of_call = ActivePortal == nullptr ? nullptr : ActivePortal->portalSnapshot;
    while (ActiveSnapshotSet() && GetActiveSnapshot() != of_call) PopActiveSnapshot();
}

void roll_back_all(int *) {
    leave_queries();
    SPI_rollback();
    follow_into_transaction();
}

constexpr std::string_view query_canceled = "57014";

struct Writable {
    const char *call;
};

void check_writable(Writable *check) {
    PreventCommandDuringRecovery(check->call);
    PreventCommandIfReadOnly(check->call);
}

} // namespace

std::optional<Error> attempt(const std::function<void()> &fn) {
    Subtransaction sub{};
    guarded<Subtransaction, begin>(sub);
    std::optional<Error> caught;
    try {
        fn();
    } catch (const Error &error) {
        caught = error;
    } catch (...) {
        guarded<Subtransaction, abort>(sub);
        throw;
    }
    if (!caught) {
        guarded<Subtransaction, release>(sub);
        return std::nullopt;
    }
    guarded<Subtransaction, abort>(sub);
    if (caught->fields().sqlstate == query_canceled) throw std::move(*caught);
    return caught;
}

std::exception_ptr failure_of(const std::function<void()> &fn) {
    try {
        if (std::optional<Error> error = attempt(fn)) return std::make_exception_ptr(std::move(*error));
        return nullptr;
    } catch (...) {
        return std::current_exception();
    }
}

void roll_back(const std::function<void()> &fn) {
    Subtransaction sub{};
    guarded<Subtransaction, begin>(sub);
    try {
        fn();
    } catch (...) {
        guarded<Subtransaction, abort>(sub);
        throw;
    }
    guarded<Subtransaction, abort>(sub);
}

void commit_and_go_on() {
    int none = 0;
    guarded<int, commit>(none);
}

void commit_lazily_and_go_on() {
    int none = 0;
    guarded<int, commit_lazily>(none);
}

void roll_back_and_go_on() {
    int none = 0;
    guarded<int, roll_back_all>(none);
}

void require_writable(std::string_view call) {
    std::string name(call);
    Writable check{name.c_str()};
    guarded<Writable, check_writable>(check);
}

void require_read_committed(std::string_view call) {
    if (XactIsoLevel == XACT_READ_COMMITTED) return;
    throw Problem(condition::wrong_isolation,
                  std::string(call) + " needs transaction isolation level \"read committed\"",
                  "At other levels the snapshot is older than the runner lock, so that two sessions could apply the same migration.",
                  "BEGIN ISOLATION LEVEL READ COMMITTED");
}

} // namespace confiture::pg
