#include "confiture/build/blueprint.hpp"

#include "chosen.hpp"
#include "confiture/model/path.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/run/hints.hpp"
#include "confiture/run/shared.hpp"
#include "job.hpp"

namespace confiture::build {

Blueprint blueprint_of(const std::string &environment) {
    Chosen chosen = choose(environment);
    std::erase_if(chosen.files, [](const source::File &file) { return model::area_of(file.path) != model::Area::schema; });
    check_authors(chosen);
    Blueprint blueprint{environment, chosen.environment.owner, pg::setting("confiture.base_template"), locale_options(),
                        job_of(chosen.environment, chosen.files), {}};
    for (std::size_t i = 0; i < chosen.files.size(); i++) {
        const std::size_t at = blueprint.job.size() - 2 * (chosen.files.size() - i);
        run::refuse_shared(blueprint.job[at], blueprint.job[at + 1]);
        for (model::RenameHint &hint : run::rename_hints(blueprint.job[at], blueprint.job[at + 1])) blueprint.renames.push_back(std::move(hint));
    }
    return blueprint;
}

} // namespace confiture::build
