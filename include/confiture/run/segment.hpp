#pragma once

#include <cstddef>
#include <vector>

#include "confiture/model/migration.hpp"
#include "confiture/pg/relations.hpp"
#include "confiture/run/file.hpp"

namespace confiture::run {

// One statement of a file that is to run, and how.
struct Planned {
    int number = 0;            // in the file, from 1
    int line = 0;              // on which it begins
    int segment = 0;           // from 1: statements of one segment run in one transaction
    bool transactional = true; // false: a step of its own, since it refuses a transaction block
    bool secret = false;       // may carry a password: its text is shown nowhere
    std::size_t begin = 0;     // of its text, the semicolon not included
    std::size_t end = 0;
    std::size_t next = 0;      // behind its semicolon, or its COPY data
    pg::Forecast forecast;
};

// Numbers of statements that the server refused to run in a transaction block (25001, 2D000), though the parse tree did not tell.
using Refused = std::vector<int>;

// Splits the file into segments without running it, but for what decides how it is read: search_path and the settings of strings, which end
// with the file. Each run of transactional statements is a segment, and each other statement, ALTER TYPE ... ADD VALUE ends its own;
// with mode off, each statement is a segment, with mode on, the file is one. Throws what run_file would of texts that must not be there, and
// invalid_directive for a statement that can't run in a transaction under mode on.
std::vector<Planned> plan_file(const File &file, model::TransactionMode mode, const Refused &refused = {});

} // namespace confiture::run
