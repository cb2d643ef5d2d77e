#include "confiture/catalog/catalog.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <unordered_map>
#include <utility>

#include "confiture/pg/canonical.hpp"
#include "confiture/pg/interrupt.hpp"
#include "confiture/pg/scope.hpp"
#include "confiture/pg/spi.hpp"
#include "confiture/pg/transaction.hpp"
#include "reader.hpp"

namespace confiture::catalog {
namespace {

using model::Address;
using model::Object;
using model::Schema;

constexpr const Reader *readers[] = {&schemas, &extensions, &languages, &collations, &enums, &domains, &composites, &ranges, &domain_constraints,
                                     &sequences, &tables, &columns, &defaults, &constraints, &indexes, &views, &functions, &aggregates, &triggers,
                                     &event_triggers, &rules, &policies, &statistics, &default_privileges, &base_types, &operators, &operator_families, &operator_classes,
                                     &casts, &transforms, &conversions, &access_methods, &text_search_parsers, &text_search_templates, &text_search_dictionaries,
                                     &text_search_configurations, &foreign_data_wrappers, &foreign_servers, &foreign_tables, &user_mappings, &publications, &publication_relations,
                                     &publication_namespaces, &subscriptions, &subscription_connections};

// A row of a catalog, or a column of one's relation.
struct Key {
    std::string catalog;
    std::int64_t oid = 0;
    int column = 0;

    bool operator==(const Key &) const = default;
};

struct Hash {
    std::size_t operator()(const Key &key) const {
        // OIDs of neighbours differ by little, and so do columns: spread over all bits (by the golden ratio, as Knuth has it).
        return std::hash<std::string>{}(key.catalog) ^ (static_cast<std::size_t>(key.oid * 2048 + key.column) * 0x9E3779B97F4A7C15U >> 16);
    }
};

// A text that may print differently once it has been read back, and where it stands.
struct Unsettled {
    Address address;
    const char *attribute;
};

struct Reading {
    Schema schema;
    std::unordered_map<Key, Address, Hash> addresses;
    std::unordered_map<Key, Key, Hash> aliases;
    std::unordered_map<Key, std::string, Hash> comments;
    std::unordered_map<Key, std::vector<std::string>, Hash> labels;
    std::set<std::pair<std::string, std::int64_t>> foreign; // members of extensions
    std::vector<std::pair<Address, Key>> parts;
    std::vector<Unsettled> unsettled;
    std::vector<pg::Text> texts; // of the unsettled
};

std::int64_t number(const std::optional<std::string> &text) { return text ? std::stoll(*text) : 0; }

// A row that stands for an object without being read as one: the row type of a table, the rule of a view, the index of a constraint.
constexpr const char *list_aliases = R"(
    SELECT 'pg_rewrite', w.oid, 'pg_class', w.ev_class, 0 FROM pg_rewrite w WHERE w.rulename = '_RETURN' AND w.oid >= 16384
    UNION ALL
    SELECT 'pg_type', t.oid, 'pg_class', t.typrelid, 0 FROM pg_type t JOIN pg_class c ON c.oid = t.typrelid WHERE c.relkind <> 'c' AND t.oid >= 16384
    UNION ALL
    SELECT 'pg_class', t.typrelid, 'pg_type', t.oid, 0 FROM pg_type t JOIN pg_class c ON c.oid = t.typrelid WHERE c.relkind = 'c' AND t.oid >= 16384
    UNION ALL
    SELECT 'pg_type', t.typarray, 'pg_type', t.oid, 0 FROM pg_type t WHERE t.typarray <> 0 AND t.oid >= 16384
    UNION ALL
    SELECT 'pg_type', r.rngmultitypid, 'pg_type', r.rngtypid, 0 FROM pg_range r WHERE r.rngtypid >= 16384
    UNION ALL
    SELECT 'pg_class', c.conindid, 'pg_constraint', c.oid, 0 FROM pg_constraint c WHERE c.contype IN ('p', 'u', 'x')
    UNION ALL
    SELECT 'pg_attrdef', d.oid, 'pg_class', d.adrelid, d.adnum FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
     WHERE a.attgenerated <> ''
    UNION ALL
    SELECT 'pg_constraint', c.oid, 'pg_constraint', c.conparentid, 0 FROM pg_constraint c WHERE c.contype = 'f' AND c.conparentid <> 0
    UNION ALL
    SELECT 'pg_constraint', t.tgconstraint, 'pg_trigger', t.oid, 0 FROM pg_trigger t WHERE NOT t.tgisinternal AND t.tgconstraint <> 0
    UNION ALL
    SELECT 'pg_class', d.objid, 'pg_class', d.refobjid, d.refobjsubid FROM pg_depend d JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
     WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'i'
    UNION ALL
    SELECT c.relname, d.objid, r.relname, d.refobjid, 0 FROM pg_depend d JOIN pg_class c ON c.oid = d.classid JOIN pg_class r ON r.oid = d.refclassid
     WHERE d.classid IN ('pg_amop'::regclass, 'pg_amproc'::regclass) AND d.refclassid IN ('pg_opclass'::regclass, 'pg_opfamily'::regclass)
       AND d.objid >= 16384)";

constexpr const char *list_members = R"(
    SELECT c.relname, d.objid, d.refobjid FROM pg_depend d JOIN pg_class c ON c.oid = d.classid WHERE d.deptype = 'e' AND d.refclassid = 'pg_extension'::regclass)";

constexpr const char *list_comments = R"(
    SELECT c.relname, d.objoid, d.objsubid, d.description FROM pg_description d JOIN pg_class c ON c.oid = d.classoid WHERE d.objoid >= 16384 OR d.objoid = 2200)";

constexpr const char *list_labels = R"(
    SELECT c.relname, s.objoid, s.objsubid, format('FOR %I IS %L', s.provider, s.label)
      FROM (SELECT classoid, objoid, objsubid, provider, label FROM pg_seclabel
            UNION ALL
            SELECT classoid, objoid, 0, provider, label FROM pg_shseclabel WHERE classoid = 'pg_subscription'::regclass) AS s
           JOIN pg_class c ON c.oid = s.classoid
     ORDER BY s.provider COLLATE "C")";

// A loose member of an operator family goes with its operator, the family does not.
constexpr const char *list_depends = R"(
    SELECT c.relname, d.objid, d.objsubid, r.relname, d.refobjid, d.refobjsubid,
           CASE WHEN c.relname IN ('pg_amop', 'pg_amproc') THEN 'n' ELSE d.deptype END
      FROM pg_depend d JOIN pg_class c ON c.oid = d.classid JOIN pg_class r ON r.oid = d.refclassid
     WHERE d.deptype IN ('n', 'a', 'i', 'P', 'S') AND d.objid >= 16384 AND (d.refobjid >= 16384 OR d.refobjid = 2200))";

// What nobody has granted, by kind of object: o stands for the owner.
constexpr const char *list_facts = R"(
    SELECT 'user', quote_ident(current_user)
    UNION ALL
    SELECT 'server', (current_setting('server_version_num')::integer / 10000)::text
    UNION ALL
    SELECT 'casts', E'\n' || string_agg(format_type(castsource, NULL) || ' > ' || format_type(casttarget, NULL) || E'\n', E'\n' ORDER BY 1) FROM pg_cast
    UNION ALL
    SELECT 'binary casts', E'\n' || string_agg(format_type(castsource, NULL) || ' > ' || format_type(casttarget, NULL) || E'\n', E'\n' ORDER BY 1)
      FROM pg_cast WHERE castmethod = 'b'
    UNION ALL
    SELECT 'volatile defaults', E'\n' || coalesce(string_agg(format('%I.%I.%I', n.nspname, c.relname, a.attname) || E'\n', E'\n' ORDER BY 1), '')
      FROM pg_attrdef d JOIN pg_class c ON c.oid = d.adrelid JOIN pg_namespace n ON n.oid = c.relnamespace
           JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
     WHERE c.oid >= 16384 AND c.relpersistence <> 't'
       AND EXISTS (SELECT FROM string_to_table(d.adbin::text, 'funcid ') AS called JOIN pg_proc p ON p.oid = substring(called, '^\d+')::oid WHERE p.provolatile = 'v')
    UNION ALL
    SELECT format('updates of extension %I', e.extname),
           CASE WHEN EXISTS (SELECT FROM pg_available_extensions a WHERE a.name = e.extname)
                THEN coalesce((SELECT string_agg(u.target, ' ' ORDER BY u.target COLLATE "C") FROM pg_extension_update_paths(e.extname) u
                                WHERE u.source = e.extversion AND u.path IS NOT NULL), '') END
      FROM pg_extension e WHERE e.extname NOT IN ('confiture', 'plpgsql')
    UNION ALL
    SELECT 'privileges ' || k, (SELECT string_agg(regexp_replace(replace(a::text, quote_ident(pg_get_userbyid(10)), 'o'), '/.*', ''), ',') FROM unnest(acldefault(k::"char", 10)) a)
      FROM unnest('{r,s,f,T,n,l,F,S}'::text[]) k)";

// What the rows of each partition fulfil. The server keeps a lock for each.
constexpr const char *list_bounds = R"(
    SELECT c.oid, format('bound %I.%I', n.nspname, c.relname), pg_get_partition_constraintdef(c.oid)
      FROM (SELECT * FROM pg_class WHERE relispartition AND relkind IN ('r', 'p', 'f') AND oid > $1::oid ORDER BY oid LIMIT 500) c JOIN pg_namespace n ON n.oid = c.relnamespace
     ORDER BY c.oid)";

void read_bounds(Reading &reading) {
    pg::Table table;
    for (std::int64_t last = 0; last == 0 || table.rows.size() == page_rows; last = number(table.rows.back()[0])) {
        pg::roll_back([&] { table = pg::read_catalog(list_bounds, {last}); });
        for (const pg::Row &row : table.rows)
            if (row[2]) reading.schema.facts[*row[1]] = *row[2];
        if (table.rows.empty()) return;
    }
}

void read_keys(Reading &reading) {
    for (const pg::Row &row : pg::read_catalog(list_aliases).rows)
        reading.aliases[{*row[0], number(row[1]), 0}] = {*row[2], number(row[3]), static_cast<int>(number(row[4]))};
    for (const pg::Row &row : pg::read_catalog(list_members).rows) {
        reading.foreign.emplace(*row[0], number(row[1]));
        reading.aliases[{*row[0], number(row[1]), 0}] = {"pg_extension", number(row[2]), 0};
    }
    for (const pg::Row &row : pg::read_catalog(list_comments).rows)
        reading.comments[{*row[0], number(row[1]), static_cast<int>(number(row[2]))}] = *row[3];
    for (const pg::Row &row : pg::read_catalog(list_labels).rows)
        reading.labels[{*row[0], number(row[1]), static_cast<int>(number(row[2]))}].push_back(*row[3]);
    for (const pg::Row &row : pg::read_catalog(list_facts).rows) reading.schema.facts[*row[0]] = row[1].value_or("");
}

// The items of an array of text, as the server prints it.
std::vector<std::string> items_of(const std::string &array) {
    std::vector<std::string> items;
    std::string item;
    bool quoted = false;
    for (std::size_t i = 1; i < array.size(); i++) {
        const char c = array[i];
        if (c == '\\') item += array[++i];
        else if (c == '"') quoted = !quoted;
        else if (!quoted && (c == ',' || c == '}')) {
            if (array.size() > 2) items.push_back(std::move(item));
            item.clear();
        } else item += c;
    }
    return items;
}

// What belongs to an object whatever its kind is.
struct Place {
    Key key;
    std::string kind;
    std::string identity;
    std::vector<std::string> privileges;
    std::vector<std::string> default_privileges;
    std::int64_t relation = 0;
    std::int64_t type = 0;
    std::int64_t number = 0;
    std::string base;
};

void put(Object &object, Place &place, const std::string &name, const std::string &value, bool is_list) {
    if (name == "_oid") place.key.oid = number(value);
    else if (name == "_subid") place.key.column = static_cast<int>(number(value));
    else if (name == "_kind") place.kind = value;
    else if (name == "_identity") place.identity = value;
    else if (name == "_relation") place.relation = number(value);
    else if (name == "_number") place.number = number(value);
    else if (name == "_base") place.base = value;
    else if (name == "_type") place.type = number(value);
    else if (name == "_default") place.default_privileges = items_of(value);
    else if (name == "privileges") place.privileges = items_of(value);
    else if (is_list) object.attributes[name] = {{}, items_of(value), true};
    else object.attributes[name] = {value, {}, false};
}

// Nobody has granted anything where they are the default ones; who may do nothing is told from who was never asked.
void put_privileges(Object &object, Place &place, bool granted) {
    if (!granted) return;
    std::sort(place.privileges.begin(), place.privileges.end());
    std::sort(place.default_privileges.begin(), place.default_privileges.end());
    if (place.privileges != place.default_privileges) object.attributes["privileges"] = {{}, std::move(place.privileges), true};
}

bool is_foreign(const Reading &reading, const Place &place) {
    return reading.foreign.contains({place.key.catalog, place.key.oid}) || reading.foreign.contains({"pg_class", place.relation}) ||
           reading.foreign.contains({"pg_type", place.type});
}

// The OIDs by which the server finds what a text is about.
pg::Text text_of(pg::Deparsed kind, const Place &place, const std::string &text) {
    const bool own = kind == pg::Deparsed::view || kind == pg::Deparsed::partition_key;
    const std::int64_t object = kind == pg::Deparsed::column_default ? place.number : kind == pg::Deparsed::constraint ? place.type : place.key.oid;
    return {kind, static_cast<std::uint32_t>(own ? place.key.oid : place.relation), static_cast<std::uint32_t>(object), text};
}

void note_unsettled(Reading &reading, const Reader &reader, const Address &address, const Object &object, const Place &place) {
    for (const auto &[attribute, kind] : reader.printed) {
        if (attribute == nullptr || !object.has(attribute) || !pg::may_unsettle(kind, object.text(attribute), place.base)) continue;
        reading.unsettled.push_back({address, attribute});
        reading.texts.push_back(text_of(kind, place, object.text(attribute)));
    }
}

// To be called where the locks that this takes end soon.
void settle(Reading &reading) {
    if (!reading.texts.empty()) pg::settle(reading.texts);
    for (std::size_t i = 0; i < reading.texts.size(); i++)
        reading.schema.objects.at(reading.unsettled[i].address).attributes.at(reading.unsettled[i].attribute).text = std::move(reading.texts[i].text);
    reading.unsettled.clear();
    reading.texts.clear();
}

void add_to(Reading &reading, const Place &place, Object object) {
    if (const auto found = reading.addresses.find(place.key); found != reading.addresses.end())
        reading.schema.objects[found->second].attributes.merge(object.attributes);
}

void add(Reading &reading, const Reader &reader, const pg::Table &table, const pg::Row &row) {
    Object object;
    Place place;
    place.key.catalog = reader.catalog;
    if (reader.kind != nullptr) place.kind = reader.kind;
    bool granted = false;
    for (std::size_t i = 0; i < row.size(); i++) {
        if (!row[i]) continue;
        granted = granted || table.names[i] == "privileges";
        put(object, place, table.names[i], *row[i], table.lists[i]);
    }
    if (is_foreign(reading, place)) return;
    if (place.identity.empty()) return add_to(reading, place, std::move(object));
    put_privileges(object, place, granted);
    if (const auto comment = reading.comments.find(place.key); comment != reading.comments.end()) object.attributes["comment"] = {comment->second, {}, false};
    if (const auto labels = reading.labels.find(place.key); labels != reading.labels.end()) object.attributes["labels"] = {{}, labels->second, true};
    Address address{place.kind, place.identity};
    if (place.relation != 0 && !(place.relation == place.key.oid && place.key.column == 0)) reading.parts.emplace_back(address, Key{"pg_class", place.relation, 0});
    note_unsettled(reading, reader, address, object, place);
    reading.addresses.emplace(place.key, address);
    reading.schema.objects.emplace(std::move(address), std::move(object));
}

void add_all(Reading &reading, const Reader &reader, const pg::Table &table) {
    for (const pg::Row &row : table.rows) {
        add(reading, reader, table, row);
        if (reading.texts.size() < page_rows) continue;
        pg::roll_back([&] { settle(reading); });
    }
}

// What is not paged takes no locks while it is read, and may have more rows than the server could lock.
void read_kind(Reading &reading, const Reader &reader) {
    if (reader.allowed != nullptr && pg::read_catalog(reader.allowed).rows[0][0] != "t") return;
    std::int64_t last = 0;
    for (std::size_t found = page_rows; found == page_rows;) {
        pg::Table table;
        pg::roll_back([&] { table = reader.paged ? pg::read_catalog(reader.sql, {last}) : pg::read_catalog(reader.sql); });
        add_all(reading, reader, table);
        found = reader.paged ? table.rows.size() : 0;
        if (found > 0) last = number(table.rows.back()[0]);
    }
    if (!reading.texts.empty()) pg::roll_back([&] { settle(reading); });
}

// The object that a row of a catalog stands for, or nullptr.
const Address *resolve(const Reading &reading, Key key) {
    for (int hops = 0; hops < 8; hops++) {
        if (const auto found = reading.addresses.find(key); found != reading.addresses.end()) return &found->second;
        if (const auto alias = reading.aliases.find({key.catalog, key.oid, 0}); alias != reading.aliases.end()) key = alias->second;
        else if (key.column != 0) key.column = 0;
        else return nullptr;
    }
    return nullptr;
}

void add_dependency(Reading &reading, const Address *from, char type, const Address *to) {
    if (from == nullptr || to == nullptr || *from == *to) return;
    reading.schema.depends[*from].push_back({type, *to});
}

void read_depends(Reading &reading) {
    for (const pg::Row &row : pg::read_catalog(list_depends).rows)
        add_dependency(reading, resolve(reading, {*row[0], number(row[1]), static_cast<int>(number(row[2]))}), (*row[6])[0],
                       resolve(reading, {*row[3], number(row[4]), static_cast<int>(number(row[5]))}));
    for (const auto &[address, key] : reading.parts) add_dependency(reading, &address, 'o', resolve(reading, key));
    for (auto &[address, dependencies] : reading.schema.depends) {
        std::sort(dependencies.begin(), dependencies.end());
        dependencies.erase(std::unique(dependencies.begin(), dependencies.end()), dependencies.end());
    }
}

} // namespace

Schema read() {
    Reading reading;
    read_keys(reading);
    for (const Reader *reader : readers) {
        pg::poll();
        read_kind(reading, *reader);
    }
    read_bounds(reading);
    read_depends(reading);
    reading.schema.facts["format"] = std::to_string(model::format);
    return std::move(reading.schema);
}

} // namespace confiture::catalog
