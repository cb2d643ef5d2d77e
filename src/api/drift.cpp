#include "confiture/drift/diff.hpp"

#include "confiture/drift/drift.hpp"

#include "confiture/pg/function.hpp"

using namespace confiture;

CONFITURE_FUNCTION(confiture_diff) {
    const drift::Difference difference = drift::difference(call.text(0), call.boolean(1));
    std::int64_t number = 0;
    for (const diff::Step &step : difference.steps)
        call.add_row({++number, step.action, step.object.kind, step.object.identity, pg::value_or_null(step.statement), step.transactional,
                      pg::value_or_null(step.lock), pg::TextArray(step.hazards.begin(), step.hazards.end()), step.reversible, difference.fingerprint});
}

CONFITURE_FUNCTION(confiture_drift) {
    for (const drift::Drift &row : drift::drift())
        call.add_row({row.object.kind, row.object.identity, row.change, pg::value_or_null(row.expected), pg::value_or_null(row.actual)});
}
