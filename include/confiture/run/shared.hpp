#pragma once

#include <string>
#include <string_view>

namespace confiture::run {

// Reads the file without running it. Throws shared_object, with path, line and statement, for a statement on what all databases of the server
// share, which a shadow database must not change; and whatever run_file would of texts that must not be there.
void refuse_shared(const std::string &path, std::string_view text);

} // namespace confiture::run
