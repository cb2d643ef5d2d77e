#pragma once

#include <functional>

#include "confiture/catalog/catalog.hpp"
#include "confiture/drift/shadow.hpp"
#include "confiture/model/schema.hpp"

namespace confiture::drift {

// Without owners and privileges: a copy of that belongs to the caller.
model::Schema without_owners(model::Schema schema);

// Makes a copy of this database's schema, without rows, in a shadow database, in which `body` may run jobs. Throws no_copy where it does not become
// what `schema` is, and what with_shadow() throws.
void with_copy(const model::Schema &schema, const std::function<void(const ShadowJobs &)> &body);

// What the copy is now.
catalog::Read read_copy(const ShadowJobs &jobs);

// Makes of it, which has no rows to lose, what it is to be. Throws no_copy where that does not work.
void change_copy(const ShadowJobs &jobs, const model::Schema &now, const model::Schema &wanted);

// The job that runs files, path and text of each, under no search_path, and answers with the snapshot.
pg::Job fill_copy(const std::vector<std::pair<std::string, std::string>> &files);

} // namespace confiture::drift
