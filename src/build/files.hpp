#pragma once

#include <functional>

#include "confiture/build/build.hpp"
#include "confiture/source/environment.hpp"

namespace confiture::build {

// Under what the files of a build run.
struct Frame {
    std::string search_path;
    std::string owner;              // role that is set; empty: the caller stays
    int lock_timeout_ms = 0;
    int statement_timeout_ms = 0;
};

// What the environment and the settings in force say.
Frame frame_of(const source::Environment &environment);

// Runs the files in this transaction, in their order; `text_of` gives the text of each by its number from 0.
std::vector<Built> run_files(const Frame &frame, const std::vector<std::string> &paths, const std::function<std::string(std::size_t)> &text_of);

} // namespace confiture::build
