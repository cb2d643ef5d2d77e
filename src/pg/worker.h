// What lies in the shared memory between a worker and whoever started it. Islands.
#pragma once

#include "pg/server.h"

extern "C" {
#include "storage/shm_mq.h"
#include "storage/shm_toc.h"
}

namespace confiture::pg {

// A session that loaded the library before an upgrade may start a worker that loads the new one: changed with whatever is changed here.
inline constexpr std::uint32_t worker_protocol = 1;
inline constexpr std::uint64_t worker_magic = 0x434f4e46;
inline constexpr std::size_t worker_queue_size = 64 * 1024;

enum WorkerKey : std::uint64_t { key_header, key_role, key_title, key_settings, key_libraries, key_arguments, key_queue };

struct WorkerHeader {
    std::uint32_t protocol;
    Oid database;
    Oid session_user;
    bool may_bypass_connections;    // the database may be one that allows none
};

// Types of messages besides the server's own of errors and notices.
inline constexpr char message_answer = 'd';
inline constexpr char message_done = 'Z';

} // namespace confiture::pg
