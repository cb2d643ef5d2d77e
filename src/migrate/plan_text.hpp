#pragma once

#include <string>
#include <vector>

#include "confiture/diff/compare.hpp"

namespace confiture::migrate {

// All that a plan can have.
inline constexpr const char *known_hazards[] = {"deletes_data", "rewrites_table", "scans_table", "blocks_reads", "blocks_writes", "builds_index",
                                                "drops_dependents", "breaks_clients", "not_in_transaction", "irreversible", "not_modelled", "unknown"};

// The hazards of a plan, each once, in the order of known_hazards.
std::vector<std::string> hazards_of(const std::vector<diff::Step> &steps);

// The first statement that has the hazard, or its begin.
std::string first_with(const std::vector<diff::Step> &steps, const std::string &hazard);

bool has_statements(const std::vector<diff::Step> &steps);

// In a comment or a message nothing may begin a line of its own, as a name could that holds a line end.
std::string on_one_line(std::string text);

// The statements as a file.
std::string script_of(const std::vector<diff::Step> &steps);

// What the file may cost, as comments: a line for each hazard and object.
std::string hazard_comments(const std::vector<diff::Step> &steps);

} // namespace confiture::migrate
