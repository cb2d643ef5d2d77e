#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "confiture/pg/interrupt.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/pg/value.hpp"
#include "confiture/text/order.hpp"
#include "source/prepare.hpp"

namespace confiture::source {

// Writes to table source, as its owner. Rows that are replaced lose their approval.
void insert_rows(std::vector<Prepared> files, const char *origin, const std::string &user);
void replace_rows(std::vector<Prepared> files, const char *origin, const std::string &user);
void delete_rows(pg::TextArray paths);
void adopt_rows(pg::TextArray paths);

// The path with ASCII letters in lower case.
std::string folded(std::string_view path);

// Refuses (invalid_path) two paths that differ only in case.
[[noreturn]] void refuse_same_name(const std::string &path, const std::string &other);

// Sorts by path; the order is that of the paths in UTF-8, so that it is one order in databases of every encoding.
template <class Item, class PathOf>
void sort_by_path(std::vector<Item> &items, PathOf path_of) {
    std::vector<std::pair<std::string, std::size_t>> keys;
    keys.reserve(items.size());
    for (std::size_t i = 0; i < items.size(); i++) {
        pg::poll();
        keys.emplace_back(pg::to_utf8(path_of(items[i])), i);
    }
    const auto before = [](const auto &left, const auto &right) { return text::compare_paths(left.first, right.first) < 0; };
    if (std::is_sorted(keys.begin(), keys.end(), before)) return;
    std::sort(keys.begin(), keys.end(), before);
    std::vector<Item> sorted;
    sorted.reserve(items.size());
    for (const auto &[key, index] : keys) sorted.push_back(std::move(items[index]));
    items = std::move(sorted);
}

} // namespace confiture::source
