#include "confiture/model/conditions.hpp"
#include "confiture/pg/function.hpp"
#include "pg/boundary.h"
#include "pg/guard.h"
#include "pg/run_state.h"
#include "pg/session_lock.h"

extern "C" {
#include "executor/spi.h"
#include "mb/pg_wchar.h"
}

namespace confiture::pg {
namespace {

// How an error leaves: as a saved server error, or as the plain parts of one that ereport makes.
struct Leaving {
    const ErrorFields *fields;
    const Problem *problem;
    const char *code;
    const char *message;
    ErrorData *server_error;
};

// Builds the whole error in memory of the server, so that nothing of C++ is alive when it is raised.
void prepare(Leaving *leaving) {
    if (leaving->fields != nullptr) {
        leaving->server_error = to_server(*leaving->fields);
        return;
    }
    ErrorData *data = static_cast<ErrorData *>(palloc0(sizeof(ErrorData)));
    const Problem *problem = leaving->problem;
    const char *code = problem == nullptr ? leaving->code : problem->sqlstate.c_str();
    data->sqlerrcode = MAKE_SQLSTATE(code[0], code[1], code[2], code[3], code[4]);
    data->message = pstrdup(problem == nullptr ? leaving->message : problem->message.c_str());
    if (problem != nullptr) {
        data->detail = problem->detail.empty() ? nullptr : pstrdup(problem->detail.c_str());
        data->hint = problem->hint.empty() ? nullptr : pstrdup(problem->hint.c_str());
        data->context = problem->context.empty() ? nullptr : pstrdup(problem->context.c_str());
        data->internalquery = problem->query.empty() ? nullptr : pstrdup(problem->query.c_str());
        data->internalpos = problem->position;
    }
    data->elevel = 0; // told apart from a saved server error in raise()
    leaving->server_error = data;
}

ErrorData *prepared(const ErrorFields *fields, const Problem *problem, const char *code, const char *message) {
    Leaving leaving{fields, problem, code, message, nullptr};
    guarded<Leaving, prepare>(leaving);
    return leaving.server_error;
}

ErrorData *from_current_exception() {
    try {
        throw;
    } catch (const Error &error) {
        return prepared(&error.fields(), nullptr, nullptr, nullptr);
    } catch (const Problem &problem) {
        return prepared(nullptr, &problem, nullptr, nullptr);
    } catch (const std::bad_alloc &) {
        return prepared(nullptr, nullptr, condition::out_of_memory.sqlstate, "out of memory");
    } catch (const std::exception &exception) {
        return prepared(nullptr, nullptr, condition::internal_error.sqlstate, exception.what());
    } catch (...) {
        return prepared(nullptr, nullptr, condition::internal_error.sqlstate, "an exception of an unknown type was thrown");
    }
}

} // namespace

// Where even making it fails, it is since there is no memory, neither of the server's nor of C++.
ErrorData *error_to_raise() {
    try {
        return from_current_exception();
    } catch (...) {
        static ErrorData last;
        last = ErrorData{};
        last.sqlerrcode = ERRCODE_OUT_OF_MEMORY;
        last.message = const_cast<char *>("out of memory while reporting an error");
        return &last;
    }
}

void raise(ErrorData *data) {
    if (data->elevel != 0) ThrowErrorData(data);
    ereport(ERROR, (errcode(data->sqlerrcode), errmsg_internal("%s", data->message),
                    data->detail == nullptr ? 0 : errdetail_internal("%s", data->detail),
                    data->hint == nullptr ? 0 : errhint("%s", data->hint),
                    data->context == nullptr ? 0 : (errcontext("%s", data->context)),
                    data->internalquery == nullptr ? 0 : internalerrquery(data->internalquery),
                    data->internalpos == 0 ? 0 : internalerrposition(data->internalpos)));
    pg_unreachable();
}

namespace {

using Body = void (*)(Call &);

[[gnu::noinline]] ErrorData *run(void *fcinfo, Body body, Datum *result) {
    try {
        Call call(fcinfo);
        body(call);
        *result = call.finish();
        return nullptr;
    } catch (...) {
        return error_to_raise();
    }
}

void connect(bool *atomic) { SPI_connect_ext(*atomic ? 0 : SPI_OPT_NONATOMIC); }

// SPI stays connected from the first commit to the last; abort closes it.
void finish(int *) {
    release_session_locks();
    SPI_finish();
}

void release_locks(int *) { release_session_locks(); }

// What no abort releases.
void let_go() {
    int none = 0;
    try {
        guarded<int, release_locks>(none);
    } catch (...) { // the error on its way says more
    }
}

[[gnu::noinline]] ErrorData *run_procedure(void *fcinfo, Body body, Datum *result) {
    try {
        Call call(fcinfo);
        bool atomic = call.is_atomic();
        guarded<bool, connect>(atomic);
        body(call);
        int none = 0;
        guarded<int, finish>(none);
        *result = 0;
        return nullptr;
    } catch (...) {
        let_go();
        return error_to_raise();
    }
}

std::uintptr_t enter_by(ErrorData *(*run_body)(void *, Body, Datum *), void *fcinfo, Body body) {
    Datum result = 0;
    const RunState outer = run_state;
    // The callers would turn positions in a file's statement into positions in theirs, and stand in CONTEXT above the file.
    ErrorContextCallback *const callers = error_context_stack;
    run_state.callers = callers;
    error_context_stack = nullptr;
    ErrorData *const error = run_body(fcinfo, body, &result);
    error_context_stack = callers;
    run_state = outer;
    if (error != nullptr) raise(error);
    return result;
}

} // namespace

std::uintptr_t enter(void *fcinfo, void (*body)(Call &)) { return enter_by(run, fcinfo, body); }

std::uintptr_t enter_procedure(void *fcinfo, void (*body)(Call &)) {
    return enter_by(run_procedure, fcinfo, body);
}

} // namespace confiture::pg
