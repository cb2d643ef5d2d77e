#include "plan_text.hpp"

#include <algorithm>
#include <set>

namespace confiture::migrate {

std::string on_one_line(std::string text) {
    for (char &byte : text)
        if (static_cast<unsigned char>(byte) < ' ') byte = ' ';
    return text;
}

std::vector<std::string> hazards_of(const std::vector<diff::Step> &steps) {
    std::vector<std::string> found;
    for (const char *hazard : known_hazards)
        if (!first_with(steps, hazard).empty()) found.emplace_back(hazard);
    return found;
}

std::string first_with(const std::vector<diff::Step> &steps, const std::string &hazard) {
    for (const diff::Step &step : steps) {
        if (std::find(step.hazards.begin(), step.hazards.end(), hazard) == step.hazards.end()) continue;
        return step.object.kind + " " + on_one_line(step.object.identity);
    }
    return {};
}

bool has_statements(const std::vector<diff::Step> &steps) {
    return std::any_of(steps.begin(), steps.end(), [](const diff::Step &step) { return step.statement.has_value(); });
}

std::string script_of(const std::vector<diff::Step> &steps) {
    std::string script;
    for (const diff::Step &step : steps)
        if (step.statement) script += *step.statement + ";\n";
    return script;
}

std::string hazard_comments(const std::vector<diff::Step> &steps) {
    std::string comments;
    std::set<std::string> said;
    for (const diff::Step &step : steps)
        for (const std::string &hazard : step.hazards) {
            const std::string line = "--   " + hazard + ": " + on_one_line(step.object.kind + " " + step.object.identity) + "\n";
            if (said.insert(line).second) comments += line;
        }
    return comments;
}

} // namespace confiture::migrate
