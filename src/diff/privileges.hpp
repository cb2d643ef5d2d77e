#pragma once

#include "kind.hpp"

namespace confiture::diff {

// GRANT and REVOKE that take privileges from one list of aclitems to another. `head` is on what: `TABLE public.t`; `columns` stands behind each
// privilege: ` (a)`, or nothing.
void alter_privileges(const std::string &columns, const std::vector<std::string> &before, const std::vector<std::string> &after, const std::string &head,
                      const std::function<void(std::string)> &emit);

// What a column has still, once its table's privileges have gone from one list to the other: what is revoked on a table is revoked on its columns, too.
std::vector<std::string> left_on_column(const std::vector<std::string> &column, const std::vector<std::string> &before, const std::vector<std::string> &after);

// The privileges of an object as a list of aclitems, the default ones written out.
std::vector<std::string> privileges_of(const Schema &schema, const Address &address, const Object &object);

} // namespace confiture::diff
