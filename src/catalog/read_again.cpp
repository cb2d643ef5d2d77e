#include <array>
#include <cstring>
#include <new>

#include "confiture/pg/belonging.hpp"
#include "confiture/pg/interrupt.hpp"
#include "confiture/pg/transaction.hpp"
#include "reading.hpp"

namespace confiture::catalog {
namespace {

using model::Address;

// A reader of what belongs to relations, and whether any of them has that.
struct Part {
    const Reader *reader;
    bool pg::RelationParts::*is_there;
};

constexpr Part parts[] = {
    {&tables, &pg::RelationParts::is_table}, {&views, &pg::RelationParts::is_view}, {&sequences, &pg::RelationParts::is_sequence},
    {&foreign_tables, &pg::RelationParts::is_foreign}, {&columns, &pg::RelationParts::has_columns}, {&defaults, &pg::RelationParts::has_defaults},
    {&constraints, &pg::RelationParts::has_constraints}, {&indexes, &pg::RelationParts::has_indexes}, {&triggers, &pg::RelationParts::has_triggers},
    {&rules, &pg::RelationParts::has_rules}, {&policies, &pg::RelationParts::has_policies}, {&statistics, &pg::RelationParts::has_statistics},
    {&publication_relations, &pg::RelationParts::is_published}};

constexpr const Reader *of_types[] = {&enums, &domains, &composites, &ranges, &base_types, &domain_constraints};

constexpr const Reader *of_others[] = {&schemas, &extensions, &languages, &collations, &functions, &aggregates, &event_triggers, &default_privileges, &operators,
                                       &operator_families, &operator_classes, &casts, &transforms, &conversions, &access_methods, &text_search_parsers,
                                       &text_search_templates, &text_search_dictionaries, &text_search_configurations, &foreign_data_wrappers, &foreign_servers,
                                       &user_mappings, &publications, &publication_namespaces, &subscriptions, &subscription_connections};

// As list_aliases has them, of these relations: of all that are there, of those with constraints, of those with triggers, with rules, with defaults.
constexpr const char *list_aliases_of_relations = R"(
    SELECT 'pg_type', c.reltype, 'pg_class', c.oid, 0 FROM pg_class c WHERE c.reltype <> 0 AND c.oid = ANY ($1::oid[])
    UNION ALL
    SELECT 'pg_type', t.typarray, 'pg_type', t.oid, 0 FROM pg_class c JOIN pg_type t ON t.oid = c.reltype WHERE t.typarray <> 0 AND c.oid = ANY ($1::oid[])
    UNION ALL
    SELECT 'pg_class', d.objid, 'pg_class', d.refobjid, d.refobjsubid FROM pg_depend d JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
     WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'i' AND d.refobjid = ANY ($1::oid[]))";

constexpr const char *list_aliases_of_constraints = R"(
    SELECT CASE c.contype WHEN 'f' THEN 'pg_constraint' ELSE 'pg_class' END, CASE c.contype WHEN 'f' THEN c.oid ELSE c.conindid END,
           'pg_constraint', CASE c.contype WHEN 'f' THEN c.conparentid ELSE c.oid END, 0
      FROM pg_constraint c WHERE (c.contype IN ('p', 'u', 'x') OR c.contype = 'f' AND c.conparentid <> 0) AND c.conrelid = ANY ($1::oid[]))";

constexpr const char *list_aliases_of_triggers = R"(
    SELECT 'pg_constraint', t.tgconstraint, 'pg_trigger', t.oid, 0 FROM pg_trigger t
     WHERE NOT t.tgisinternal AND t.tgconstraint <> 0 AND t.tgrelid = ANY ($1::oid[]))";

constexpr const char *list_aliases_of_views = R"(
    SELECT 'pg_rewrite', w.oid, 'pg_class', w.ev_class, 0 FROM pg_rewrite w WHERE w.rulename = '_RETURN' AND w.ev_class = ANY ($1::oid[]))";

constexpr const char *list_aliases_of_defaults = R"(
    SELECT 'pg_attrdef', d.oid, 'pg_class', d.adrelid, d.adnum FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
     WHERE a.attgenerated <> '' AND d.adrelid = ANY ($1::oid[]))";

constexpr const char *list_aliases_of_types = R"(
    SELECT 'pg_type', t.typarray, 'pg_type', t.oid, 0 FROM pg_type t WHERE t.typarray <> 0 AND t.oid = ANY ($1::oid[])
    UNION ALL
    SELECT 'pg_class', t.typrelid, 'pg_type', t.oid, 0 FROM pg_type t JOIN pg_class c ON c.oid = t.typrelid WHERE c.relkind = 'c' AND t.oid = ANY ($1::oid[])
    UNION ALL
    SELECT 'pg_type', r.rngmultitypid, 'pg_type', r.rngtypid, 0 FROM pg_range r WHERE r.rngtypid = ANY ($1::oid[]))";

constexpr const char *list_sayings_of = R"(
    SELECT 'comment', c.relname, d.objoid, d.objsubid, d.description FROM pg_description d JOIN pg_class c ON c.oid = d.classoid WHERE d.objoid = ANY ($1::oid[])
    UNION ALL
    SELECT 'label', c.relname, s.objoid, s.objsubid, format('FOR %I IS %L', s.provider, s.label)
      FROM (SELECT l.* FROM (SELECT classoid, objoid, objsubid, provider, label FROM pg_seclabel WHERE objoid = ANY ($1::oid[])
                             UNION ALL
                             SELECT classoid, objoid, 0, provider, label FROM pg_shseclabel
                              WHERE classoid = 'pg_subscription'::regclass AND objoid = ANY ($1::oid[])) AS l
             ORDER BY l.provider COLLATE "C") AS s
           JOIN pg_class c ON c.oid = s.classoid)";

constexpr const char *list_depends_of = R"(
    SELECT d.classid, d.objid, d.objsubid, d.refclassid, d.refobjid, d.refobjsubid, d.deptype
      FROM unnest($1::text[], $2::text[]) AS k (catalog, oid) JOIN pg_depend d ON d.classid = k.catalog::oid AND d.objid = k.oid::oid
     WHERE d.deptype IN ('n', 'a', 'i', 'P', 'S') AND (d.refobjid >= 16384 OR d.refobjid = 2200))";

using Found = std::vector<std::pair<const Reader *, pg::Table>>;

// The reader's query for these roots alone. As long as its plan is kept, so is its text.
const char *sql_of(const Reader &reader) {
    struct Text {
        const Reader *reader;
        const char *sql;
    };
    static constinit std::array<Text, 64> texts{};
    Text *text = texts.data();
    while (text->reader != nullptr && text->reader != &reader) text++;
    if (text->reader != nullptr) return text->sql;
    const std::string sql(reader.sql);
    // Its window is partitioned by that, which lets the condition in.
    const char *root = &reader == &columns ? "_oid" : sql.find(" AS _relation") != std::string::npos ? "_relation" : sql.find(" AS _type") != std::string::npos ? "_type" : "_oid";
    text->sql = strdup(("SELECT * FROM (" + sql + ") AS r WHERE r." + root + " = ANY ($1::oid[])").c_str());
    if (text->sql == nullptr) throw std::bad_alloc();
    text->reader = &reader;
    return text->sql;
}

void find(Found &found, const Reader &reader, const pg::TextArray &oids) {
    if (reader.allowed != nullptr && pg::read_catalog(reader.allowed).rows[0][0] != "t") return;
    pg::Table table;
    if (reader.paged) pg::roll_back([&] { table = pg::read_catalog(sql_of(reader), {oids}); });
    else table = pg::read_catalog(sql_of(reader), {oids});
    if (!table.rows.empty()) found.emplace_back(&reader, std::move(table));
}

void find_relations(Found &found, const pg::RelationParts &there, const pg::TextArray &relations) {
    for (const Part &part : parts)
        if (there.*part.is_there) find(found, *part.reader, relations);
}

void find_others(Found &found, const std::string &catalog, const pg::TextArray &oids) {
    for (const Reader *reader : of_others)
        if (catalog == reader->catalog) find(found, *reader, oids);
}

std::size_t place_of(const pg::Table &table, const char *name) {
    for (std::size_t i = 0; i < table.names.size(); i++)
        if (table.names[i] == name) return i;
    return table.names.size();
}

// What is said of the rows found, and by which other rows they go.
void read_sayings(Reading &reading, const pg::TextArray &oids) {
    for (const pg::Row &row : pg::read_catalog(list_sayings_of, {oids}).rows) {
        const Key key{*row[1], number(row[2]), static_cast<int>(number(row[3]))};
        if (*row[0] == "comment") reading.comments[key] = *row[4];
        else reading.labels[key].push_back(*row[4]);
    }
}

void forget_sayings(Reading &reading, const Found &found) {
    for (const auto &[reader, table] : found) {
        const std::size_t oid = place_of(table, "_oid"), part = place_of(table, "_subid");
        for (const pg::Row &row : table.rows) {
            const Key key{reader->catalog, number(row[oid]), part < row.size() ? static_cast<int>(number(row[part])) : 0};
            reading.comments.erase(key);
            reading.labels.erase(key);
        }
    }
}

Was take(Reading &reading, const Address &address) {
    Was was;
    const auto standing = reading.standing.find(address);
    was.key = standing->second.key;
    reading.addresses.erase(was.key);
    reading.standing.erase(standing);
    if (const auto object = reading.schema.objects.extract(address)) was.object = std::move(object.mapped());
    if (auto depends = reading.schema.depends.extract(address)) was.depends = std::move(depends.mapped());
    return was;
}

std::map<Address, Was> take_all(Reading &reading, const std::vector<Key> &roots) {
    std::map<Address, Was> taken;
    for (const Key &root : roots) {
        const auto addresses = reading.by_root.extract(root);
        if (!addresses) continue;
        pg::poll();
        for (const Address &address : addresses.mapped()) taken.emplace(address, take(reading, address));
    }
    return taken;
}

Found find_all(const std::map<std::string, pg::TextArray> &oids, const pg::RelationParts &there) {
    Found found;
    for (const auto &[catalog, array] : oids) {
        if (catalog == "pg_class") find_relations(found, there, array);
        else if (catalog == "pg_type")
            for (const Reader *reader : of_types) find(found, *reader, array);
        else find_others(found, catalog, array);
    }
    return found;
}

// Whose dependencies are asked for: OIDs of catalogs and of objects.
struct Dependents {
    pg::TextArray catalogs, objects;

    void add(const Reading &reading, const std::string &catalog, const std::optional<std::string> &object) {
        catalogs.emplace_back(std::to_string(reading.catalogs.oids.at(catalog)));
        objects.emplace_back(object);
    }
};

void read_aliases(Reading &reading, const char *sql, const pg::TextArray &oids, Dependents &dependents) {
    for (const pg::Row &row : pg::read_catalog(sql, {oids}).rows) {
        pg::poll();
        reading.aliases[{*row[0], number(row[1]), 0}] = {*row[2], number(row[3]), static_cast<int>(number(row[4]))};
        dependents.add(reading, *row[0], row[1]);
    }
}

void read_all_aliases(Reading &reading, const std::map<std::string, pg::TextArray> &oids, const pg::RelationParts &there, Dependents &dependents) {
    if (const auto relations = oids.find("pg_class"); relations != oids.end()) {
        read_aliases(reading, list_aliases_of_relations, relations->second, dependents);
        if (there.has_constraints) read_aliases(reading, list_aliases_of_constraints, relations->second, dependents);
        if (there.has_triggers) read_aliases(reading, list_aliases_of_triggers, relations->second, dependents);
        if (there.is_view) read_aliases(reading, list_aliases_of_views, relations->second, dependents);
        if (there.has_defaults) read_aliases(reading, list_aliases_of_defaults, relations->second, dependents);
    }
    if (const auto types = oids.find("pg_type"); types != oids.end()) read_aliases(reading, list_aliases_of_types, types->second, dependents);
}

} // namespace

std::map<Address, Was> read_again(Reading &reading, const std::vector<Key> &roots, bool is_said_anew) {
    std::map<std::string, pg::TextArray> oids;
    pg::RelationParts there;
    for (const Key &root : roots) {
        pg::poll();
        oids[root.catalog].emplace_back(std::to_string(root.oid));
        if (root.catalog == "pg_class") pg::add_parts(static_cast<std::uint32_t>(root.oid), there);
    }
    std::map<Address, Was> taken = take_all(reading, roots);
    const Found found = find_all(oids, there);
    Dependents dependents;
    for (const auto &[reader, table] : found) {
        const std::size_t oid = place_of(table, "_oid");
        for (const pg::Row &row : table.rows) {
            pg::poll();
            if (!dependents.objects.empty() && dependents.objects.back() == row[oid]) continue; // a column of the same table
            dependents.add(reading, reader->catalog, row[oid]);
        }
    }
    if (is_said_anew) {
        forget_sayings(reading, found);
        read_sayings(reading, dependents.objects);
    }
    for (const auto &[reader, table] : found) add_all(reading, *reader, table);
    settle_rest(reading);
    read_all_aliases(reading, oids, there, dependents);
    add_depends(reading, pg::read_catalog(list_depends_of, {dependents.catalogs, dependents.objects}).rows);
    return taken;
}

} // namespace confiture::catalog
