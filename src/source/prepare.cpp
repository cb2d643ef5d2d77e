#include "source/prepare.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>

#include "confiture/model/conditions.hpp"
#include "confiture/model/migration.hpp"
#include "confiture/model/path.hpp"
#include "confiture/pg/notice.hpp"
#include "confiture/pg/script.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/pg/transaction.hpp"
#include "confiture/text/checksum.hpp"
#include "confiture/text/utf8.hpp"

namespace confiture::source {
namespace {

std::string at_line(const std::string &path, std::string_view text, std::size_t offset) {
    return "file \"" + path + "\", line " + std::to_string(text::line_at(text, offset));
}

[[noreturn]] void refuse_bytes(const std::string &path, std::string_view text, std::size_t offset) {
    const auto byte = static_cast<unsigned char>(text[offset]);
    if (byte == 0)
        throw Problem(condition::untranslatable, at_line(path, text, offset) + ": text holds a NUL byte", {},
                      "Check that the file is a text.");
    char hex[8];
    std::snprintf(hex, sizeof hex, "0x%02x", byte);
    throw Problem(condition::untranslatable, at_line(path, text, offset) + ": text is not valid UTF-8 at byte " + hex,
                  {}, "Save the file as UTF-8; iconv can convert it.");
}

// Whether the text holds the word, in any case; `rare` is the place in it of a letter that few texts have, and that memchr finds.
bool holds(std::string_view text, std::string_view word, std::size_t rare) {
    const auto same = [](char left, char right) { return left == (right >= 'A' && right <= 'Z' ? right | 0x20 : right); };
    for (const char letter : {word[rare], static_cast<char>(word[rare] & ~0x20)}) {
        for (std::size_t at = text.find(letter); at != std::string_view::npos; at = text.find(letter, at + 1)) {
            const std::string_view found = at < rare ? std::string_view() : text.substr(at - rare, word.size());
            if (std::equal(word.begin(), word.end(), found.begin(), found.end(), same)) return true;
        }
    }
    return false;
}

// A cheap look, since few texts are worth the server's scanner: every statement that carries a password has one of these words.
bool may_hold_secret(std::string_view text) {
    return holds(text, "password", 4) || holds(text, "subscription", 2) || holds(text, "mapping", 6);
}

std::vector<std::size_t> secret_statements(std::string_view text) {
    std::vector<std::size_t> offsets;
    // What can't be parsed is an error of the run, not of the load.
    pg::attempt([&] {
        try {
            pg::Script script(text);
            while (script.next())
                if (script.statement().secret) offsets.push_back(script.statement().begin);
            script.close();
        } catch (const Problem &) {
        }
    });
    return offsets;
}

// Runs what speaks of UTF-8 paths in its errors.
template <class Function>
auto in_server_encoding(Function function) {
    try {
        return function();
    } catch (Problem &problem) {
        problem.message = pg::from_utf8(std::move(problem.message));
        throw;
    }
}

// A name that no migration can have would make every later look at the migrations fail.
void check_name(const std::string &path) {
    if (model::area_of(path) == model::Area::migration)
        in_server_encoding([&] { return model::parse_migration_path(path); });
}

} // namespace

std::string clean(std::string_view path) {
    return in_server_encoding([&] { return model::clean_path(path); });
}

std::string quoted(const std::string &path) { return "\"" + pg::from_utf8(path) + "\""; }

Prepared prepare(Incoming file) {
    Prepared ready;
    check_name(file.path);
    ready.path = pg::from_utf8(std::move(file.path));
    if (file.text.size() > most_text)
        throw Problem(condition::program_limit, "file \"" + ready.path + "\" is larger than 1 GB", {},
                      "Split the file: a value in the database can't be larger.");
    if (const auto bad = text::first_invalid_utf8(file.text)) refuse_bytes(ready.path, file.text, *bad);

    std::string text = text::without_mark(std::move(file.text));
    ready.checksum = text::checksum(text);
    try {
        ready.content = pg::from_utf8(std::move(text));
    } catch (pg::Error &error) {
        error.add_context("file \"" + ready.path + "\"");
        throw;
    }
    return ready;
}

void warn_of_secrets(const Prepared &file) {
    if (!may_hold_secret(file.content)) return;
    for (const std::size_t offset : secret_statements(file.content))
        pg::warning(at_line(file.path, file.content, offset) + ": statement carries a password",
                    "It is kept in the database and in its dumps; set passwords outside of the source.");
}

void warn_if_ignored(const std::string &path) {
    constexpr std::string_view folder = "migrations/";
    if (path.starts_with(folder) && path.ends_with(".sql") && path.find('/', folder.size()) != std::string::npos)
        pg::warning("file " + quoted(path) + " is ignored", "Migrations stand in migrations/ itself, not in folders below it.");
}

} // namespace confiture::source
