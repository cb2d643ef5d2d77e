#include "confiture/run/shared.hpp"

#include "confiture/model/conditions.hpp"
#include "confiture/pg/interrupt.hpp"
#include "confiture/pg/scope.hpp"
#include "confiture/pg/script.hpp"
#include "confiture/run/policy.hpp"
#include "locate.hpp"

namespace confiture::run {
namespace {

void read(std::string_view text, pg::Script &script) {
    Policy policy(text);
    while (script.next()) {
        pg::poll();
        if (!policy.admits(script.statement())) continue;
        const std::string tag = script.shared_tag();
        if (!tag.empty())
            throw Problem(condition::shared_object, tag + " can't run in a shadow database", "It would change what all databases of the server share.",
                          "Leave the file out by an environment: confiture.environment_set(..., exclude => '{<path>}')");
        if (script.statement().string_setting) script.run(0);
    }
    policy.finish();
}

} // namespace

void refuse_shared(const std::string &path, std::string_view text) {
    pg::Script script(text);
    try {
        pg::with_file_scope({}, [&] { read(text, script); });
    } catch (pg::Error &error) {
        locate(error, path, text, script);
        throw;
    } catch (Problem &problem) {
        locate(problem, path, text, script.statement());
        throw;
    }
    script.close();
}

} // namespace confiture::run
