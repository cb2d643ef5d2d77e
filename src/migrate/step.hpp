#pragma once

#include <optional>
#include <string>

#include "confiture/catalog/watch.hpp"
#include "confiture/migrate/migrate.hpp"
#include "confiture/model/migration.hpp"
#include "confiture/run/course.hpp"
#include "confiture/run/file.hpp"
#include "confiture/run/history.hpp"
#include "confiture/source/store.hpp"

namespace confiture::migrate {

// A file of a migration, with its text in hand and its directives read.
struct Step {
    std::string path;
    std::string text;
    model::Directives directives;
};

// Reads the directives of the text, and refuses those that can't be obeyed here: a role that the caller can't become, and transaction=off
// unless the caller may commit.
Step make_step(std::string path, std::string text, model::Direction direction, bool may_commit = false);

// The step as a file to be run in the caller's transaction, under confiture's settings and its own directives. It must not outlive the step.
run::File file_of(const Step &step);

// The step as a file that runs in several transactions, each attempt of which queues for a lock no longer than its lock_timeout.
run::Course course_of(const Step &step, const std::string &title);

// Runs step `index` of `count` under confiture's settings and its own directives, and fills in what its record says of the run.
Done run_step(const Step &step, run::Record &record, std::size_t index, std::size_t count);

// Reads again what step `index` of `count` has touched.
void follow(catalog::Watch &watch, const Step &step, std::size_t index = 0, std::size_t count = 1);

// How history keeps a file of the source; without text for a baseline.
run::StoredText stored(const source::File &file, std::optional<std::string> text);

} // namespace confiture::migrate
