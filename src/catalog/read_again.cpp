#include <algorithm>
#include <array>
#include <cstring>
#include <new>
#include <utility>

#include "confiture/pg/interrupt.hpp"
#include "confiture/pg/transaction.hpp"
#include "reading.hpp"

namespace confiture::catalog {
namespace {

using model::Address;

// A reader of what belongs to relations, whether any of them has that, and, where it can be read by itself, the kind of what it reads.
struct Part {
    const Reader *reader;
    bool pg::RelationParts::*is_there;
    const char *kind = "";
};

constexpr Part parts[] = {
    {&tables, &pg::RelationParts::is_table, "table"}, {&views, &pg::RelationParts::is_view}, {&sequences, &pg::RelationParts::is_sequence},
    {&foreign_tables, &pg::RelationParts::is_foreign}, {&columns, &pg::RelationParts::has_columns, "table column"},
    {&not_nulls, &pg::RelationParts::has_columns}, {&defaults, &pg::RelationParts::has_defaults, "default value"}, {&constraints, &pg::RelationParts::has_constraints, "table constraint"},
    {&indexes, &pg::RelationParts::has_indexes, "index"}, {&triggers, &pg::RelationParts::has_triggers, "trigger"}, {&rules, &pg::RelationParts::has_rules},
    {&policies, &pg::RelationParts::has_policies}, {&statistics, &pg::RelationParts::has_statistics}, {&publication_relations, &pg::RelationParts::is_published}};

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

constexpr const char *list_aliases_of_publications = R"(
    SELECT 'pg_publication_rel', r.oid, 'pg_publication', r.prpubid, 0 FROM pg_publication_rel r
     WHERE (to_jsonb(r) ->> 'prexcept')::boolean AND r.prpubid = ANY ($1::oid[]))";

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
     WHERE d.deptype IN ('n', 'a', 'i', 'x', 'P', 'S') AND (d.refobjid >= 16384 OR d.refobjid = 2200))";

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

void find(const Reading &reading, Found &found, const Reader &reader, const pg::TextArray &oids) {
    if (!is_there(reading, reader)) return;
    if (reader.allowed != nullptr && pg::read_catalog(reader.allowed).rows[0][0] != "t") return;
    pg::Table table;
    if (reader.paged) pg::roll_back([&] { table = pg::read_catalog(sql_of(reader), {oids}); });
    else table = pg::read_catalog(sql_of(reader), {oids});
    if (!table.rows.empty()) found.emplace_back(&reader, std::move(table));
}

// A relation that is to be read: what there is of it, and, unless it is all, what of that.
struct Relation {
    Key root;
    pg::RelationParts there;
    std::optional<pg::RelationParts> wanted;

    bool wants(bool pg::RelationParts::*part) const { return !wanted || (*wanted).*part; }
};

// What the signs contradict; nothing where only all of it will do: where what any part's text may name is another.
std::optional<pg::RelationParts> contradicted(const pg::RelationSigns &before, const pg::RelationSigns &now) {
    using Signs = pg::RelationSigns;
    const auto differ = [&](Signs::Of of) { return before.sums[of] != now.sums[of]; };
    if (differ(Signs::own) || differ(Signs::columns) || differ(Signs::rest)) return std::nullopt;
    pg::RelationParts parts;
    const bool moved = differ(Signs::keys) || differ(Signs::key_indexes);
    parts.is_table = differ(Signs::marks) || differ(Signs::triggers);
    parts.has_defaults = differ(Signs::defaults);
    parts.has_columns = now.sums[Signs::added] != 0 || parts.has_defaults;
    parts.has_constraints = moved || differ(Signs::checks);
    parts.has_indexes = moved || differ(Signs::indexes);
    parts.has_triggers = differ(Signs::triggers);
    return parts;
}

Relation look_at(Reading &reading, const Key &root, bool by_parts) {
    const auto known = reading.signs.find(root.oid);
    pg::RelationLook look = pg::look_at_relation(static_cast<std::uint32_t>(root.oid), known == reading.signs.end() ? 0 : known->second.width);
    Relation relation{root, look.parts, std::nullopt};
    if (by_parts && known != reading.signs.end() && look.exists && look.parts.is_table) relation.wanted = contradicted(known->second, look.signs);
    look.signs.sums[pg::RelationSigns::columns] += std::exchange(look.signs.sums[pg::RelationSigns::added], 0);
    if (look.exists) reading.signs[root.oid] = look.signs;
    else reading.signs.erase(root.oid);
    return relation;
}

using Relations = std::vector<Relation>;

// Of the relations of which this is to be read.
pg::TextArray with(const Relations &relations, bool pg::RelationParts::*part, bool pg::RelationParts::*there) {
    pg::TextArray oids;
    for (const Relation &relation : relations)
        if (relation.wants(part) && relation.there.*there) oids.emplace_back(std::to_string(relation.root.oid));
    return oids;
}

void find_relations(const Reading &reading, Found &found, const Relations &relations) {
    for (const Part &part : parts)
        if (const pg::TextArray oids = with(relations, part.is_there, part.is_there); !oids.empty()) find(reading, found, *part.reader, oids);
}

void find_others(const Reading &reading, Found &found, const std::string &catalog, const pg::TextArray &oids) {
    for (const Reader *reader : of_others)
        if (catalog == reader->catalog) find(reading, found, *reader, oids);
}

std::size_t place_of(const pg::Table &table, const char *name) {
    for (std::size_t i = 0; i < table.names.size(); i++)
        if (table.names[i] == name) return i;
    return table.names.size();
}

// What is said of the rows found, and by which other rows they go.
void read_sayings(Reading &reading, const pg::TextArray &oids) {
    for (const pg::Row &row : pg::read_catalog(list_sayings_of, {oids}).rows) {
        pg::poll();
        const Key key{*row[1], number(row[2]), static_cast<int>(number(row[3]))};
        if (*row[0] == "comment") reading.comments[key] = *row[4];
        else reading.labels[key].push_back(*row[4]);
    }
}

void forget_sayings(Reading &reading, const Found &found) {
    for (const auto &[reader, table] : found) {
        const std::size_t oid = place_of(table, "_oid"), part = place_of(table, "_subid");
        for (const pg::Row &row : table.rows) {
            pg::poll();
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

bool is_wanted(const Relation &relation, const std::string &kind) {
    return std::any_of(std::begin(parts), std::end(parts), [&](const Part &part) { return part.kind == kind && relation.wants(part.is_there); });
}

// What this turn has brought was not there before.
void take_those(Reading &reading, const std::vector<Address> &addresses, std::map<Address, Was> &taken) {
    for (const Address &address : addresses) {
        pg::poll();
        const bool is_new = reading.standing.at(address).turn == reading.turn;
        Was was = take(reading, address);
        if (!is_new) taken.emplace(address, std::move(was));
    }
}

void take_parts(Reading &reading, const Relation &relation, std::map<Address, Was> &taken) {
    const auto all = reading.by_root.find(relation.root);
    if (all == reading.by_root.end()) return;
    std::vector<Address> wanted;
    std::erase_if(all->second, [&](const Address &address) {
        if (!is_wanted(relation, address.kind)) return false;
        wanted.push_back(address);
        return true;
    });
    take_those(reading, wanted, taken);
}

void take_whole(Reading &reading, const Key &root, std::map<Address, Was> &taken) {
    if (const auto addresses = reading.by_root.extract(root)) take_those(reading, addresses.mapped(), taken);
}

Found find_all(const Reading &reading, const std::map<std::string, pg::TextArray> &oids, const Relations &relations) {
    Found found;
    find_relations(reading, found, relations);
    for (const auto &[catalog, array] : oids) {
        if (catalog == "pg_type")
            for (const Reader *reader : of_types) find(reading, found, *reader, array);
        else find_others(reading, found, catalog, array);
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
    if (oids.empty()) return;
    for (const pg::Row &row : pg::read_catalog(sql, {oids}).rows) {
        pg::poll();
        reading.aliases[{*row[0], number(row[1]), 0}] = {*row[2], number(row[3]), static_cast<int>(number(row[4]))};
        dependents.add(reading, *row[0], row[1]);
    }
}

void read_aliases_of_relations(Reading &reading, const Relations &relations, Dependents &dependents) {
    pg::TextArray whole;
    for (const Relation &relation : relations)
        if (!relation.wanted) whole.emplace_back(std::to_string(relation.root.oid));
    using Parts = pg::RelationParts;
    read_aliases(reading, list_aliases_of_relations, whole, dependents);
    read_aliases(reading, list_aliases_of_constraints, with(relations, &Parts::has_constraints, &Parts::has_keys), dependents);
    read_aliases(reading, list_aliases_of_triggers, with(relations, &Parts::has_triggers, &Parts::has_triggers), dependents);
    read_aliases(reading, list_aliases_of_views, with(relations, &Parts::is_view, &Parts::is_view), dependents);
    read_aliases(reading, list_aliases_of_defaults, with(relations, &Parts::has_defaults, &Parts::has_generated), dependents);
}

void add_dependents(const Reading &reading, const Found &found, Dependents &dependents) {
    for (const auto &[reader, table] : found) {
        const std::size_t oid = place_of(table, "_oid");
        for (const pg::Row &row : table.rows) {
            pg::poll();
            if (!dependents.objects.empty() && dependents.objects.back() == row[oid]) continue; // a column of the same table
            dependents.add(reading, reader->catalog, row[oid]);
        }
    }
}

} // namespace

std::map<Address, Was> read_again(Reading &reading, const Roots &roots, bool is_said_anew) {
    std::map<std::string, pg::TextArray> oids;
    Relations relations;
    std::map<Address, Was> taken;
    for (const Key &root : roots.keys) {
        pg::poll();
        if (root.catalog == "pg_class") relations.push_back(look_at(reading, root, !is_said_anew && roots.by_parts.contains(root)));
        else oids[root.catalog].emplace_back(std::to_string(root.oid));
        if (root.catalog == "pg_class" && relations.back().wanted) take_parts(reading, relations.back(), taken);
        else take_whole(reading, root, taken);
    }
    Found found = find_all(reading, oids, relations);
    Dependents dependents;
    add_dependents(reading, found, dependents);
    if (is_said_anew) {
        forget_sayings(reading, found);
        read_sayings(reading, dependents.objects);
    }
    for (auto &[reader, table] : found) add_all(reading, *reader, table);
    settle_rest(reading);
    read_aliases_of_relations(reading, relations, dependents);
    if (const auto types = oids.find("pg_type"); types != oids.end()) read_aliases(reading, list_aliases_of_types, types->second, dependents);
    if (const auto all = oids.find("pg_publication"); all != oids.end()) read_aliases(reading, list_aliases_of_publications, all->second, dependents);
    if (!dependents.objects.empty()) add_depends(reading, pg::read_catalog(list_depends_of, {dependents.catalogs, dependents.objects}).rows);
    return taken;
}

} // namespace confiture::catalog
