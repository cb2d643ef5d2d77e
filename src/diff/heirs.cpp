#include "heirs.hpp"

#include <algorithm>
#include <set>

#include "confiture/base/poll.hpp"

namespace confiture::diff {
namespace {

void find(const Schema &schema, const std::string &relation, const std::string &column, std::set<std::string> &seen, Heirs &heirs) {
    for (const auto &[table, object] : tables_in(schema.objects)) {
        base::poll();
        const std::vector<std::string> &parents = object.list("inherits");
        if (std::find(parents.begin(), parents.end(), relation) == parents.end() || !seen.insert(table.identity).second) continue;
        const bool has_it = schema.find({table.kind + " column", table.identity + "." + column}) != nullptr;
        (has_it ? heirs.with : heirs.without).push_back(table.identity);
        find(schema, table.identity, column, seen, heirs);
    }
}

} // namespace

Heirs heirs_of(const Schema &schema, const std::string &relation, const std::string &column) {
    Heirs heirs;
    std::set<std::string> seen{relation};
    find(schema, relation, column, seen, heirs);
    return heirs;
}

} // namespace confiture::diff
