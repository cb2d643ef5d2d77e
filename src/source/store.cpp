#include "confiture/source/store.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "confiture/model/conditions.hpp"
#include "confiture/pg/interrupt.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/pg/spi.hpp"
#include "confiture/text/order.hpp"
#include "source/prepare.hpp"
#include "source/rights.hpp"
#include "source/rows.hpp"

namespace confiture::source {
namespace {

struct Row {
    std::string checksum;
    std::string origin;
    std::string loaded_by;
};

using Rows = std::unordered_map<std::string, Row>;

// What a load has to do to the table.
struct Plan {
    std::vector<Prepared> added;
    std::vector<Prepared> changed;
    pg::TextArray adopted; // unchanged, but so far not brought by a load
    pg::TextArray removed;
};

Rows read_rows() {
    Rows rows;
    for (pg::Row &row : pg::query("SELECT path, checksum, origin, loaded_by FROM confiture.source"))
        rows.emplace(std::move(*row[0]), Row{std::move(*row[1]), std::move(*row[2]), std::move(*row[3])});
    return rows;
}

std::vector<Prepared> prepare_all(std::vector<Incoming> files) {
    std::vector<Prepared> ready;
    ready.reserve(files.size());
    for (Incoming &file : files) {
        pg::poll();
        ready.push_back(prepare(std::move(file)));
    }
    return ready;
}

// Takes out of `rows` what the load brings; what is left there is in the table only.
Plan plan_load(std::vector<Prepared> files, Rows &rows, ChangeRights &rights) {
    Plan plan;
    for (Prepared &file : files) {
        const auto found = rows.find(file.path);
        if (found == rows.end()) {
            plan.added.push_back(std::move(file));
            continue;
        }
        const Row row = std::move(found->second);
        rows.erase(found);
        if (row.checksum != file.checksum) {
            rights.require(file.path, row.loaded_by);
            plan.changed.push_back(std::move(file));
        } else if (row.origin != "load") {
            plan.adopted.emplace_back(std::move(file.path));
        }
    }
    return plan;
}

void plan_prune(Plan &plan, Rows &rows, ChangeRights &rights) {
    std::erase_if(rows, [&](const auto &entry) {
        const auto &[path, row] = entry;
        if (row.origin != "load") return false;
        rights.require(path, row.loaded_by);
        plan.removed.emplace_back(path);
        return true;
    });
}

// Paths that were there before already differ; only an added one can meet another.
void refuse_same_names(const Plan &plan, const std::vector<std::string> &kept) {
    if (plan.added.empty()) return;
    std::unordered_map<std::string, std::string> seen;
    for (const std::string &path : kept) seen.emplace(folded(path), path);
    for (const Prepared &file : plan.added) {
        const auto [other, is_new] = seen.emplace(folded(file.path), file.path);
        if (!is_new) refuse_same_name(std::min(file.path, other->second), std::max(file.path, other->second));
    }
}

std::vector<Change> changes_of(const Plan &plan) {
    std::vector<Change> changes;
    for (const Prepared &file : plan.added) changes.push_back({file.path, ChangeKind::added});
    for (const Prepared &file : plan.changed) changes.push_back({file.path, ChangeKind::changed});
    for (const auto &path : plan.removed) changes.push_back({*path, ChangeKind::removed});
    sort_by_path(changes, [](const Change &change) -> const std::string & { return change.path; });
    return changes;
}

void apply(Plan plan, const std::string &user) {
    if (!plan.removed.empty()) delete_rows(std::move(plan.removed));
    if (!plan.adopted.empty()) adopt_rows(std::move(plan.adopted));
    update_rows(std::move(plan.changed), "load", user);
    insert_rows(std::move(plan.added), "load", user);
}

} // namespace

std::vector<Change> store(std::vector<Incoming> files, bool prune) {
    std::vector<Prepared> ready = prepare_all(std::move(files));
    lock_source();
    Rows rows = read_rows();
    std::vector<std::string> kept;
    kept.reserve(ready.size() + rows.size());
    for (const Prepared &file : ready)
        if (rows.contains(file.path)) kept.push_back(file.path);

    ChangeRights rights;
    Plan plan = plan_load(std::move(ready), rows, rights);
    if (prune) plan_prune(plan, rows, rights);
    for (const auto &[path, row] : rows) kept.push_back(path);
    refuse_same_names(plan, kept);

    for (const Prepared &file : plan.changed) warn_of_secrets(file);
    for (const Prepared &file : plan.added) warn_of_secrets(file);
    std::vector<Change> changes = changes_of(plan);
    apply(std::move(plan), rights.user());
    return changes;
}

std::vector<File> list() {
    std::vector<File> files;
    for (pg::Row &row : pg::query("SELECT path, checksum, origin, loaded_by, approved_by FROM confiture.source"))
        files.push_back({std::move(*row[0]), std::move(*row[1]), std::move(*row[2]), std::move(*row[3]), std::move(row[4])});
    sort_by_path(files, [](const File &file) -> const std::string & { return file.path; });
    return files;
}

std::string content(const File &file) {
    pg::Rows rows = pg::query("SELECT content FROM confiture.source WHERE path = $1 AND checksum = $2",
                              {file.path, file.checksum});
    if (rows.empty())
        throw Problem(condition::source_changed, "file \"" + file.path + "\" was changed while it was to be run",
                      "Another session loaded the source meanwhile.", "Try again.");
    return std::move(*rows[0][0]);
}

} // namespace confiture::source
