#include "confiture/source/store.hpp"

#include <utility>

#include "confiture/model/conditions.hpp"
#include "confiture/model/path.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/pg/spi.hpp"
#include "source/prepare.hpp"
#include "source/rights.hpp"
#include "source/rows.hpp"

namespace confiture::source {
namespace {

// Checksum of what is there, who loaded and who approved it; no row where nothing is there.
pg::Rows find_file(const std::string &path) {
    return pg::query("SELECT checksum, loaded_by, approved_by FROM confiture.source WHERE path = $1", {path});
}

pg::Rows find_environment_row(const std::string &name) {
    return pg::query("SELECT checksum, loaded_by, approved_by FROM confiture.environment WHERE name = $1", {name});
}

std::string stored_path(const std::string &path) { return pg::from_utf8(clean(pg::to_utf8(path))); }

std::string checked_path(const std::string &path) {
    const std::string clean_path = clean(pg::to_utf8(path));
    if (model::area_of(clean_path) == model::Area::other)
        throw Problem(condition::invalid_path, "invalid path " + quoted(clean_path), "It belongs to no area of a project.",
                      "Write schema/**/*.sql, migrations/*.sql or seeds/**/*.sql.");
    return clean_path;
}

void refuse_other_spelling(const std::string &path) {
    const pg::Rows others = pg::query(
        R"(SELECT path FROM confiture.source WHERE lower(path COLLATE "C") = lower($1 COLLATE "C") AND path <> $1)", {path});
    if (!others.empty()) refuse_same_name(path, *others[0][0]);
}

std::vector<Prepared> only(Prepared file) {
    std::vector<Prepared> files;
    files.push_back(std::move(file));
    return files;
}

void require_approvable(const std::string &what, const std::string &checksum, const pg::Rows &rows, ChangeRights &rights) {
    if (rows.empty()) throw Problem(condition::source_not_found, label(what) + " does not exist");
    if (rows[0][0] != checksum)
        throw Problem(condition::checksum_mismatch, "checksum of " + label(what) + " is not the one given",
                      "It is " + *rows[0][0] + ", not " + checksum + ".", "Read what is there now before you approve it.");
    rights.require(what, *rows[0][1]);
    // Whoever could take another's word away could keep files from running.
    if (rows[0][2]) rights.require(what, *rows[0][2]);
}

} // namespace

std::string put(const std::string &path, std::string text) {
    Prepared file = prepare({checked_path(path), pg::to_utf8(std::move(text))});
    const std::string checksum = file.checksum;
    lock_source();
    ChangeRights rights;
    const pg::Rows rows = find_file(file.path);
    if (rows.empty()) {
        refuse_other_spelling(file.path);
        warn_of_secrets(file);
        insert_rows(only(std::move(file)), "put", rights.user());
    } else if (rows[0][0] != checksum) {
        rights.require(file.path, *rows[0][1]);
        warn_of_secrets(file);
        replace_rows(only(std::move(file)), "put", rights.user());
    }
    return checksum;
}

bool remove(const std::string &path) {
    const std::string stored = stored_path(path);
    lock_source();
    const pg::Rows rows = find_file(stored);
    if (rows.empty()) return false;
    ChangeRights().require(stored, *rows[0][1]);
    delete_rows({stored});
    return true;
}

void approve(const std::string &what, const std::string &checksum) {
    ChangeRights rights;
    lock_source();
    if (what.starts_with(environment_prefix)) {
        const std::string name = what.substr(environment_prefix.size());
        require_approvable(what, checksum, find_environment_row(name), rights);
        pg::execute("UPDATE confiture.environment SET approved_by = $2 WHERE name = $1", {name, rights.user()});
    } else {
        const std::string path = stored_path(what);
        require_approvable(path, checksum, find_file(path), rights);
        pg::execute("UPDATE confiture.source SET approved_by = $2 WHERE path = $1", {path, rights.user()});
    }
}

} // namespace confiture::source
