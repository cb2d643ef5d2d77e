#include "confiture/source/author.hpp"

#include <algorithm>
#include <utility>

#include "confiture/model/conditions.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/text/quote.hpp"
#include "source/rights.hpp"

namespace confiture::source {
namespace {

std::string missing_role(const std::string &author, const std::vector<std::string> &roles) {
    const auto missing = std::find_if(roles.begin(), roles.end(), [&](const std::string &role) {
        return !pg::can_act_as(author, role);
    });
    return *missing;
}

} // namespace

AuthorCheck::AuthorCheck() : roles_(pg::roles_in_play()) {}

bool AuthorCheck::covers(const std::string &author) {
    for (const auto &[name, result] : known_)
        if (name == author) return result;
    const bool result = std::all_of(roles_.begin(), roles_.end(), [&](const std::string &role) {
        return pg::can_act_as(author, role);
    });
    known_.emplace_back(author, result);
    return result;
}

void AuthorCheck::require(const std::string &what, const std::string &checksum, const std::string &loaded_by,
                          const std::optional<std::string> &approved_by) {
    if (loaded_by.empty() || covers(loaded_by)) return;
    if (approved_by && covers(*approved_by)) return;
    const std::string role = missing_role(loaded_by, roles_);
    throw Problem(condition::insufficient_privilege,
                  label(what) + (what.starts_with(environment_prefix) ? " was set" : " was loaded") +
                      " by role \"" + loaded_by + "\", who lacks the privileges of role \"" + role + "\"",
                  "It would run with the rights of role \"" + role + "\".",
                  "Read it, then, as a role with these rights: SELECT confiture.approve(" + text::quote_literal(what) +
                      ", '" + checksum + "')");
}

} // namespace confiture::source
