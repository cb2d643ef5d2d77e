#include "confiture/text/glob.hpp"

#include <cstddef>
#include <optional>

namespace confiture::text {

namespace {

// Bytes of the UTF-8 character that begins at the offset, so that `?` takes a letter whole.
std::size_t character_length(std::string_view text, std::size_t offset) {
    std::size_t end = offset + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        ++end;
    return end - offset;
}

// Going back to the last `*` only is enough: an earlier one could take no more than the last one can. So no pattern is exponential.
bool matches_component(std::string_view pattern, std::string_view name) {
    std::optional<std::size_t> after_star;
    std::size_t retry = 0;
    std::size_t p = 0;
    std::size_t n = 0;
    while (n < name.size()) {
        const char wanted = p < pattern.size() ? pattern[p] : '\0';
        if (wanted == '*') {
            after_star = ++p;
            retry = n;
        } else if (wanted == '?') {
            ++p;
            n += character_length(name, n);
        } else if (p < pattern.size() && wanted == name[n]) {
            ++p;
            ++n;
        } else if (after_star) {
            p = *after_star;
            n = ++retry; // halfway in a character is harmless: no pattern goes on there but `?`, which takes the rest
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

// The components of a path, one after the other, without a copy.
class Components {
public:
    explicit Components(std::string_view text) : rest(text) {}

    bool at_end() const { return ended; }

    std::string_view front() const { return rest.substr(0, rest.find('/')); }

    void pop() {
        const std::size_t slash = rest.find('/');
        ended = slash == std::string_view::npos;
        rest.remove_prefix(ended ? rest.size() : slash + 1);
    }

    bool at_span() const { return !ended && front() == "**"; }

private:
    std::string_view rest;
    bool ended = false;
};

} // namespace

bool matches_glob(std::string_view pattern, std::string_view path) {
    Components wanted(pattern);
    Components given(path);
    std::optional<Components> after_span;
    Components retry = given;
    while (!given.at_end()) {
        if (wanted.at_span()) {
            wanted.pop();
            after_span = wanted;
            retry = given;
        } else if (!wanted.at_end() && matches_component(wanted.front(), given.front())) {
            wanted.pop();
            given.pop();
        } else if (after_span) {
            wanted = *after_span;
            retry.pop();
            given = retry;
        } else {
            return false;
        }
    }
    while (wanted.at_span())
        wanted.pop();
    return wanted.at_end();
}

} // namespace confiture::text
