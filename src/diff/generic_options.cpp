#include "generic_options.hpp"

#include <map>

namespace confiture::diff {
namespace {

std::map<std::string, std::string> by_name(const std::vector<std::string> &options) {
    std::map<std::string, std::string> all;
    for (const std::string &option : options) all[option.substr(0, end_of_name(option))] = option;
    return all;
}

} // namespace

std::string written_options(const Object &object) {
    return object.list("options").empty() ? "" : " OPTIONS (" + join(object.list("options"), ", ") + ")";
}

std::string altered_options(const std::vector<std::string> &before, const std::vector<std::string> &after) {
    const std::map<std::string, std::string> old = by_name(before), next = by_name(after);
    std::vector<std::string> parts;
    for (const auto &[name, option] : old)
        if (!next.contains(name)) parts.push_back("DROP " + name);
    for (const auto &[name, option] : next)
        if (const auto had = old.find(name); had == old.end()) parts.push_back("ADD " + option);
        else if (had->second != option) parts.push_back("SET " + option);
    return parts.empty() ? "" : " OPTIONS (" + join(parts, ", ") + ")";
}

} // namespace confiture::diff
