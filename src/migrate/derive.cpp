#include "derive.hpp"

#include <algorithm>

#include "confiture/diff/compare.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/model/problem.hpp"
#include "confiture/text/quote.hpp"
#include "plan_text.hpp"

namespace confiture::migrate {
namespace {

bool has(const std::vector<diff::Step> &steps, const char *hazard) { return !first_with(steps, hazard).empty(); }

bool loses(const std::vector<diff::Step> &steps) { return has(steps, "deletes_data"); }

bool has_default(const model::Schema &schema, const model::Address &column, const model::Object &object) {
    return object.has("identity") || object.has("generated") || schema.find({"default value", "for " + column.identity}) != nullptr;
}

// What a migration that only makes new objects has lost is nothing.
std::vector<diff::Step> way_up(const catalog::Change &change) {
    const auto was_there = [&](const model::Address &address) { return change.before.find(address) != nullptr; };
    return std::any_of(change.objects.begin(), change.objects.end(), was_there) ? diff::compare(change.before, change.after, false) : std::vector<diff::Step>{};
}

// The columns that come back to tables which were there all the time, and take no NULL: the server fills them for no row.
std::string unfillable(const catalog::Change &change) {
    std::string columns;
    for (const model::Address &address : change.objects) {
        const model::Object *before = address.kind == "table column" ? change.before.find(address) : nullptr;
        if (before == nullptr || change.after.find(address) != nullptr || before->text("not_null").empty()) continue;
        const bool stays = change.after.find({"table", before->text("relation")}) != nullptr;
        if (stays && !has_default(change.before, address, *before)) columns += "--   " + on_one_line(address.identity) + "\n";
    }
    return columns;
}

std::string header_of(const catalog::Change &change, const std::vector<diff::Step> &up, const std::vector<diff::Step> &down, const std::string &title) {
    std::string header = "-- Derived from what migration " + on_one_line(title) + " changed.\n";
    const std::string hazards = hazard_comments(down);
    header += hazards.empty() ? "-- Hazards: none.\n" : "-- Hazards:\n" + hazards;
    std::string lost;
    for (const diff::Step &step : up)
        if (std::find(step.hazards.begin(), step.hazards.end(), "deletes_data") != step.hazards.end()) lost += "--   data of " + step.object.kind + " " + on_one_line(step.object.identity) + "\n";
    for (const std::string &table : change.written) lost += "--   rows of " + on_one_line(table) + " as they were\n";
    if (!lost.empty()) header += "-- Not brought back:\n" + lost;
    const std::string columns = unfillable(change);
    return columns.empty() ? header : header + "-- Fails where the table has rows, since the column takes no NULL; such a table needs a down that fills it:\n" + columns;
}

} // namespace

std::optional<Derived> derive_down(const catalog::Change &change, const std::string &title) {
    if (change.renames || change.outside) return std::nullopt;
    try {
        const std::vector<diff::Step> down = diff::compare(change.after, change.before, false);
        const std::vector<diff::Step> up = way_up(change);
        if (has(down, "not_modelled") || has(down, "unknown")) return std::nullopt;
        return Derived{header_of(change, up, down, title) + "\n" + script_of(down), loses(up) || !change.written.empty()};
    } catch (const Problem &) { // no order in which it could run
        return std::nullopt;
    }
}

void advise_on_derived(pg::Error &error, const run::Record &record) {
    constexpr const char *integrity_violations = "23";
    if (record.action != "down" || !record.down_origin || !error.fields().sqlstate.starts_with(integrity_violations)) return;
    const std::string version = record.version.value_or("");
    error.fields().hint = "The down was derived from what the migration had changed. Load migrations/" + version + "_" + record.name.value_or("") +
                          ".down.sql, which says what the rows shall have, then SELECT confiture.repair(" + text::quote_literal(version) + ", '<reason>').";
}

void record_change(const catalog::Watch &watch, const Step &step, run::Record &record) {
    record.fingerprint_after = watch.fingerprint();
    if (record.action != "up" || record.down || step.directives.irreversible) return;
    const std::optional<Derived> derived = derive_down(watch.change(), record.version.value_or("") + "_" + record.name.value_or(""));
    if (!derived) return;
    record.down = run::StoredText{derived->text, {}, pg::current_user(), std::nullopt};
    record.down_origin = derived->is_lossy ? "lossy" : "derived";
}

} // namespace confiture::migrate
