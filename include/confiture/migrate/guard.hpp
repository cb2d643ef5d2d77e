#pragma once

#include <string>

namespace confiture::migrate {

// Throws ddl_refused for a statement outside of migrations, naming the file to write instead. `changes`: the objects, for the message; may be empty.
[[noreturn]] void refuse_outside(const std::string &tag, const std::string &changes, bool is_lasting);

} // namespace confiture::migrate
