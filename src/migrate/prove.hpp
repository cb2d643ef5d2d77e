#pragma once

#include <string>
#include <vector>

#include "confiture/catalog/watch.hpp"
#include "confiture/migrate/rehearse.hpp"
#include "confiture/run/rehearsal.hpp"
#include "confiture/source/author.hpp"
#include "confiture/source/migrations.hpp"
#include "step.hpp"

namespace confiture::migrate {

// Proves the ways back of migrations in a rehearsal: each, written or derived, is run behind its migration, compared with what was there before it, and undone.
class Proofs {
public:
    // Before the migration runs.
    void begin();

    // Behind it; `is_whole` where all of its statements have run. Adds one row for a migration that has a way back, with an error where that fails, or leads to
    // another schema. Throws where the rehearsal is over.
    void prove(run::Rehearsal &rehearsal, const source::Migration &migration, const Step &up, bool is_whole, std::vector<RehearsedRow> &rows);

private:
    std::string run(run::Rehearsal &rehearsal, const Step &down, run::Rehearsed &row);

    catalog::Watch watch_;
    source::AuthorCheck author_;
};

// Of a down that no file brings it is the one that would.
std::string path_of_down(const source::Migration &migration);

// Why a way back is none, where it leaves these objects other than they were; nothing without any.
std::string not_back(const std::vector<model::Address> &objects);

} // namespace confiture::migrate
