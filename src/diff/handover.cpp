#include "handover.hpp"

#include "confiture/text/quote.hpp"
#include "links.hpp"

namespace confiture::diff {
namespace {

void find_heir(const Schema &before, const Schema &after, const Changes &changes, const Address &sequence, std::map<Address, Address> &heirs) {
    const Object &object = before.at(sequence);
    if (sequence.kind == "sequence" && object.has("owned_by") && changes.fate(sequence) == Fate::removed) {
        const Address column{"table column", object.text("owned_by")};
        if (changes.fate(column) == Fate::altered && !before.at(column).has("identity") && after.at(column).has("identity")) heirs[sequence] = column;
    }
    if (!object.has("identity") || changes.fate(sequence) != Fate::altered || after.at(sequence).has("identity")) return;
    for (const auto &[address, next] : of_kind(after.objects, "sequence"))
        if (next.text("owned_by") == sequence.identity && changes.fate(address) == Fate::added) heirs[sequence] = address;
}

} // namespace

std::map<Address, Address> heirs_of_values(const Schema &before, const Schema &after, const Changes &changes) {
    std::map<Address, Address> heirs;
    for (const auto &[address, object] : entries_of(before.objects, std::views::keys(changes.fates))) find_heir(before, after, changes, address, heirs);
    return heirs;
}

std::string sequence_of(const Address &address, const Object &object) {
    return address.kind == "sequence" ? address.identity : object.list("sequence", 7)[0];
}

std::string old_sequence(const std::string &sequence) {
    const std::size_t dot = end_of_name(sequence, '.');
    return sequence.substr(0, dot + 1) + set_aside(sequence.substr(dot + 1));
}

Piece take_over(const std::string &old, const std::string &next, const std::string &min, const std::string &max) {
    return statement("SELECT pg_catalog.setval(" + text::quote_literal(next) + ", last_value, is_called) FROM " + old + " WHERE last_value BETWEEN " + min + " AND " + max);
}

void take_values_over(const Schema &before, const Changes &changes, const Address &address, const Object &after, Pieces &pieces) {
    for (const auto &[old, heir] : changes.heirs) {
        if (heir != address) continue;
        const bool itself = address.kind == "sequence";
        pieces.push_back(take_over(old_sequence(sequence_of(old, before.at(old))), sequence_of(address, after), itself ? after.text("min") : after.list("sequence", 7)[3],
                                   itself ? after.text("max") : after.list("sequence", 7)[4]));
    }
}

} // namespace confiture::diff
