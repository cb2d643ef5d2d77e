#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "confiture/source/store.hpp"

namespace confiture::source {

// The project's files in a folder of the server. Throws invalid_folder, invalid_path.
std::vector<Incoming> read_folder(const std::string &directory);

// The project's files in a tar archive, plain or compressed by gzip. Throws invalid_archive, invalid_path, and archive_too_large beyond `most_bytes`
// of unpacked files or `most_files` entries.
std::vector<Incoming> read_archive(std::string_view archive, std::int64_t most_bytes, std::int64_t most_files);

} // namespace confiture::source
