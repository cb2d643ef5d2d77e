#pragma once

#include <string>
#include <vector>

#include "confiture/diff/rename.hpp"
#include "confiture/model/schema.hpp"

namespace confiture::drift {

// The schema of this database once what the source's comments say has been renamed, the statements for that, and those that undo it.
struct Renaming {
    model::Schema schema;
    std::vector<diff::Step> steps{};
    std::vector<diff::Step> back{};
};

// What other objects say then, the server says: where there is something to rename, that is done in a copy of this database, which is read again.
// Throws contradictory_rename, no_copy. A NOTICE tells of hints at what is new.
Renaming rename(const model::Schema &here, const model::Schema &there, const std::vector<model::RenameHint> &hints, const std::string &search_path);

} // namespace confiture::drift
