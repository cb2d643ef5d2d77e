#pragma once

#include <optional>
#include <string>

#include "confiture/catalog/watch.hpp"
#include "step.hpp"

namespace confiture::migrate {

// The way back from what a migration has changed.
struct Derived {
    std::string text;
    bool is_lossy = false; // what the up has deleted, or written into tables that were there before, is not in it
};

// A down for the migration that is said to have made the change; none where the change can't be undone by a plan: a renamed table or column, roles, objects of
// which confiture does not know how to change them.
std::optional<Derived> derive_down(const catalog::Change &change, const std::string &title);

// Adds to the error of a derived down that what is in the tables stands against it what to do then; leaves others as they are.
void advise_on_derived(pg::Error &error, const run::Record &record);

// Gives the record of an up the down that no file brought, and the fingerprint behind it. An irreversible one gets none.
void record_change(const catalog::Watch &watch, const Step &step, run::Record &record);

} // namespace confiture::migrate
