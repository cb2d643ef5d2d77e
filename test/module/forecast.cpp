// What is foreseen of each statement of a script.
#include "confiture/pg/function.hpp"
#include "confiture/pg/script.hpp"

using namespace confiture;

namespace {

constexpr const char *steps[] = {
    "transactional",  "create_index",    "drop_index",        "reindex",         "cluster",             "vacuum",             "detach",
    "create_database", "drop_database",  "alter_database",    "alter_system",    "create_tablespace",   "drop_tablespace",
    "create_subscription", "alter_subscription", "drop_subscription", "batch",   "call",                "other"};

std::string listed(const pg::Forecast &forecast) {
    std::string text;
    for (const pg::Target &target : forecast.targets)
        text += (text.empty() ? "" : ", ") + target.name + " " + pg::lock_name(target.mode);
    return text;
}

} // namespace

CONFITURE_FUNCTION(ground_forecast) {
    const std::string text = call.text(0);
    pg::Script script(text);
    while (script.next()) {
        const pg::Forecast forecast = script.forecast();
        call.add_row({steps[static_cast<int>(forecast.step)], forecast.ends_segment, forecast.complete, listed(forecast)});
    }
    script.close();
}
