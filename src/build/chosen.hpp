#pragma once

#include <string>
#include <vector>

#include "confiture/source/environment.hpp"

namespace confiture::build {

// What a build takes: the environment, all files of the source, and among them those that it runs, in their order.
struct Chosen {
    source::Environment environment;
    std::vector<source::File> source;
    std::vector<source::File> files;
};

// Throws unknown_environment, and nothing_to_build where no schema file is chosen.
Chosen choose(const std::string &environment);

} // namespace confiture::build
