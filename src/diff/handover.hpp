#pragma once

#include "changes.hpp"

namespace confiture::diff {

// Those that a serial column becomes which gets an identity, or the other way round: it goes on where it was.
std::map<Address, Address> heirs_of_values(const Schema &before, const Schema &after, const Changes &changes);

// The sequence that an object is, or has; and the name that it has for as long as another takes its value over.
std::string sequence_of(const Address &address, const Object &object);
std::string old_sequence(const std::string &sequence);

// Lets a sequence go on with the value of one that goes.
Piece take_over(const std::string &old, const std::string &next, const std::string &min, const std::string &max);

// The same for the sequence that an object is, or has, after those whose heir it is.
void take_values_over(const Schema &before, const Changes &changes, const Address &address, const Object &after, Pieces &pieces);

} // namespace confiture::diff
