#pragma once

#include <string>
#include <vector>

#include "confiture/run/journal.hpp"

namespace confiture::run {

// Whether a step happened of which only its beginning is known.
enum class Fate {
    done,
    half,       // something of it stands in the way of doing it again: clean_up()
    not_done,   // or harmless to do again
    unknown,
};

// What is left of a step that is half done, and the statements that clear it away; of an unknown one what may be, and of a drop what is half dropped,
// without any.
struct Remains {
    std::vector<std::string> names;       // of INVALID indexes and the like
    std::vector<std::string> statements;  // each to be run at top level
    bool completes = false;               // the statements finish the step instead of undoing it
};

struct Finding {
    Fate fate = Fate::unknown;
    Remains remains{};
};

// Before the step begins: OIDs of what is there already and must not be taken for the step's.
std::vector<std::string> there_before(const Step &step);

// After a CREATE INDEX that succeeded: whether the index of that name is INVALID all the same, since IF NOT EXISTS was content with it.
bool made_invalid_index(const Step &step);

// Looks at the catalogs: what became of the step.
Finding probe(const Step &step);

} // namespace confiture::run
