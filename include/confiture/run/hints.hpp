#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "confiture/model/rename.hpp"

namespace confiture::run {

// The comments `-- confiture: renamed from <old name>` of a schema file, each with what stands right below it. Reads the file without running it.
// Throws contradictory_rename, with path and line, for one without a name or with nothing below it that can be renamed.
std::vector<model::RenameHint> rename_hints(const std::string &path, std::string_view text);

} // namespace confiture::run
