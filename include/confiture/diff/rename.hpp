#pragma once

#include <string>
#include <vector>

#include "confiture/diff/compare.hpp"
#include "confiture/model/rename.hpp"
#include "confiture/model/schema.hpp"

namespace confiture::diff {

// Renames are done in rounds, each against the schema as the one before has left it.
enum class RenameRound { schemas, objects, parts };

// One object that gets its new name.
struct Rename {
    model::Address old;
    model::Address now;
    std::vector<Step> steps{};
    std::vector<Step> back{};  // gives the old name again
};

// What one round does to give what `before` has the names of `after`. A hint that is done already gives none; for one that has neither name in `before`,
// `new_ones` gets a line. Throws contradictory_rename, with the hint's place, for both names in `before`, for an old name that is still in `after` or
// that two hints claim, and for a hint at what `after` has not.
std::vector<Rename> renames(const model::Schema &before, const model::Schema &after, const std::vector<model::RenameHint> &hints,
                            const std::vector<std::string> &search_path, RenameRound round, std::vector<std::string> &new_ones);

// What an object with an owner or privileges was called before the renames.
model::Address before_renames(model::Address address, const std::vector<Rename> &renames);

} // namespace confiture::diff
