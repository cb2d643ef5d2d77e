#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace confiture::source {

// A row of table source without its text.
struct File {
    std::string path;
    std::string checksum;
    std::string origin;        // load or put
    std::string loaded_by;
    std::optional<std::string> approved_by;
};

// A file on its way into the table; its text as it was read, in UTF-8.
struct Incoming {
    std::string path;
    std::string text;
};

enum class ChangeKind { added, changed, removed };

struct Change {
    std::string path;
    ChangeKind kind = ChangeKind::added;
};

// All files, in the order of paths (text::compare_paths).
std::vector<File> list();

// The text of the file, in the server's encoding. Throws source_changed where the row no longer has that checksum: another session
// loaded meanwhile, and half of one source with half of another must not run.
std::string content(const File &file);

// Those of all these, in their order, by one query.
std::vector<std::string> contents(const std::vector<const File *> &files);

// Makes the table hold these files (of folder or archive): all or nothing. `prune` removes rows that a load brought and that are not among them.
std::vector<Change> store(std::vector<Incoming> files, bool prune);

// The same with the files of an archive (read_archive), which is not unpacked again where the table holds just what it brought.
std::vector<Change> store_archive(std::string_view archive, bool prune);

// One file; text in the server's encoding. Returns its checksum.
std::string put(const std::string &path, std::string text);

// Removes one file; false where there is none.
bool remove(const std::string &path);

// Makes the caller vouch for the text with this checksum: a path, or `environment:<name>`.
void approve(const std::string &what, const std::string &checksum);

} // namespace confiture::source
