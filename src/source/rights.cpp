#include "source/rights.hpp"

#include "confiture/model/conditions.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/pg/spi.hpp"

namespace confiture::source {

std::string label(const std::string &what) {
    if (!what.starts_with(environment_prefix)) return "file \"" + what + "\"";
    return "environment \"" + what.substr(environment_prefix.size()) + "\"";
}

void lock_source() { pg::query("SELECT value FROM confiture.generation WHERE name = 'source' FOR UPDATE"); }

ChangeRights::ChangeRights() : user_(pg::current_user()), allowed_(user_) {}

void ChangeRights::require(const std::string &what, const std::string &loaded_by) {
    if (loaded_by == allowed_) return;
    if (!pg::has_privileges_of(user_, loaded_by))
        throw Problem(condition::insufficient_privilege, "permission denied to change " + label(what),
                      "It takes the privileges of role \"" + loaded_by + "\", which role \"" + user_ + "\" lacks.",
                      "Let a role with these privileges change it.");
    allowed_ = loaded_by;
}

} // namespace confiture::source
