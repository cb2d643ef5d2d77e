#include "confiture/source/store.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "confiture/model/conditions.hpp"
#include "confiture/pg/interrupt.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/pg/spi.hpp"
#include "confiture/source/readers.hpp"
#include "confiture/text/checksum.hpp"
#include "confiture/text/order.hpp"
#include "source/prepare.hpp"
#include "source/rights.hpp"
#include "source/rows.hpp"

namespace confiture::source {
namespace {

// What a load has to do to the table.
struct Plan {
    std::vector<Prepared> added;
    std::vector<Prepared> changed;
    pg::TextArray adopted; // unchanged, but so far not brought by a load
    pg::TextArray removed;
};

// The rows of the table that the load does not bring, by path.
using Others = std::unordered_map<std::string_view, const pg::Row *>;

std::vector<Prepared> prepare_all(std::vector<Incoming> files) {
    std::vector<Prepared> ready;
    ready.reserve(files.size());
    for (Incoming &file : files) {
        pg::poll();
        ready.push_back(prepare(std::move(file)));
    }
    return ready;
}

Others by_path(const pg::Rows &rows) {
    Others others;
    others.reserve(rows.size());
    for (const pg::Row &row : rows) others.emplace(*row[0], &row);
    return others;
}

pg::Rows read_rows() { return pg::query("SELECT path, checksum, origin FROM confiture.source"); }

// Whether the table holds just these files: then there is nothing to write, and so nothing to lock and no commit to wait for.
bool holds_already(const std::vector<Prepared> &files, const pg::Rows &rows, bool prune) {
    const auto is_loaded = [](const pg::Row &row) { return *row[2] == "load"; };
    if (prune && static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), is_loaded)) != files.size()) return false;
    const Others others = by_path(rows);
    return std::all_of(files.begin(), files.end(), [&](const Prepared &file) {
        const auto found = others.find(file.path);
        return found != others.end() && *(*found->second)[1] == file.checksum && is_loaded(*found->second);
    });
}

// Takes out of `others` what the load brings.
Plan plan_load(std::vector<Prepared> files, Others &others) {
    Plan plan;
    for (Prepared &file : files) {
        pg::poll();
        const auto found = others.find(file.path);
        if (found == others.end()) {
            plan.added.push_back(std::move(file));
            continue;
        }
        const pg::Row &row = *found->second;
        others.erase(found);
        if (*row[1] != file.checksum) plan.changed.push_back(std::move(file));
        else if (*row[2] != "load") plan.adopted.emplace_back(std::move(file.path));
    }
    return plan;
}

void plan_prune(Plan &plan, Others &others) {
    std::erase_if(others, [&](const auto &entry) {
        const bool gone = *(*entry.second)[2] == "load";
        if (gone) plan.removed.emplace_back(entry.first);
        return gone;
    });
}

void require_rights(const Plan &plan, ChangeRights &rights) {
    pg::TextArray paths = plan.removed;
    for (const Prepared &file : plan.changed) paths.emplace_back(file.path);
    if (paths.empty()) return;
    for (const pg::Row &row : pg::query(
             "SELECT path, loaded_by::text FROM confiture.source WHERE path = ANY ($1) ORDER BY path", {std::move(paths)}))
        rights.require(*row[0], *row[1]);
}

// What was in the table before differs already; only an added path can meet another.
void refuse_same_names(const Plan &plan, const pg::Rows &rows) {
    if (plan.added.empty()) return;
    std::unordered_set<std::string_view> removed;
    for (const auto &path : plan.removed) removed.insert(*path);
    std::unordered_map<std::string, std::string_view> seen;
    for (const pg::Row &row : rows)
        if (!removed.contains(*row[0])) seen.emplace(folded(*row[0]), *row[0]);
    for (const Prepared &file : plan.added) {
        pg::poll();
        const auto [other, is_new] = seen.emplace(folded(file.path), file.path);
        if (!is_new) refuse_same_name(std::string(other->second), file.path);
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
    replace_rows(std::move(plan.changed), "load", user);
    insert_rows(std::move(plan.added), "load", user);
}

} // namespace

std::vector<Change> store(std::vector<Incoming> files, bool prune) {
    std::vector<Prepared> ready = prepare_all(std::move(files));
    if (holds_already(ready, read_rows(), prune)) return {};
    lock_source();
    const pg::Rows rows = read_rows();
    Others others = by_path(rows);
    Plan plan = plan_load(std::move(ready), others);
    if (prune) plan_prune(plan, others);
    sort_by_path(plan.added, [](const Prepared &file) -> const std::string & { return file.path; });

    ChangeRights rights;
    require_rights(plan, rights);
    refuse_same_names(plan, rows);
    for (const Prepared &file : plan.changed) warn_of_secrets(file);
    for (const Prepared &file : plan.added) warn_of_secrets(file);
    std::vector<Change> changes = changes_of(plan);
    apply(std::move(plan), rights.user());
    return changes;
}

std::vector<Change> store_archive(std::string_view archive, bool prune) {
    const std::string checksum = text::sha256_hex(archive);
    if (!pg::query("SELECT 1 FROM confiture.generation WHERE name = 'source' AND archive = $1", {checksum}).empty()) return {};
    std::vector<Change> changes = store(read_archive(archive, pg::integer_setting("confiture.archive_size") * 1024,
                                                     pg::integer_setting("confiture.archive_files")), prune);
    // Each write of the source has taken the last one's away. Without pruning the table may hold more than this archive.
    if (prune && !changes.empty())
        pg::execute("UPDATE confiture.generation SET archive = $1 WHERE name = 'source'", {checksum});
    return changes;
}

std::vector<File> list() {
    std::vector<File> files;
    for (pg::Row &row : pg::query("SELECT path, checksum, origin, loaded_by::text, approved_by::text FROM confiture.source"))
        files.push_back({std::move(*row[0]), std::move(*row[1]), std::move(*row[2]), std::move(*row[3]), std::move(row[4])});
    sort_by_path(files, [](const File &file) -> const std::string & { return file.path; });
    return files;
}

std::string content(const File &file) { return std::move(contents({&file})[0]); }

std::vector<std::string> contents(const std::vector<const File *> &files) {
    pg::TextArray paths, checksums;
    for (const File *file : files) {
        paths.emplace_back(file->path);
        checksums.emplace_back(file->checksum);
    }
    pg::Rows rows = pg::query("SELECT s.content FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS f (path, checksum, number) "
                              "LEFT JOIN confiture.source s USING (path, checksum) ORDER BY f.number", {paths, checksums});
    std::vector<std::string> all;
    for (pg::Row &row : rows) {
        if (!row[0])
            throw Problem(condition::source_changed, "file \"" + files[all.size()]->path + "\" was changed while it was to be run",
                          "Another session loaded the source meanwhile.", "Try again.");
        all.push_back(std::move(*row[0]));
    }
    return all;
}

} // namespace confiture::source
