#include "confiture/text/order.hpp"

#include <algorithm>

namespace confiture::text {

namespace {

constexpr bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

std::string_view digit_run(std::string_view text) {
    std::size_t length = 0;
    while (length < text.size() && is_digit(text[length]))
        ++length;
    return text.substr(0, length);
}

// The run without leading zeros; nothing is left of a zero.
std::string_view significant(std::string_view run) {
    run.remove_prefix(std::min(run.find_first_not_of('0'), run.size()));
    return run;
}

std::strong_ordering compare_values(std::string_view left, std::string_view right) {
    left = significant(left);
    right = significant(right);
    if (const auto order = left.size() <=> right.size(); order != 0)
        return order;
    return left <=> right;
}

// Bytes that both begin with, up to the start of a run of digits that differs: sorted paths share most of their text.
std::size_t common_tokens(std::string_view left, std::string_view right) {
    const std::size_t shorter = std::min(left.size(), right.size());
    std::size_t length = 0;
    while (length < shorter && left[length] == right[length])
        ++length;
    while (length > 0 && is_digit(left[length - 1]))
        --length;
    return length;
}

// Compares token by token; rank gives the place of a byte that is not in a run of digits on both sides.
template <typename Rank>
std::strong_ordering compare_tokens(std::string_view left, std::string_view right, Rank rank) {
    const std::size_t common = common_tokens(left, right);
    left.remove_prefix(common);
    right.remove_prefix(common);
    while (!left.empty() && !right.empty()) {
        std::size_t left_length = 1;
        std::size_t right_length = 1;
        auto order = std::strong_ordering::equal;
        if (is_digit(left.front()) && is_digit(right.front())) {
            left_length = digit_run(left).size();
            right_length = digit_run(right).size();
            order = compare_values(left.substr(0, left_length), right.substr(0, right_length));
        } else {
            order = rank(left.front()) <=> rank(right.front());
        }
        if (order != 0)
            return order;
        left.remove_prefix(left_length);
        right.remove_prefix(right_length);
    }
    return left.size() <=> right.size();
}

constexpr int rank_in_version(char byte) {
    return static_cast<unsigned char>(byte);
}

// A component that ends is smaller than one that goes on, so the slash comes before every byte.
constexpr int rank_in_path(char byte) {
    return byte == '/' ? -1 : static_cast<unsigned char>(byte);
}

} // namespace

std::weak_ordering compare_versions(std::string_view left, std::string_view right) {
    return compare_tokens(left, right, rank_in_version);
}

std::string normal_version(std::string_view version) {
    std::string normal;
    normal.reserve(version.size());
    while (!version.empty()) {
        const std::string_view run = digit_run(version);
        if (run.empty())
            normal += version.front();
        else if (const std::string_view value = significant(run); value.empty())
            normal += '0';
        else
            normal += value;
        version.remove_prefix(run.empty() ? 1 : run.size());
    }
    return normal;
}

std::string next_version(std::string_view version) {
    if (version.empty())
        return "001";
    std::string next(version);
    const auto is_one = [](char byte) { return is_digit(byte); };
    const auto last = std::find_if(next.rbegin(), next.rend(), is_one);
    if (last == next.rend())
        return next + '1';
    auto at = last;
    for (; at != next.rend() && *at == '9'; ++at)
        *at = '0';
    if (at != next.rend() && is_digit(*at))
        ++*at;
    else
        next.insert(at.base(), '1');
    return next;
}

std::strong_ordering compare_paths(std::string_view left, std::string_view right) {
    const auto order = compare_tokens(left, right, rank_in_path);
    return order != 0 ? order : left <=> right;
}

} // namespace confiture::text
