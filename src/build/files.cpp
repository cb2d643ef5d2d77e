#include "files.hpp"

#include "confiture/pg/scope.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/run/file.hpp"

namespace confiture::build {

Frame frame_of(const source::Environment &environment) {
    return {environment.search_path, environment.owner, run::queue_once_ms(pg::integer_setting("confiture.lock_timeout")),
            static_cast<int>(pg::integer_setting("confiture.statement_timeout"))};
}

std::vector<Built> run_files(const Frame &frame, const std::vector<std::string> &paths, const std::function<std::string(std::size_t)> &text_of) {
    pg::prepare_run();
    const pg::FileScope scope{.search_path = frame.search_path, .set_role = frame.owner, .run_as = {}, .lock_timeout_ms = frame.lock_timeout_ms};
    std::vector<Built> built;
    for (std::size_t i = 0; i < paths.size(); i++) {
        const std::string text = text_of(i);
        const run::Outcome outcome = run::run_file({paths[i], text, scope, frame.statement_timeout_ms, false}, i, paths.size());
        built.push_back({paths[i], outcome.statements, outcome.microseconds});
    }
    return built;
}

} // namespace confiture::build
