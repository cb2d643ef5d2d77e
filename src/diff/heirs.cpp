#include "heirs.hpp"

#include <algorithm>

#include "confiture/base/poll.hpp"

namespace confiture::diff {

bool has_item(const std::vector<std::string> &items, const std::string &item) { return std::find(items.begin(), items.end(), item) != items.end(); }

std::vector<std::string> tables_below(const Schema &schema, const std::string &relation) {
    std::vector<std::string> all;
    for (const auto &[table, object] : tables_in(schema.objects)) {
        base::poll();
        if (object.text("partition_of") == relation || has_item(object.list("inherits"), relation)) all.push_back(table.identity);
    }
    return all;
}

std::vector<std::string> all_below(const Schema &schema, const std::string &relation) {
    std::vector<std::string> all = tables_below(schema, relation);
    for (std::size_t at = 0; at < all.size(); at++)
        for (const std::string &below : tables_below(schema, all[at]))
            if (!has_item(all, below)) all.push_back(below);
    return all;
}

Heirs heirs_of(const Schema &schema, const std::string &relation, const std::string &column) {
    Heirs heirs;
    for (const std::string &table : all_below(schema, relation)) {
        if (schema.at(table_of(schema, table)).has("partition_of")) continue;
        const bool has_it = schema.find(column_of(schema, table, table + "." + column)) != nullptr;
        (has_it ? heirs.with : heirs.without).push_back(table);
    }
    return heirs;
}

} // namespace confiture::diff
