#include "confiture/text/pack.hpp"

#include <charconv>
#include <stdexcept>

namespace confiture::text {

std::string pack(const std::vector<std::string> &texts) {
    std::string packed;
    for (const std::string &text : texts) {
        packed += std::to_string(text.size());
        packed += ':';
        packed += text;
    }
    return packed;
}

std::vector<std::string> unpack(std::string_view packed) {
    std::vector<std::string> texts;
    while (!packed.empty()) {
        std::size_t size = 0;
        const auto [end, error] = std::from_chars(packed.data(), packed.data() + packed.size(), size);
        const auto digits = static_cast<std::size_t>(end - packed.data());
        if (error != std::errc() || digits == packed.size() || *end != ':' || size > packed.size() - digits - 1)
            throw std::invalid_argument("texts are not packed");
        texts.emplace_back(packed.substr(digits + 1, size));
        packed.remove_prefix(digits + 1 + size);
    }
    return texts;
}

} // namespace confiture::text
