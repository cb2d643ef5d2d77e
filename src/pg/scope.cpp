#include "confiture/pg/scope.hpp"

#include "pg/constraints.h"
#include "pg/guard.h"
#include "pg/run_state.h"

extern "C" {
#include "utils/acl.h"
#include "utils/snapmgr.h"
}

namespace confiture::pg {
namespace {

struct Entered {
    const FileScope *scope;
    Oid user;
    int security_context;
    int guc_level;
};

void set_for_file(const char *name, const char *value) {
    set_config_option(name, value, superuser() ? PGC_SUSET : PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
}

void become(const std::string &role, int security_context) {
    SetUserIdAndSecContext(get_role_oid(role.c_str(), false), security_context | SECURITY_LOCAL_USERID_CHANGE);
}

void enter_scope(Entered *entered) {
    const FileScope *scope = entered->scope;
    GetUserIdAndSecContext(&entered->user, &entered->security_context);
    entered->guc_level = NewGUCNestLevel();
    set_for_file("search_path", scope->search_path.c_str());
    if (scope->lock_timeout_ms) set_for_file("lock_timeout", psprintf("%d", *scope->lock_timeout_ms));
    for (const auto &[name, value] : scope->settings) set_for_file(name.c_str(), value.c_str());
    if (!scope->set_role.empty()) set_for_file("role", scope->set_role.c_str());
    if (!scope->run_as.empty()) become(scope->run_as, entered->security_context);
    run_state.depth++;
}

void leave_scope(Entered *entered) {
    settle_constraints();
    run_state.depth--;
    AtEOXact_GUC(false, entered->guc_level);
    SetUserIdAndSecContext(entered->user, entered->security_context);
}

void look_for_deferrable(int *) {
    PushActiveSnapshot(GetTransactionSnapshot());
    run_state.deferrable_seen = any_deferrable_constraint();
    PopActiveSnapshot();
}

} // namespace

void with_file_scope(const FileScope &scope, const std::function<void()> &fn) {
    Entered entered{&scope, InvalidOid, 0, 0};
    guarded<Entered, enter_scope>(entered);
    fn();
    guarded<Entered, leave_scope>(entered);
}

void prepare_run() {
    int none = 0;
    guarded<int, look_for_deferrable>(none);
}

} // namespace confiture::pg
