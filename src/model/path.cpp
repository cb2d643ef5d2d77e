#include "confiture/model/path.hpp"

#include "confiture/model/conditions.hpp"
#include "confiture/text/utf8.hpp"

#include <algorithm>

namespace confiture::model {

namespace {

constexpr bool is_control(char byte) {
    const auto value = static_cast<unsigned char>(byte);
    return value < 0x20 || value == 0x7F;
}

// The path as a message may hold it: what can't be printed stands as \xHH.
std::string printable(std::string_view path) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    const bool valid = !text::first_invalid_utf8(path);
    std::string shown;
    for (const char byte : path) {
        const auto value = static_cast<unsigned char>(byte);
        if (is_control(byte) || (!valid && value >= 0x80)) {
            shown += "\\x";
            shown += digits[value >> 4];
            shown += digits[value & 0x0F];
        } else {
            shown += byte;
        }
    }
    return shown;
}

// Longer ones would not fit into an entry of the table's index.
constexpr std::size_t longest_path = 1000;

[[noreturn]] void refuse(std::string_view path, std::string_view why) {
    const std::string shown = path.size() > longest_path ? printable(path.substr(0, 60)) + "..." : printable(path);
    throw Problem(condition::invalid_path, "invalid path \"" + shown + "\"", std::string(why),
                  "Write the path relative to the project's folder, such as \"schema/10_tables/users.sql\".");
}

void check_bytes(std::string_view path) {
    if (path.empty())
        refuse(path, "The path is empty.");
    if (path.size() > longest_path)
        refuse(path, "The path is longer than " + std::to_string(longest_path) + " bytes.");
    if (path.front() == '/')
        refuse(path, "The path is absolute.");
    if (path.find('\\') != std::string_view::npos)
        refuse(path, "The path holds a backslash; components are separated by slashes.");
    if (std::any_of(path.begin(), path.end(), is_control))
        refuse(path, "The path holds a control character.");
    if (text::first_invalid_utf8(path))
        refuse(path, "The path is not valid UTF-8.");
}

} // namespace

Area area_of(std::string_view path) {
    // What editors and archivers leave behind begins with a dot.
    if (path.starts_with('.') || path.find("/.") != std::string_view::npos)
        return Area::other;
    if (!path.ends_with(".sql"))
        return Area::other;
    if (path.starts_with("schema/"))
        return Area::schema;
    if (path.starts_with("seeds/"))
        return Area::seed;
    return path.starts_with("migrations/") && path.find('/', 11) == std::string_view::npos ? Area::migration : Area::other;
}

std::string clean_path(std::string_view path) {
    check_bytes(path);
    std::string clean;
    clean.reserve(path.size());
    for (std::size_t start = 0; start < path.size();) {
        const std::size_t end = std::min(path.find('/', start), path.size());
        const std::string_view component = path.substr(start, end - start);
        start = end + 1;
        if (component == "..")
            refuse(path, "The path leaves the folder with \"..\".");
        if (component.empty() || component == ".")
            continue;
        if (!clean.empty())
            clean += '/';
        clean += component;
    }
    if (clean.empty())
        refuse(path, "The path names no file.");
    return clean;
}

} // namespace confiture::model
