#pragma once

#include <string>
#include <string_view>

#include "confiture/source/store.hpp"

namespace confiture::source {

// A file ready for the table: path and text in the server's encoding.
struct Prepared {
    std::string path;
    std::string content;
    std::string checksum;
};

// Largest text that a row can hold: the server keeps a value, with its row, below 1 GB.
inline constexpr std::size_t most_text = 1'000'000'000;

// model::clean_path for a path in UTF-8, with the error in the server's encoding.
std::string clean(std::string_view path);

// The path, which is in UTF-8, as a message may hold it.
std::string quoted(const std::string &path);

// Checks, sums and converts one file; line ends stay as they are, since literals may hold them. Throws untranslatable, naming path and line, for text that is not UTF-8 or holds a NUL.
Prepared prepare(Incoming file);

// Warns, with path and line, of each statement of the file that carries a password.
void warn_of_secrets(const Prepared &file);

// Warns of files in subfolders of migrations/, which count for nothing.
void warn_if_ignored(const std::string &path);

} // namespace confiture::source
