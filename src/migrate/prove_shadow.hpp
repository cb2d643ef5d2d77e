#pragma once

#include <functional>
#include <string>
#include <vector>

#include "confiture/drift/copy.hpp"
#include "confiture/migrate/rehearse.hpp"
#include "confiture/source/author.hpp"
#include "confiture/source/migrations.hpp"
#include "step.hpp"
#include "way_back.hpp"

namespace confiture::migrate {

// Proves the downs, written or derived, of migrations that run in a copy of the schema: when they have run, the last down first, each from the schema that its
// migration has left, compared with the one that was there before it.
class ShadowProofs {
public:
    using Runner = std::function<void(const Step &, std::vector<run::Rehearsed> &)>;

    // `run` runs a file in the copy.
    ShadowProofs(const drift::ShadowJobs &jobs, Runner run) : jobs_(jobs), run_(std::move(run)) {}

    // Before the migration runs.
    void begin(const source::Migration &migration, const Step &up);

    // When it has run, all of it or but for what would change what all databases of the server share. Its row is added to `rows`, which outlive this, when it is
    // proved.
    void end(const source::Migration &migration, const Step &up, std::vector<RehearsedRow> &rows);

    // When no more run. Adds a row for each way back, with an error where it fails, or leads to another schema.
    void prove();

private:
    struct Down {
        const source::Migration *migration;
        std::vector<RehearsedRow> *rows;
        std::size_t reading;                // number of the one that was made behind the migration
        std::optional<std::string> derived; // its text, where no file brings one
    };

    void read();
    void go_back_to(std::size_t reading);
    std::string arrange();
    void run_down(const Down &down, RehearsedRow &row);

    const drift::ShadowJobs &jobs_;
    Runner run_;
    source::AuthorCheck author_{};
    std::vector<Down> downs_{};
    std::vector<WayBack> ways_back_{}; // one for each reading
    catalog::Read read_{};             // the last reading that there is a way back from
    model::Schema copy_{};             // as it is while downs run
    bool is_read_ = false;             // whether nothing has run since the last reading
};

} // namespace confiture::migrate
