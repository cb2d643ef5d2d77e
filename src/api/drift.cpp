#include "confiture/drift/diff.hpp"

#include "confiture/pg/function.hpp"

using namespace confiture;

CONFITURE_FUNCTION(confiture_diff) {
    const drift::Difference difference = drift::difference(call.text(0), call.boolean(1));
    std::int64_t number = 0;
    for (const diff::Step &step : difference.steps)
        call.add_row({++number, step.action, step.object.kind, step.object.identity, pg::value_or_null(step.statement), step.transactional,
                      pg::value_or_null(step.lock), pg::TextArray(step.hazards.begin(), step.hazards.end()), step.reversible, difference.fingerprint});
}
