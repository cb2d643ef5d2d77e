#include "stopped.hpp"

#include <algorithm>

#include "confiture/model/conditions.hpp"
#include "confiture/text/quote.hpp"

namespace confiture::migrate {

void refuse_stopped(const State &state) {
    if (!state.journal.empty()) throw_stopped(state, {});
}

void throw_stopped(const State &state, const std::string &detail) {
    const run::Step &first = state.journal.front();
    const auto at = std::find_if(state.journal.begin(), state.journal.end(), [](const run::Step &step) { return step.state != "done"; });
    const run::Step &step = at == state.journal.end() ? state.journal.back() : *at;
    std::string why = "Its " + first.action + " stands at step " + std::to_string(step.number) + " of " + std::to_string(state.journal.size());
    if (step.message) why += ": " + *step.message;
    why += ".";
    if (!detail.empty()) why += " " + detail;
    const bool is_down = first.action == "down";
    throw Problem(condition::stopped_migration, "migration \"" + first.migration + "\" (" + first.name + ") has stopped half-way", why,
                  std::string("To go on: CALL confiture.migrate(") +
                      (is_down ? "'<a version below " + first.migration + ", or 0>', down => true" : "") + "); to leave it: SELECT * FROM confiture.abandon(" +
                      text::quote_literal(first.migration) + ", '<reason>')");
}

} // namespace confiture::migrate
