#pragma once

#include <algorithm>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace confiture::model {

// A text or a list of texts. (A variant of the library's types alone crashes in its copying where memory runs out.)
struct Attribute {
    std::string text{};
    std::vector<std::string> items{};
    bool is_list = false;

    bool operator==(const Attribute &) const = default;
};

// Attributes by their names, in order: few for each of very many objects, so that they stand side by side where a tree would have a node for each.
class Attributes {
public:
    using Entry = std::pair<std::string, Attribute>;
    using iterator = std::vector<Entry>::iterator;
    using const_iterator = std::vector<Entry>::const_iterator;

    iterator begin() { return entries_.begin(); }
    iterator end() { return entries_.end(); }
    const_iterator begin() const { return entries_.begin(); }
    const_iterator end() const { return entries_.end(); }

    bool empty() const { return entries_.empty(); }
    void reserve(std::size_t count) { entries_.reserve(count); }

    const_iterator find(std::string_view name) const {
        return std::find_if(entries_.begin(), entries_.end(), [&](const Entry &entry) { return entry.first == name; });
    }
    bool contains(std::string_view name) const { return find(name) != end(); }

    // Makes an empty one where it is not there.
    Attribute &operator[](std::string_view name) {
        const iterator at = place_of(name);
        if (at != end() && at->first == name) return at->second;
        return entries_.insert(at, {std::string(name), {}})->second;
    }

    // Throws std::out_of_range where it is not there.
    const Attribute &at(std::string_view name) const {
        const const_iterator found = find(name);
        if (found == end()) throw std::out_of_range("no such attribute");
        return found->second;
    }
    Attribute &at(std::string_view name) { return const_cast<Attribute &>(std::as_const(*this).at(name)); }

    void erase(std::string_view name) {
        std::erase_if(entries_, [&](const Entry &entry) { return entry.first == name; });
    }

    // Takes over those that are not here yet.
    void merge(Attributes &other) {
        for (Entry &entry : other.entries_)
            if (!contains(entry.first)) (*this)[entry.first] = std::move(entry.second);
    }

    bool operator==(const Attributes &) const = default;

private:
    iterator place_of(std::string_view name) {
        return std::lower_bound(entries_.begin(), entries_.end(), name, [](const Entry &entry, std::string_view other) { return entry.first < other; });
    }

    std::vector<Entry> entries_{};
};

} // namespace confiture::model
