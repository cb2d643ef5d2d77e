#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "confiture/run/journal.hpp"
#include "confiture/source/migrations.hpp"

namespace confiture::migrate {

// A migration that is applied now, without its texts.
struct Applied {
    std::string key;            // version in normal form
    std::int64_t history = 0;   // its row
    std::string version;        // as written
    std::string name;
    std::string action;
    std::int64_t applied_at = 0;
    std::string applied_by;
    std::int64_t microseconds = 0;
    std::optional<std::string> up_checksum;
    std::optional<std::string> down_checksum;
    bool has_down_text = false;
    std::optional<std::string> up_loaded_by;
    std::optional<std::string> down_loaded_by;
    std::optional<std::string> up_approved_by;
    std::optional<std::string> down_approved_by;
    std::optional<std::string> down_origin;    // derived, lossy
};

// What the source has and what is applied, both in the order of versions.
struct State {
    std::vector<source::Migration> source;
    std::vector<Applied> applied;
    std::vector<run::Step> journal; // of the migration that runs by CALL, or has stopped half-way

    const Applied *find_applied(std::string_view key) const;
    const source::Migration *find_source(std::string_view key) const;
};

State read_state();

// The migrations of the source that are not applied.
std::vector<const source::Migration *> pending(const State &state);

// Whether the migration is older than the newest applied one.
bool is_out_of_order(const State &state, const source::Migration &migration);

// The version that a new migration takes: behind the newest there is; the present moment, where versions are moments.
std::string next_version(const State &state);

// Versions and names, for messages: "3" (add_index), "4" (views).
std::string listed(const std::vector<const source::Migration *> &migrations);

// Throws unknown_version unless the source or the applied migrations have the version; gives its normal form.
std::string require_known(const State &state, const std::string &version);

} // namespace confiture::migrate
