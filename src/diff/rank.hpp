#pragma once

#include "nodes.hpp"

namespace confiture::diff {

// The places that the nodes take where nothing else decides, and with which others one shares a statement.
void rank(const Schema &after, Work &work);

} // namespace confiture::diff
