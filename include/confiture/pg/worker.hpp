#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace confiture::pg {

// A job for a background worker.
struct Job {
    const char *entry = nullptr;        // exported function of our library, made by CONFITURE_WORKER
    std::string title;                  // application_name of the worker
    std::vector<std::string> arguments;
    std::string role;                   // whom the worker becomes by SET ROLE; empty: the current user
    std::string database;               // name; empty: this one. It may refuse connections.
    std::string settings;               // of settings_here(); empty: those in force
};

// The settings in force, in the form in which a job carries them.
std::string settings_here();

// Runs the job in a worker that connects as the session user, and gives what it answered. Notices of the worker are the caller's, and an error
// is thrown whole. Waits for a free slot up to confiture.runner_timeout, then throws no_worker. However this ends, by a cancel or the end of the process
// too, the worker has ended before. While it waits it holds no snapshot, as long as the transaction holds none by itself.
// `meanwhile` runs here once the worker has started; an error of it ends the worker.
std::vector<std::string> run_in_worker(const Job &job, const std::function<void()> &meanwhile = {});

// The job, as the worker sees it.
class Work {
public:
    Work(std::vector<std::string> arguments) : arguments_(std::move(arguments)) {}

    const std::string &argument(std::size_t number) const { return arguments_.at(number); }
    std::size_t arguments() const { return arguments_.size(); }

    // Adds one text to what run_in_worker() gives.
    void answer(const std::string &text);

private:
    std::vector<std::string> arguments_;
};

// For a worker in a database that will be thrown away: from here on statements of files on objects of the whole server are refused, nothing waits for
// the disk, and settings of the caller that are about his own transactions are set back.
void enter_shadow();

// Runs fn in a transaction of the worker's own.
void in_transaction(const std::function<void()> &fn);

// Who wrote a statement: one of a file may not touch our own objects.
enum class Origin { file, ours };

// Runs one statement at top level, as a client's would be: it may be one that refuses a transaction block. `timeout_ms` 0: no limit of ours.
void run_at_top_level(const std::string &statement, bool secret, int timeout_ms, Origin origin = Origin::file);

// The boundary: connects, runs the body, and reports to whoever started it.
void enter_worker(std::uintptr_t argument, void (*body)(Work &));

} // namespace confiture::pg

// The entry of a worker and its boundary: CONFITURE_WORKER(confiture_work_statement) { pg::run_at_top_level(work.argument(0), ...); }
#define CONFITURE_WORKER(symbol)                                                                              \
    static void symbol##_body(::confiture::pg::Work &work);                                                   \
    extern "C" [[gnu::visibility("default")]] void symbol(std::uintptr_t argument) {                          \
        ::confiture::pg::enter_worker(argument, symbol##_body);                                               \
    }                                                                                                         \
    static void symbol##_body([[maybe_unused]] ::confiture::pg::Work &work)
