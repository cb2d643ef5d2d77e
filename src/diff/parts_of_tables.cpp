#include "parts_of_tables.hpp"

#include <algorithm>

#include "confiture/base/poll.hpp"

namespace confiture::diff {

void PartsOfTables::find() {
    for (const Entry &entry : schema_.objects) {
        base::poll();
        const std::string &own = entry.second.text("relation"), &other = entry.second.text("refers_to");
        if (!own.empty()) parts_[own].push_back(&entry);
        if (!other.empty() && other != own) parts_[other].push_back(&entry);
    }
}

std::vector<const PartsOfTables::Entry *> PartsOfTables::of(const std::set<std::string> &relations) {
    if (parts_.empty()) find();
    std::vector<const Entry *> all;
    for (const std::string &relation : relations)
        if (const auto found = parts_.find(relation); found != parts_.end()) all.insert(all.end(), found->second.begin(), found->second.end());
    std::ranges::sort(all, {}, [](const Entry *entry) -> const Address & { return entry->first; });
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

} // namespace confiture::diff
