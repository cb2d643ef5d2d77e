#pragma once

#include <string>
#include <utility>
#include <vector>

namespace confiture::model {

// A JSON value (RFC 8259); numbers and booleans as text.
struct Json {
    enum class Kind { null, text, number, boolean, list, object };

    Kind kind = Kind::null;
    std::string text{};
    std::vector<Json> items{};
    std::vector<std::pair<std::string, Json>> fields{};

    // The object's field of that name, or nullptr.
    const Json *find(const std::string &name) const;
    Json *find(const std::string &name);
};

} // namespace confiture::model
