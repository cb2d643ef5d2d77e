#include "confiture/pg/scope.hpp"
#include "pg/compat.h"
#include "pg/guard.h"

namespace confiture::pg {
namespace {

struct Found {
    const char *name;
    const char *value;
};

struct Listing {
    Found *settings;
    int count;
};

// Settings of the transaction end with it; setting the seed's value would be no help.
bool ends_with_transaction(const config_generic *setting) {
    static constexpr const char *names[] = {"transaction_isolation", "transaction_read_only", "transaction_deferrable", "seed"};
    return std::any_of(std::begin(names), std::end(names), [&](const char *name) { return std::strcmp(setting->name, name) == 0; });
}

// A library that a statement loads brings its settings, which nobody has set.
bool is_new_by_itself(const config_generic *setting) {
    return std::strchr(setting->name, '.') != nullptr && setting->source == PGC_S_DEFAULT;
}

bool can_be_set(const config_generic *setting) {
    const bool in_session = setting->context == PGC_USERSET || setting->context == PGC_SUSET;
    return in_session && !ends_with_transaction(setting) && !is_new_by_itself(setting);
}

void list_settings(Listing *listing) {
    int count = 0;
    config_generic **variables = setting_variables(&count);
    listing->settings = static_cast<Found *>(palloc(sizeof(Found) * static_cast<std::size_t>(count)));
    for (int i = 0; i < count; i++) {
        if (!can_be_set(variables[i])) continue;
        const char *value = GetConfigOption(variables[i]->name, true, false);
        listing->settings[listing->count++] = {variables[i]->name, value == nullptr ? "" : pstrdup(value)};
    }
}

} // namespace

Settings settings_in_force() {
    Listing listing{};
    guarded<Listing, list_settings>(listing);
    Settings settings;
    settings.reserve(static_cast<std::size_t>(listing.count));
    for (int i = 0; i < listing.count; i++) settings.emplace_back(listing.settings[i].name, listing.settings[i].value);
    return settings;
}

// Session authorization first: setting it resets the role.
Settings changed_settings(const Settings &before, const Settings &now) {
    Settings sorted = before;
    std::sort(sorted.begin(), sorted.end());
    Settings changed;
    for (const auto &setting : now) {
        if (std::binary_search(sorted.begin(), sorted.end(), setting)) continue;
        if (setting.first == "session_authorization") changed.insert(changed.begin(), setting);
        else changed.push_back(setting);
    }
    return changed;
}

} // namespace confiture::pg
