#include "confiture/pg/files.hpp"

#include "pg/guard.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

extern "C" {
#include "storage/fd.h"
}

namespace confiture::pg {
namespace {

constexpr std::size_t chunk = 1 << 20;

struct OpenFile {
    const char *path;
    int descriptor;
    int error;
    std::size_t size;
    char *buffer;
    std::size_t room;
    std::size_t length;
};

// A FIFO is opened without waiting for its writer, and found out below.
void open_file(OpenFile *file) {
    file->descriptor = OpenTransientFile(file->path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW);
    struct stat status;
    if (file->descriptor < 0 || fstat(file->descriptor, &status) != 0) {
        file->error = errno;
        return;
    }
    if (!S_ISREG(status.st_mode)) file->error = EINVAL;
    file->size = static_cast<std::size_t>(status.st_size);
}

void close_file(OpenFile *file) {
    if (file->descriptor >= 0) CloseTransientFile(file->descriptor);
}

// Fills the buffer as far as the file goes.
void fill(OpenFile *file) {
    while (file->length < file->room) {
        CHECK_FOR_INTERRUPTS();
        ssize_t got = read(file->descriptor, file->buffer + file->length, std::min(chunk, file->room - file->length));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) file->error = errno;
        if (got <= 0) return;
        file->length += static_cast<std::size_t>(got);
    }
}

// Takes one byte more than the file had when it was opened, so that one that grows meanwhile is read to its end.
void read_all(OpenFile &file, std::size_t most, std::string &bytes) {
    std::size_t room = file.size + 1;
    while (file.error == 0) {
        if (room > most + 1) file.error = EFBIG;
        if (file.error != 0) return;
        bytes.resize(room);
        file.buffer = bytes.data();
        file.room = room;
        guarded<OpenFile, fill>(file);
        if (file.length < file.room) break;
        room = std::min(room + chunk, std::max(most + 1, room + 1));
    }
    bytes.resize(file.length);
}

} // namespace

FileBytes read_file(const std::string &path, std::size_t most) {
    FileBytes result;
    OpenFile file{path.c_str(), -1, 0, 0, nullptr, 0, 0};
    guarded<OpenFile, open_file>(file);
    read_all(file, most, result.bytes);
    guarded<OpenFile, close_file>(file);
    result.error = file.error;
    return result;
}

} // namespace confiture::pg
