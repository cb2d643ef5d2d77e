#include "roots.hpp"

#include <unordered_set>

namespace confiture::catalog {
namespace {

constexpr const char *list_catalogs = "SELECT oid, relname FROM pg_class WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind = 'r'";

// The relation, type or other object with which each of these rows is read. A sequence is read by itself and with the column that it serves; an array
// with its elements, the row type of a table with the table.
constexpr const char *list_roots = R"(
    WITH t AS MATERIALIZED (SELECT r.catalog, r.oid::oid AS oid FROM unnest($1::text[], $2::text[]) AS r (catalog, oid)),
    y AS MATERIALIZED (
        SELECT y.oid, y.typrelid FROM t JOIN pg_type x ON x.oid = t.oid JOIN pg_type y ON y.oid = CASE WHEN x.typcategory = 'A' AND x.typelem <> 0 THEN x.typelem
                   WHEN x.typtype = 'm' THEN (SELECT g.rngtypid FROM pg_range g WHERE g.rngmultitypid = x.oid) ELSE x.oid END
         WHERE t.catalog = 'pg_type'
        UNION
        SELECT c.reltype, c.oid FROM t JOIN pg_class c ON c.oid = t.oid WHERE t.catalog = 'pg_class' AND c.relkind = 'c')
    SELECT 'pg_class', coalesce(i.indrelid, c.oid) FROM t JOIN pg_class c ON c.oid = t.oid LEFT JOIN pg_index i ON i.indexrelid = c.oid
     WHERE t.catalog IN ('pg_class', 'pg_index', 'pg_inherits', 'pg_foreign_table') AND c.relkind NOT IN ('c', 't')
    UNION
    SELECT 'pg_class', d.refobjid FROM t JOIN pg_class c ON c.oid = t.oid JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid
     WHERE t.catalog = 'pg_class' AND c.relkind = 'S' AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
    UNION
    SELECT 'pg_class', d.adrelid FROM t JOIN pg_attrdef d ON d.oid = t.oid WHERE t.catalog = 'pg_attrdef'
    UNION
    SELECT CASE WHEN c.conrelid = 0 THEN 'pg_type' ELSE 'pg_class' END, CASE WHEN c.conrelid = 0 THEN c.contypid ELSE c.conrelid END
      FROM t JOIN pg_constraint c ON c.oid = t.oid WHERE t.catalog = 'pg_constraint'
    UNION
    SELECT 'pg_class', g.tgrelid FROM t JOIN pg_trigger g ON g.oid = t.oid WHERE t.catalog = 'pg_trigger'
    UNION
    SELECT 'pg_class', w.ev_class FROM t JOIN pg_rewrite w ON w.oid = t.oid WHERE t.catalog = 'pg_rewrite'
    UNION
    SELECT 'pg_class', p.polrelid FROM t JOIN pg_policy p ON p.oid = t.oid WHERE t.catalog = 'pg_policy'
    UNION
    SELECT 'pg_class', s.stxrelid FROM t JOIN pg_statistic_ext s ON s.oid = t.oid WHERE t.catalog = 'pg_statistic_ext'
    UNION
    SELECT 'pg_class', p.prrelid FROM t JOIN pg_publication_rel p ON p.oid = t.oid WHERE t.catalog = 'pg_publication_rel'
    UNION
    SELECT CASE WHEN c.relkind <> 'c' THEN 'pg_class' ELSE 'pg_type' END, CASE WHEN c.relkind <> 'c' THEN c.oid ELSE y.oid END
      FROM y LEFT JOIN pg_class c ON c.oid = y.typrelid
    UNION
    SELECT t.catalog, t.oid FROM t
     WHERE t.catalog NOT IN ('pg_class', 'pg_index', 'pg_inherits', 'pg_foreign_table', 'pg_attrdef', 'pg_constraint', 'pg_trigger', 'pg_rewrite', 'pg_policy',
                             'pg_statistic_ext', 'pg_publication_rel', 'pg_type'))";

constexpr const char *list_dependents = R"(
    SELECT c.relname, d.objid, d.objsubid
      FROM unnest($1::text[], $2::text[]) AS k (catalog, oid) JOIN pg_depend d ON d.refclassid = k.catalog::regclass AND d.refobjid = k.oid::oid
           JOIN pg_class c ON c.oid = d.classid
     WHERE d.deptype IN ('n', 'a', 'i', 'P', 'S') AND d.objid >= 16384)";

// In the order in which they were added, each once.
class Roots {
public:
    void add(const Key &root) {
        if (seen_.insert(root).second) roots_.push_back(root);
    }

    std::vector<Key> take() { return std::move(roots_); }

private:
    std::unordered_set<Key, Hash> seen_;
    std::vector<Key> roots_;
};

} // namespace

Catalogs catalogs() {
    Catalogs names;
    for (const pg::Row &row : pg::read_catalog(list_catalogs).rows) names[static_cast<std::uint32_t>(number(row[0]))] = *row[1];
    return names;
}

Key key_of(const Catalogs &catalogs, const pg::CatalogRow &row) {
    const auto name = catalogs.find(row.catalog);
    return {name == catalogs.end() ? std::string() : name->second, row.object, row.part};
}

pg::CatalogRow row_of(const Catalogs &catalogs, const Key &key) {
    for (const auto &[oid, name] : catalogs)
        if (name == key.catalog) return {oid, static_cast<std::uint32_t>(key.oid), key.column};
    return {0, static_cast<std::uint32_t>(key.oid), key.column};
}

std::vector<Key> roots_of(const Reading &reading, const Catalogs &catalogs, const pg::Touched &touched) {
    Roots roots;
    std::unordered_set<Key, Hash> keys;
    pg::TextArray names, oids;
    for (const auto *rows : {&touched.made, &touched.changed, &touched.dropped})
        for (const pg::CatalogRow &row : *rows) {
            const Key key = key_of(catalogs, row);
            if (key.catalog.empty()) continue;
            if (const model::Address *known = resolve(reading, key)) roots.add(reading.standing.at(*known).root);
            if (rows == &touched.dropped || !keys.insert({key.catalog, key.oid, 0}).second) continue;
            names.emplace_back(key.catalog);
            oids.emplace_back(std::to_string(key.oid));
        }
    if (!names.empty())
        for (const pg::Row &row : pg::read_catalog(list_roots, {names, oids}).rows) roots.add({*row[0], number(row[1]), 0});
    return roots.take();
}

std::vector<model::Address> dependents_of(const Reading &reading, const std::vector<Key> &keys) {
    std::vector<model::Address> found;
    std::set<model::Address> seen;
    std::vector<Key> next = keys;
    while (!next.empty()) {
        pg::TextArray names, oids;
        for (const Key &key : next) {
            names.emplace_back(key.catalog);
            oids.emplace_back(std::to_string(key.oid));
        }
        next.clear();
        for (const pg::Row &row : pg::read_catalog(list_dependents, {names, oids}).rows) {
            const model::Address *address = resolve(reading, {*row[0], number(row[1]), static_cast<int>(number(row[2]))});
            if (address == nullptr || !seen.insert(*address).second) continue;
            found.push_back(*address);
            next.push_back(reading.standing.at(*address).key);
        }
    }
    return found;
}

} // namespace confiture::catalog
