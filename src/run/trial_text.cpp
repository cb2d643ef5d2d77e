#include "confiture/run/trial.hpp"
#include "confiture/text/pack.hpp"
#include "step_run.hpp"

namespace confiture::run {
namespace {

using Texts = std::vector<std::string>;

std::string numbers(const Refused &refused) {
    Texts texts;
    for (const int number : refused) texts.push_back(std::to_string(number));
    return text::pack(texts);
}

Refused refused_in(const std::string &text) {
    Refused refused;
    for (const std::string &number : text::unpack(text)) refused.push_back(std::stoi(number));
    return refused;
}

// Nothing, or something.
std::string maybe(const std::optional<std::string> &text) { return text ? text::pack({*text}) : std::string(); }

std::optional<std::string> from_maybe(const std::string &text) {
    return text.empty() ? std::nullopt : std::optional(text::unpack(text)[0]);
}

std::string list(const std::optional<Texts> &texts) { return maybe(texts ? std::optional(text::pack(*texts)) : std::nullopt); }

std::optional<Texts> from_list(const std::string &text) {
    const std::optional<std::string> packed = from_maybe(text);
    return packed ? std::optional(text::unpack(*packed)) : std::nullopt;
}

std::string measured_text(const pg::Measured &measured) {
    Texts locks;
    for (const pg::HeldLock &lock : measured.locks) {
        locks.push_back(lock.relation);
        locks.push_back(std::to_string(static_cast<int>(lock.mode)));
    }
    return text::pack({std::to_string(measured.microseconds), std::to_string(measured.wal_bytes), text::pack(locks), list(measured.rewrites), list(measured.scans)});
}

pg::Measured measured_in(const std::string &text) {
    const Texts texts = text::unpack(text), locks = text::unpack(texts[2]);
    pg::Measured measured{std::stoll(texts[0]), std::stoll(texts[1]), {}, from_list(texts[3]), from_list(texts[4])};
    for (std::size_t i = 0; i + 1 < locks.size(); i += 2) measured.locks.push_back({locks[i], static_cast<pg::LockMode>(std::stoi(locks[i + 1]))});
    return measured;
}

std::string row_text(const Rehearsed &row) {
    return text::pack({std::to_string(row.line), row.statement, maybe(row.rows ? std::optional(std::to_string(*row.rows)) : std::nullopt),
                       maybe(row.measured ? std::optional(measured_text(*row.measured)) : std::nullopt), maybe(row.error)});
}

Rehearsed row_in(const std::string &text) {
    const Texts texts = text::unpack(text);
    Rehearsed row;
    row.line = std::stoi(texts[0]);
    row.statement = texts[1];
    if (const auto rows = from_maybe(texts[2])) row.rows = std::stoll(*rows);
    if (const auto measured = from_maybe(texts[3])) row.measured = measured_in(*measured);
    row.error = from_maybe(texts[4]);
    return row;
}

} // namespace

std::string packed(const Trial &trial) {
    return text::pack({trial.path, trial.text, trial.search_path, trial.run_as, std::to_string(trial.statement_timeout_ms),
                       std::to_string(static_cast<int>(trial.mode)), std::to_string(trial.next), numbers(trial.refused), packed(trial.settings)});
}

Trial trial_of(const std::string &packed) {
    const Texts texts = text::unpack(packed);
    return {texts[0], texts[1], texts[2], texts[3], std::stoi(texts[4]), static_cast<model::TransactionMode>(std::stoi(texts[5])), std::stoi(texts[6]),
            refused_in(texts[7]), unpacked_settings(texts[8])};
}

std::string packed(const TrialEnd &end, const Trial &trial, const std::vector<Rehearsed> &rows) {
    Texts texts;
    for (const Rehearsed &row : rows) texts.push_back(row_text(row));
    return text::pack({std::to_string(static_cast<int>(end.kind)), std::to_string(end.step.number), std::to_string(end.step.line), end.step.statement,
                       end.step.secret ? "secret" : "", end.step.role, end.step.settings, std::to_string(trial.next), numbers(trial.refused),
                       packed(trial.settings), text::pack(texts)});
}

TrialEnd trial_end_of(const std::string &packed, Trial &trial, std::vector<Rehearsed> &rows) {
    const Texts texts = text::unpack(packed);
    trial.next = std::stoi(texts[7]);
    trial.refused = refused_in(texts[8]);
    trial.settings = unpacked_settings(texts[9]);
    for (const std::string &row : text::unpack(texts[10])) rows.push_back(row_in(row));
    return {static_cast<TrialEnd::Kind>(std::stoi(texts[0])),
            {std::stoi(texts[1]), std::stoi(texts[2]), texts[3], texts[4] == "secret", texts[5], texts[6]}};
}

} // namespace confiture::run
