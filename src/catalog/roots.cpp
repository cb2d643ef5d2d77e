#include "roots.hpp"

#include <set>

#include "confiture/pg/belonging.hpp"
#include "confiture/pg/interrupt.hpp"

namespace confiture::catalog {
namespace {

constexpr const char *list_catalogs = "SELECT oid, relname FROM pg_class WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind = 'r'";

constexpr const char *list_dependents = R"(
    SELECT d.classid, d.objid, d.objsubid
      FROM unnest($1::text[], $2::text[]) AS k (catalog, oid) JOIN pg_depend d ON d.refclassid = k.catalog::oid AND d.refobjid = k.oid::oid
     WHERE d.deptype IN ('n', 'a', 'i', 'P', 'S') AND d.objid >= 16384)";

// In the order in which they were added, each once; by parts, where all that was added it for is told by its signs.
class Gathering {
public:
    void add(const Key &root, bool is_signed) {
        if (seen_.insert(root).second) {
            roots_.keys.push_back(root);
            if (is_signed) roots_.by_parts.insert(root);
        } else if (!is_signed) {
            roots_.by_parts.erase(root);
        }
    }

    Roots take() { return std::move(roots_); }

private:
    Keys seen_;
    Roots roots_;
};

// Whether the signs of the relation tell what has become of the row. `known` is the object that it stood for before.
bool is_signed(const Key &row, const Key &root, const model::Address *known) {
    if (root.catalog != "pg_class") return false;
    if (row.catalog == "pg_constraint" || row.catalog == "pg_attrdef" || row.catalog == "pg_trigger") return true;
    if (row.catalog != "pg_class") return false;
    if (row.oid == root.oid) return true;
    if (row.column != 0) return false; // of an index
    return known != nullptr ? known->kind == "index" || known->kind == "table constraint" : pg::is_index(static_cast<std::uint32_t>(row.oid));
}

} // namespace

Catalogs catalogs() {
    Catalogs catalogs;
    for (const pg::Row &row : pg::read_catalog(list_catalogs).rows) {
        catalogs.names[static_cast<std::uint32_t>(number(row[0]))] = *row[1];
        catalogs.oids[*row[1]] = static_cast<std::uint32_t>(number(row[0]));
    }
    return catalogs;
}

Key key_of(const Catalogs &catalogs, const pg::CatalogRow &row) {
    const auto name = catalogs.names.find(row.catalog);
    static const CatalogName none;
    return {name == catalogs.names.end() ? none : name->second, row.object, row.part};
}

Key key_in(const Catalogs &catalogs, const pg::Row &row, std::size_t first) {
    return key_of(catalogs, {static_cast<std::uint32_t>(number(row[first])), static_cast<std::uint32_t>(number(row[first + 1])), static_cast<std::int32_t>(number(row[first + 2]))});
}

pg::CatalogRow row_of(const Catalogs &catalogs, const Key &key) {
    const auto oid = catalogs.oids.find(key.catalog);
    return {oid == catalogs.oids.end() ? 0 : oid->second, static_cast<std::uint32_t>(key.oid), key.column};
}

Roots roots_of(const Reading &reading, const pg::Touched &touched) {
    Gathering roots;
    Keys keys;
    for (const auto *rows : {&touched.made, &touched.changed, &touched.dropped})
        for (const pg::CatalogRow &row : *rows) {
            pg::poll();
            const Key key = key_of(reading.catalogs, row);
            if (key.catalog.empty()) continue;
            const model::Address *known = resolve(reading, key);
            if (known != nullptr) {
                const Key &root = reading.standing.at(*known).root;
                roots.add(root, is_signed(key, root, known));
            }
            if (rows == &touched.dropped || !keys.insert({key.catalog, key.oid, 0}).second) continue;
            for (const pg::CatalogRow &owner : pg::owners_of(row)) {
                const Key root = key_of(reading.catalogs, owner);
                roots.add(root, is_signed(key, root, known));
            }
        }
    return roots.take();
}

std::vector<model::Address> dependents_of(const Reading &reading, const std::vector<Key> &keys) {
    std::vector<model::Address> found;
    std::set<model::Address> seen;
    std::vector<Key> next = keys;
    while (!next.empty()) {
        pg::TextArray names, oids;
        for (const Key &key : next) {
            pg::poll();
            names.emplace_back(std::to_string(row_of(reading.catalogs, key).catalog));
            oids.emplace_back(std::to_string(key.oid));
        }
        next.clear();
        for (const pg::Row &row : pg::read_catalog(list_dependents, {names, oids}).rows) {
            const model::Address *address = resolve(reading, key_in(reading.catalogs, row, 0));
            if (address == nullptr || !seen.insert(*address).second) continue;
            found.push_back(*address);
            next.push_back(reading.standing.at(*address).key);
        }
    }
    return found;
}

} // namespace confiture::catalog
