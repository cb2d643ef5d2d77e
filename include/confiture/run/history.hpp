#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace confiture::run {

// A text that history keeps, with who answers for it.
struct StoredText {
    std::optional<std::string> text;     // none for a baseline
    std::string checksum;                // empty for what is no file's
    std::string loaded_by;
    std::optional<std::string> approved_by;
};

// What a record does to table applied.
enum class Effect { none, add, remove, replace };

// One row for table history.
struct Record {
    std::string action;
    std::optional<std::string> version;  // as written
    std::string key;                     // its normal form
    std::optional<std::string> name;
    std::optional<std::int64_t> statements;
    std::int64_t started_at = 0;         // microseconds since 1970-01-01 UTC
    std::int64_t microseconds = 0;
    std::optional<std::string> environment;
    std::optional<std::string> reason;
    std::optional<StoredText> up;
    std::optional<StoredText> down;
    Effect effect = Effect::none;        // none for what is not ok
    std::string outcome = "ok";          // ok, failed, lost
    std::optional<std::string> sqlstate{}; // of the error, and its message; never its DETAIL, which may show values
    std::optional<std::string> message{};
    std::optional<std::string> fingerprint_before{}; // of the schema, where it was read
    std::optional<std::string> fingerprint_after{};
    std::optional<std::string> down_origin{};        // derived or lossy, of a down that no file brought
};

// Appends the records to history, chained by their hashes, and carries out their effects on table applied. The caller holds the runner lock.
// The newest hash goes to the server's log, so that a cut tail shows.
void record(const std::vector<Record> &records);

// Whether anything was built or applied here before; attempts that failed do not count.
bool has_history();

// The hash of a row: the number of its format, a hyphen, and SHA-256 in hex over the hash before and the fields, each as its length, a colon and
// its UTF-8 bytes, or a hyphen for NULL.
std::string chain_hash(char format, const std::string &previous, const std::vector<std::optional<std::string>> &fields);

struct BrokenLink {
    std::int64_t id = 0;
    std::string problem;
    std::string detail;
};

// The first row of history that does not fit the chain.
std::optional<BrokenLink> first_broken_link();

} // namespace confiture::run
