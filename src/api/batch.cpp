#include "confiture/batch/batch.hpp"

#include "confiture/pg/function.hpp"

using namespace confiture;

namespace {

// From argument `first` on, both procedures take the same ones.
batch::Request request_of(const pg::Call &call, const char *name, int first) {
    batch::Request request;
    request.call = name;
    request.relation = call.oid(0);
    request.condition = call.text(first);
    request.rows = call.integer(first + 1);
    request.pause = call.microseconds(first + 2);
    if (!call.is_null(first + 3)) request.max_lag = call.microseconds(first + 3);
    request.key = call.optional_name(first + 4);
    return request;
}

} // namespace

CONFITURE_PROCEDURE(confiture_batch_update) {
    batch::Request request = request_of(call, "batch_update", 2);
    request.assignments = call.text(1);
    batch::run(request, call.is_atomic());
}

CONFITURE_PROCEDURE(confiture_batch_delete) { batch::run(request_of(call, "batch_delete", 1), call.is_atomic()); }
