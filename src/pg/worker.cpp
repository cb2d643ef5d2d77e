#include "confiture/pg/worker.hpp"

#include <chrono>

#include "confiture/model/conditions.hpp"
#include "confiture/pg/interrupt.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/text/pack.hpp"
#include "pg/guard.h"
#include "pg/worker.h"

extern "C" {
#include "catalog/pg_database.h"
#include "commands/dbcommands.h"
#include "libpq/pqformat.h"
#include "libpq/pqmq.h"
#include "postmaster/bgworker.h"
#include "storage/dsm.h"
#include "storage/ipc.h"
#include "storage/proc.h"
#include "utils/inval.h"
#include "utils/snapmgr.h"
}

namespace confiture::pg {
namespace {

// The worker of this backend. A static, since who leaves by proc_exit runs no C++ any more and must still end it.
struct Running {
    dsm_segment *segment;
    shm_mq_handle *queue;
    BackgroundWorkerHandle *handle;
};

constinit Running running{};
constinit bool exit_callback_registered = false;

// What the worker is told, and where to find it.
struct Launch {
    const char *entry;
    const char *database;
    std::string_view role;
    std::string_view title;
    std::string_view settings;
    std::string_view arguments;
    bool started;
};

struct Settings {
    char *bytes;
    std::size_t size;
};

void serialize_settings(Settings *settings) {
    settings->size = EstimateGUCStateSpace();
    settings->bytes = static_cast<char *>(palloc(settings->size));
    SerializeGUCState(settings->size, settings->bytes);
}

// Ends the worker and waits until it has; nobody may cancel that.
void end_worker() {
    if (running.handle != nullptr) {
        HOLD_INTERRUPTS();
        TerminateBackgroundWorker(running.handle);
        WaitForBackgroundWorkerShutdown(running.handle);
        RESUME_INTERRUPTS();
        pfree(running.handle);
    }
    running.handle = nullptr;
    if (running.segment != nullptr) dsm_detach(running.segment);
    running.segment = nullptr;
    running.queue = nullptr;
}

// Before the locks of this backend go: nobody may think that nothing runs while its worker still does.
void end_worker_at_exit(int, Datum) {
    if (running.handle == nullptr) return;
    TerminateBackgroundWorker(running.handle);
    WaitForBackgroundWorkerShutdown(running.handle);
    running.handle = nullptr;
}

void put(shm_toc *contents, std::uint64_t key, std::string_view bytes) {
    char *place = static_cast<char *>(shm_toc_allocate(contents, bytes.size() + 1));
    std::memcpy(place, bytes.data(), bytes.size());
    place[bytes.size()] = '\0';
    shm_toc_insert(contents, key, place);
}

Size segment_size(const Launch *launch) {
    shm_toc_estimator estimator;
    shm_toc_initialize_estimator(&estimator);
    shm_toc_estimate_chunk(&estimator, sizeof(WorkerHeader));
    for (std::size_t size : {launch->role.size(), launch->title.size(), launch->settings.size(), launch->arguments.size()})
        shm_toc_estimate_chunk(&estimator, size + 1);
    shm_toc_estimate_chunk(&estimator, EstimateLibraryStateSpace());
    shm_toc_estimate_chunk(&estimator, worker_queue_size);
    shm_toc_estimate_keys(&estimator, 7);
    return shm_toc_estimate(&estimator);
}

void fill_segment(const Launch *launch, Size size) {
    shm_toc *contents = shm_toc_create(worker_magic, dsm_segment_address(running.segment), size);
    WorkerHeader *header = static_cast<WorkerHeader *>(shm_toc_allocate(contents, sizeof(WorkerHeader)));
    const bool elsewhere = launch->database[0] != '\0';
    AcceptInvalidationMessages(); // of a database that another worker has just made, as in look_up() of database.cpp
    *header = {worker_protocol, elsewhere ? get_database_oid(launch->database, false) : MyDatabaseId, GetSessionUserId(), elsewhere};
    shm_toc_insert(contents, key_header, header);
    put(contents, key_role, launch->role);
    put(contents, key_title, launch->title);
    put(contents, key_settings, launch->settings);
    put(contents, key_arguments, launch->arguments);

    const Size library_size = EstimateLibraryStateSpace();
    char *libraries = static_cast<char *>(shm_toc_allocate(contents, library_size));
    SerializeLibraryState(library_size, libraries);
    shm_toc_insert(contents, key_libraries, libraries);

    shm_mq *queue = shm_mq_create(shm_toc_allocate(contents, worker_queue_size), worker_queue_size);
    shm_toc_insert(contents, key_queue, queue);
    shm_mq_set_receiver(queue, MyProc);
    running.queue = shm_mq_attach(queue, running.segment, nullptr);
}

// The segment outlives what the resource owner of the moment is about: end_worker() lets it go.
void make_segment(Launch *launch) {
    if (!exit_callback_registered) before_shmem_exit(end_worker_at_exit, Datum{0});
    exit_callback_registered = true;
    MemoryContext outer = MemoryContextSwitchTo(TopMemoryContext);
    const Size size = segment_size(launch);
    running.segment = dsm_create(size, 0);
    dsm_pin_mapping(running.segment);
    fill_segment(launch, size);
    MemoryContextSwitchTo(outer);
}

void start(Launch *launch) {
    BackgroundWorker worker{};
    worker.bgw_flags = BGWORKER_SHMEM_ACCESS | BGWORKER_BACKEND_DATABASE_CONNECTION;
    worker.bgw_start_time = BgWorkerStart_ConsistentState;
    worker.bgw_restart_time = BGW_NEVER_RESTART;
    strlcpy(worker.bgw_library_name, "confiture", sizeof worker.bgw_library_name);
    strlcpy(worker.bgw_function_name, launch->entry, sizeof worker.bgw_function_name);
    strlcpy(worker.bgw_name, "confiture", sizeof worker.bgw_name);
    strlcpy(worker.bgw_type, "confiture", sizeof worker.bgw_type);
    worker.bgw_main_arg = UInt32GetDatum(dsm_segment_handle(running.segment));
    worker.bgw_notify_pid = MyProcPid;
    // A concurrent index build that has once seen a snapshot of this transaction waits for its end, which waits for the build.
    InvalidateCatalogSnapshotConditionally();
    MemoryContext outer = MemoryContextSwitchTo(TopMemoryContext);
    launch->started = RegisterDynamicBackgroundWorker(&worker, &running.handle);
    MemoryContextSwitchTo(outer);
    if (launch->started) shm_mq_set_handle(running.queue, running.handle);
}

struct Message {
    shm_mq_result result;
    char type;
    const char *bytes;
    std::size_t size;
    ErrorData *error;
    bool fatal;
};

void receive(Message *message) {
    InvalidateCatalogSnapshotConditionally();
    void *data = nullptr;
    Size size = 0;
    message->result = shm_mq_receive(running.queue, &size, &data, true);
    if (message->result != SHM_MQ_SUCCESS || size == 0) return;
    message->type = *static_cast<char *>(data);
    message->bytes = static_cast<char *>(data) + 1;
    message->size = size - 1;
    if (message->type != 'E' && message->type != 'N') return;
    StringInfoData text;
    initStringInfo(&text);
    appendBinaryStringInfo(&text, message->bytes, static_cast<int>(message->size));
    message->error = static_cast<ErrorData *>(palloc0(sizeof(ErrorData)));
    pq_parse_errornotice(&text, message->error);
    // What ends the worker is for its caller an error.
    message->fatal = message->error->elevel > ERROR;
    if (message->type == 'E') message->error->elevel = ERROR;
}

void raise(Message *message) { ThrowErrorData(message->error); }

void end(int *) { end_worker(); }

void wait_for_end(int *) {
    WaitForBackgroundWorkerShutdown(running.handle);
    end_worker();
}

[[noreturn]] void throw_no_worker() {
    throw Problem(condition::no_worker, "no background worker is free",
                  "All of max_worker_processes (" + std::to_string(integer_setting("max_worker_processes")) + ") are in use.",
                  "Try again later, raise max_worker_processes and restart the server, or wait longer with confiture.runner_timeout.");
}

void start_when_free(Launch &launch) {
    using clock = std::chrono::steady_clock;
    const auto limit = clock::now() + std::chrono::milliseconds(integer_setting("confiture.runner_timeout"));
    for (int pause = 2;; pause = std::min(pause * 2, 100)) {
        guarded<Launch, start>(launch);
        if (launch.started) return;
        if (clock::now() >= limit) throw_no_worker();
        wait(pause);
    }
}

// A worker that was ended may have done its work before; one that raised an error has rolled back.
void pass_on(Message &message) {
    try {
        guarded<Message, raise>(message);
    } catch (Error &error) {
        error.fields().rolled_back = !message.fatal;
        throw;
    }
}

// Takes what the worker says until it is done or gone.
std::vector<std::string> listen() {
    std::vector<std::string> answers;
    while (true) {
        Message message{};
        guarded<Message, receive>(message);
        if (message.result == SHM_MQ_WOULD_BLOCK) {
            wait(1000); // a message sets the latch
        } else if (message.result == SHM_MQ_DETACHED) {
            throw Problem(condition::worker_lost, "the background worker has died", "It said nothing before.",
                          "The server's log may tell why.");
        } else if (message.type == message_done) {
            return answers;
        } else if (message.type == message_answer) {
            answers.emplace_back(message.bytes, message.size);
        } else if (message.error != nullptr) {
            pass_on(message);
        }
    }
}

} // namespace

std::string settings_here() {
    Settings settings{};
    guarded<Settings, serialize_settings>(settings);
    return std::string(settings.bytes, settings.size);
}

std::vector<std::string> run_in_worker(const Job &job, const std::function<void()> &meanwhile) {
    const std::string settings = job.settings.empty() ? settings_here() : job.settings;
    const std::string role = job.role.empty() ? current_user() : job.role;
    const std::string arguments = text::pack(job.arguments);
    Launch launch{job.entry, job.database.c_str(), role, job.title, settings, arguments, false};
    int none = 0;
    std::vector<std::string> answers;
    try {
        guarded<Launch, make_segment>(launch);
        start_when_free(launch);
        if (meanwhile) meanwhile();
        answers = listen();
        guarded<int, wait_for_end>(none);
    } catch (...) {
        guarded<int, end>(none);
        throw;
    }
    return answers;
}

} // namespace confiture::pg
