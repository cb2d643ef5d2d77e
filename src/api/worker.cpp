#include "confiture/pg/worker.hpp"

using namespace confiture;

// One statement that refuses a transaction: its text, whether it may carry a password, its timeout in milliseconds.
CONFITURE_WORKER(confiture_work_statement) {
    pg::run_at_top_level(work.argument(0), work.argument(1) == "secret", std::stoi(work.argument(2)));
}
