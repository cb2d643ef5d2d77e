#include "confiture/migrate/generate.hpp"

#include <algorithm>

#include "confiture/drift/diff.hpp"
#include "confiture/model/migration.hpp"
#include "confiture/pg/lock.hpp"
#include "confiture/pg/notice.hpp"
#include "confiture/pg/spi.hpp"
#include "confiture/pg/transaction.hpp"
#include "confiture/source/store.hpp"
#include "plan_text.hpp"
#include "ready.hpp"

namespace confiture::migrate {
namespace {

std::string content_of(const std::vector<diff::Step> &steps, const std::string &title) {
    std::string content = "-- " + title + "\n";
    const std::string hazards = hazard_comments(steps);
    content += hazards.empty() ? "-- Hazards: none.\n" : "-- Hazards:\n" + hazards;
    if (std::any_of(steps.begin(), steps.end(), [](const diff::Step &step) { return step.statement && !step.transactional; }))
        content += "-- Has statements that refuse a transaction: CALL confiture.migrate() runs them.\n";
    return content + "\n" + script_of(steps);
}

} // namespace

std::vector<Generated> generate(const std::string &name, const std::string &environment, bool save) {
    constexpr const char *call = "confiture.generate()";
    pg::require_writable(call);
    pg::refuse_inside_run(call);
    const State state = read_state();
    require_all_applied(state, call);
    const std::string stem = "migrations/" + next_version(state) + "_" + name;
    model::parse_migration_path(stem + ".up.sql");
    const drift::Difference difference = drift::difference(environment, false);
    if (!has_statements(difference.steps)) {
        pg::notice("this database is as environment \"" + environment + "\" says: there is nothing to migrate");
        return {};
    }
    const std::vector<diff::Step> back = drift::way_back(difference);
    std::vector<Generated> files{{stem + ".up.sql", content_of(difference.steps, "Generated from the schema files of environment \"" + environment + "\".")},
                                 {stem + ".down.sql", content_of(back, "The way back to the schema before; rows that the up has deleted are not in it.")}};
    if (save)
        for (const Generated &file : files) source::put(file.path, file.content);
    return files;
}

} // namespace confiture::migrate
