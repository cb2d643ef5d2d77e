#include "confiture/build/blueprint.hpp"
#include "confiture/drift/shadow.hpp"
#include "confiture/pg/lock.hpp"
#include "confiture/pg/touched.hpp"
#include "confiture/pg/worker.hpp"

using namespace confiture;

// One statement that refuses a transaction: its text, whether it may carry a password, its timeout in milliseconds.
CONFITURE_WORKER(confiture_work_statement) {
    pg::run_at_top_level(work.argument(0), work.argument(1) == "secret", std::stoi(work.argument(2)));
}

// The same for a step of a migration, or (`ours`) to clear away what one has left; meanwhile the worker shows in view runner.
CONFITURE_WORKER(confiture_work_step) {
    pg::in_transaction([] { pg::show_as_worker(); });
    const auto origin = work.argument(1) == "ours" ? pg::Origin::ours : pg::Origin::file;
    pg::watch_statements();
    pg::run_at_top_level(work.argument(0), work.argument(1) == "secret", std::stoi(work.argument(2)), origin);
    work.answer(pg::pack_touched(pg::take_touched()));
}

// The files of a build, in a database that may lack the extension.
CONFITURE_WORKER(confiture_work_build) { build::build_here(work); }

// A shadow database: filled and read by the one, made and dropped by the other.
CONFITURE_WORKER(confiture_work_fill_shadow) { drift::fill_here(work); }
CONFITURE_WORKER(confiture_work_read_shadow) { drift::read_here(work); }
CONFITURE_WORKER(confiture_work_beside_shadow) { drift::run_beside(work); }
CONFITURE_WORKER(confiture_work_shadow_step) { drift::run_step_here(work); }
CONFITURE_WORKER(confiture_work_shadow_trial) { drift::run_trial_here(work); }
