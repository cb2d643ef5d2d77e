#pragma once

#include <string>
#include <vector>

namespace confiture::model {

// What a comment in the source says: what follows it had another name. Names are as they are, not quoted.
struct RenameHint {
    std::vector<std::string> kinds{}; // that the object may be of
    std::string schema{};             // of the object; empty: the first one of the search path that has it
    std::string name{};
    std::string part_kind{};          // `column`, `table constraint`, `enum value`, `trigger`, ... of that object; empty: the object itself
    std::string part{};
    std::string old_schema{};         // of the object before; empty: the same
    std::string old_name{};           // of the object or the part
    std::string place{};              // `<path>, line <n>`
};

} // namespace confiture::model
