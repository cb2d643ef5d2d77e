#include "kind.hpp"

#include <algorithm>
#include <map>

#include "confiture/text/quote.hpp"

namespace confiture::diff {
namespace {

// What an option is where nobody has set it.
const std::map<std::string, std::string> &defaults() {
    static const std::map<std::string, std::string> all{{"binary", "false"}, {"disable_on_error", "false"}, {"synchronous_commit", "off"}, {"origin", "any"},
        {"password_required", "true"}, {"run_as_owner", "false"}, {"failover", "false"}, {"retain_dead_tuples", "false"}, {"max_retention_duration", "0"},
        {"wal_receiver_timeout", "-1"}};
    return all;
}

// The server takes no text for a number.
std::string quoted(const std::string &option) {
    const std::size_t equals = option.find(" = ");
    const std::string value = option.substr(equals + 3);
    return option.substr(0, equals + 3) + (value.find_first_not_of("0123456789") == std::string::npos ? value : text::quote_literal(value));
}

std::string slot_of(const Object &subscription) {
    return "slot_name = " + (subscription.has("slot") ? text::quote_literal(subscription.text("slot")) : "NONE");
}

std::string source_of(const Object &subscription) {
    return subscription.has("server") ? " SERVER " + subscription.text("server") : " CONNECTION " + text::quote_literal(subscription.text("connection"));
}

std::string publications_of(const Object &subscription) {
    return " PUBLICATION " + join(subscription.list(subscription.has("publications_as_set") ? "publications_as_set" : "publications"), ", ");
}

// Made without asking the publisher, and not enabled, which is its owner's decision. Its secrets are in no snapshot.
Pieces create(const Object &subscription, const Context &) {
    std::vector<std::string> options{"connect = false", slot_of(subscription)};
    if (subscription.has("two_phase")) options.push_back("two_phase = true");
    for (const std::string &option : subscription.list("options")) options.push_back(quoted(option));
    Piece piece = statement("CREATE SUBSCRIPTION " + subscription.text("name") + source_of(subscription) + publications_of(subscription) + " WITH (" + join(options, ", ") + ")");
    if (subscription.has("withheld")) piece.hazards = {"not_modelled"};
    return {piece};
}

// With a slot the server drops that, too, at the publisher, and with it what has not been received.
Pieces drop(const Object &subscription, const Context &) {
    Piece piece = statement("DROP SUBSCRIPTION " + subscription.text("name"));
    piece.hazards = {"breaks_clients"};
    piece.reversible = false;
    if (subscription.has("slot")) {
        piece.transactional = false;
        piece.hazards.insert(piece.hazards.end(), {"deletes_data", "not_in_transaction"});
    }
    return {piece};
}

void alter_options(const Object &before, const Object &after, Pieces &pieces) {
    const std::vector<std::string> &old = before.list("options"), &next = after.list("options");
    std::map<std::string, std::string> parts;
    for (const std::string &option : old) {
        const std::string name = option.substr(0, option.find(" = "));
        if (const auto usual = defaults().find(name); usual != defaults().end()) parts[name] = quoted(name + " = " + usual->second);
    }
    for (const std::string &option : next) parts[option.substr(0, option.find(" = "))] = quoted(option);
    for (const std::string &option : old)
        if (std::find(next.begin(), next.end(), option) != next.end()) parts.erase(option.substr(0, option.find(" = ")));
    std::vector<std::string> all;
    if (differs(before, after, "slot")) all.push_back(slot_of(after));
    for (const auto &[name, text] : parts) all.push_back(text);
    if (!all.empty()) pieces.push_back(statement("ALTER SUBSCRIPTION " + after.text("name") + " SET (" + join(all, ", ") + ")"));
}

// A connection that had a secret would lose it.
void alter_source(const Object &before, const Object &after, Pieces &pieces) {
    if (!differs(before, after, "connection") && !differs(before, after, "server") && !differs(before, after, "withheld")) return;
    const bool known = !before.has("withheld") && !after.has("withheld");
    pieces.push_back(statement(known ? "ALTER SUBSCRIPTION " + after.text("name") + source_of(after) : ""));
    if (!known) pieces.back().hazards = {"not_modelled"};
}

// New publications' tables are received once their owner has refreshed it.
bool alter(const Object &before, const Object &after, const Context &, Pieces &pieces) {
    if (differs(before, after, "two_phase")) return false;
    const auto fails_over = [](const Object &object) {
        const std::vector<std::string> &options = object.list("options");
        return std::find(options.begin(), options.end(), "failover = true") != options.end();
    };
    if (fails_over(before) != fails_over(after) && !before.has("slot")) return false;
    alter_source(before, after, pieces);
    if (differs(before, after, "publications"))
        pieces.push_back(statement("ALTER SUBSCRIPTION " + after.text("name") + " SET" + publications_of(after) + " WITH (refresh = false)"));
    alter_options(before, after, pieces);
    return true;
}

} // namespace

constinit const Kind subscription_kind{"subscription", "SUBSCRIPTION", nullptr, create, drop, alter};

} // namespace confiture::diff
