#include "undo.hpp"

#include <algorithm>

#include "confiture/model/conditions.hpp"
#include "confiture/pg/interrupt.hpp"
#include "confiture/pg/spi.hpp"
#include "confiture/source/author.hpp"
#include "confiture/text/order.hpp"
#include "confiture/text/quote.hpp"

namespace confiture::migrate {
namespace {

constexpr const char *read_texts = "SELECT up_text, down_text FROM confiture.history WHERE id = $1";

// Texts of what stays applied and speaks of a requirement.
constexpr const char *read_requirements = R"(
    SELECT h.version, h.up_text FROM confiture.applied a JOIN confiture.history h ON h.id = a.history
     WHERE h.up_text ~* '--[[:space:]]*confiture[[:space:]]*:[[:space:]]*requires')";

bool says_irreversible(const Applied &applied, const std::optional<std::string> &up_text) {
    return up_text && model::parse_directives(path_of(applied, "up"), *up_text, model::Direction::up).irreversible;
}

[[noreturn]] void throw_no_way_back(const Applied &applied, const std::optional<std::string> &up_text) {
    const std::string named = "migration \"" + applied.version + "\" (" + applied.name + ") ";
    if (says_irreversible(applied, up_text))
        throw Problem(condition::irreversible, named + "is irreversible", "It says so: -- confiture: irreversible=true.");
    if (!up_text)
        throw Problem(condition::missing_down, named + "has no down", "It was marked as applied by a baseline, which keeps no texts.",
                      "Load its files, then SELECT confiture.repair(" + text::quote_literal(applied.version) + ", '<reason>').");
    throw Problem(condition::missing_down, named + "has no down", "None was there when it was applied, and none could be derived.",
                  "Load " + path_of(applied, "down") + ", then SELECT confiture.repair(" + text::quote_literal(applied.version) + ", '<reason>').");
}

void check_author(source::AuthorCheck &author, const Applied &applied) {
    try {
        author.require(path_of(applied, "down"), applied.down_checksum.value_or(""), applied.down_loaded_by.value_or(""),
                       applied.down_approved_by);
    } catch (Problem &problem) {
        if (problem.sqlstate == condition::insufficient_privilege.sqlstate && applied.down_origin)
            problem.hint = "It was derived as that role applied the migration, and is its. Let it undo it, or load a " + path_of(applied, "down") +
                           " of your own, then SELECT confiture.repair(" + text::quote_literal(applied.version) + ", '<reason>').";
        else if (problem.sqlstate == condition::insufficient_privilege.sqlstate)
            problem.hint += " Then SELECT confiture.repair(" + text::quote_literal(applied.version) + ", '<reason>'), since the text stored with the migration is what runs.";
        throw;
    }
}

} // namespace

std::string path_of(const Applied &applied, const char *direction) {
    return "migrations/" + applied.version + "_" + applied.name + "." + direction + ".sql";
}

Chosen above(const State &state, const std::string &target) {
    const std::string key = require_known(state, target);
    if (state.find_applied(key) == nullptr)
        throw Problem(condition::not_applied, "migration \"" + target + "\" is not applied", {},
                      "SELECT version, name, state FROM confiture.status");
    Chosen chosen;
    for (const Applied &applied : state.applied)
        if (text::compare_versions(applied.key, key) > 0) chosen.push_back(&applied);
    std::reverse(chosen.begin(), chosen.end());
    return chosen;
}

Chosen newest(const State &state, std::int64_t steps) {
    if (steps < 1)
        throw Problem(condition::invalid_parameter, "steps must be at least 1, not " + std::to_string(steps));
    Chosen chosen;
    for (auto at = state.applied.rbegin(); at != state.applied.rend() && steps > 0; ++at, --steps) chosen.push_back(&*at);
    return chosen;
}

std::vector<Undo> make_undos(const Chosen &chosen, bool may_commit) {
    source::AuthorCheck author;
    std::vector<Undo> undos;
    for (const Applied *applied : chosen) {
        pg::Row texts = pg::query(read_texts, {applied->history})[0];
        if (!texts[1]) throw_no_way_back(*applied, texts[0]);
        check_author(author, *applied);
        undos.push_back({applied, make_step(path_of(*applied, "down"), std::move(*texts[1]), model::Direction::down, may_commit)});
    }
    return undos;
}

void check_requirements(const Chosen &chosen) {
    auto is_chosen = [&](const std::string &version) {
        const std::string key = text::normal_version(version);
        return std::any_of(chosen.begin(), chosen.end(), [&](const Applied *applied) { return applied->key == key; });
    };
    for (const pg::Row &row : pg::query(read_requirements)) {
        pg::poll();
        if (is_chosen(*row[0])) continue;
        for (const std::string &needed : model::parse_directives(*row[0], *row[1], model::Direction::up).requires_versions)
            if (is_chosen(needed))
                throw Problem(condition::requirement_not_met,
                              "migration \"" + *row[0] + "\", which stays applied, requires \"" + needed + "\"", {},
                              "Undo \"" + *row[0] + "\" first.");
    }
}

} // namespace confiture::migrate
