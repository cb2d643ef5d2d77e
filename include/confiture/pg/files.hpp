#pragma once

#include <cstddef>
#include <string>

namespace confiture::pg {

// What reading a file gave: its bytes, or the errno that says why there are none.
struct FileBytes {
    std::string bytes;
    int error = 0;
};

// Reads a regular file of the server, following no link and never waiting as for the writer of a FIFO; EFBIG beyond `most` bytes.
FileBytes read_file(const std::string &path, std::size_t most);

} // namespace confiture::pg
