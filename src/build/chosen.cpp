#include "chosen.hpp"

#include <algorithm>

#include "confiture/build/build.hpp"
#include "confiture/model/conditions.hpp"
#include "confiture/model/path.hpp"
#include "confiture/pg/interrupt.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/source/author.hpp"
#include "confiture/text/checksum.hpp"

namespace confiture::build {

Chosen choose(const std::string &environment) {
    Chosen chosen{source::find_environment(environment), source::list(), {}};
    chosen.files = source::chosen_files(chosen.environment, chosen.source);
    const bool any = std::any_of(chosen.files.begin(), chosen.files.end(), [](const source::File &file) {
        return model::area_of(file.path) == model::Area::schema;
    });
    if (!any)
        throw Problem(condition::nothing_to_build, "environment \"" + environment + "\" chooses no schema file",
                      chosen.source.empty() ? "The source is empty." : "The source has " + std::to_string(chosen.source.size()) + " files of other areas or paths.",
                      "Load the project with confiture.load() or load_archive(), or change the environment.");
    return chosen;
}

std::string checksum_of(const Chosen &chosen) {
    std::string bytes = "confiture schema 1\n" + chosen.environment.checksum + "\n";
    for (const source::File &file : chosen.files) {
        pg::poll();
        bytes += file.checksum + " " + pg::to_utf8(file.path) + "\n";
    }
    return text::sha256_hex(bytes);
}

void check_authors(const Chosen &chosen) {
    source::AuthorCheck author;
    const source::Environment &environment = chosen.environment;
    author.require("environment:" + environment.name, environment.checksum, environment.loaded_by, environment.approved_by);
    for (const source::File &file : chosen.files) author.require(file.path, file.checksum, file.loaded_by, file.approved_by);
}

std::vector<std::string> paths_of(const Chosen &chosen) {
    std::vector<std::string> paths;
    for (const source::File &file : chosen.files) paths.push_back(file.path);
    return paths;
}

std::string schema_checksum(const std::string &environment) { return checksum_of(choose(environment)); }

} // namespace confiture::build
