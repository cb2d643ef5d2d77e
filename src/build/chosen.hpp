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

// SHA-256 over paths, texts and environment.
std::string checksum_of(const Chosen &chosen);

// Throws 42501 unless the authors of the environment and of all files may have them run by the caller.
void check_authors(const Chosen &chosen);

std::vector<std::string> paths_of(const Chosen &chosen);

} // namespace confiture::build
