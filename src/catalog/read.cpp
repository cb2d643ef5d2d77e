#include "confiture/catalog/catalog.hpp"

#include <algorithm>
#include <cstring>
#include <new>
#include <utility>

#include "confiture/pg/belonging.hpp"
#include "confiture/pg/interrupt.hpp"
#include "confiture/pg/transaction.hpp"
#include "reading.hpp"

namespace confiture::catalog {
namespace {

constexpr const Reader *readers[] = {&schemas, &extensions, &languages, &collations, &enums, &domains, &composites, &ranges, &domain_constraints,
                                     &sequences, &tables, &columns, &not_nulls, &defaults, &constraints, &indexes, &views, &functions, &aggregates, &triggers,
                                     &event_triggers, &rules, &policies, &statistics, &default_privileges, &base_types, &operators, &operator_families, &operator_classes,
                                     &casts, &transforms, &conversions, &access_methods, &text_search_parsers, &text_search_templates, &text_search_dictionaries,
                                     &text_search_configurations, &foreign_data_wrappers, &foreign_servers, &foreign_tables, &user_mappings, &publications, &publication_relations,
                                     &publication_namespaces, &subscriptions, &subscription_connections, &initial_privileges};

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
    SELECT 'pg_constraint', c.oid, 'pg_constraint', c.conparentid, 0 FROM pg_constraint c WHERE c.contype = 'f' AND c.conparentid <> 0
    UNION ALL
    SELECT 'pg_constraint', t.tgconstraint, 'pg_trigger', t.oid, 0 FROM pg_trigger t WHERE NOT t.tgisinternal AND t.tgconstraint <> 0
    UNION ALL
    SELECT 'pg_class', d.objid, 'pg_class', d.refobjid, d.refobjsubid FROM pg_depend d JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
     WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'i'
    UNION ALL
    SELECT c.relname, d.objid, r.relname, d.refobjid, 0 FROM pg_depend d JOIN pg_class c ON c.oid = d.classid JOIN pg_class r ON r.oid = d.refclassid
     WHERE d.classid IN ('pg_amop'::regclass, 'pg_amproc'::regclass) AND d.refclassid IN ('pg_opclass'::regclass, 'pg_opfamily'::regclass)
       AND d.objid >= 16384
    UNION ALL
    SELECT 'pg_publication_rel', r.oid, 'pg_publication', r.prpubid, 0 FROM pg_publication_rel r WHERE (to_jsonb(r) ->> 'prexcept')::boolean)";

// A column that is generated has its expression as a default.
constexpr const char *list_aliases_of_generated = R"(
    SELECT 'pg_attrdef', d.oid, 'pg_class', d.adrelid, d.adnum FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
     WHERE a.attgenerated <> '')";

// Members of extensions, and what goes with one by ALTER ... DEPENDS ON EXTENSION.
constexpr const char *list_members = R"(
    SELECT c.relname, d.objid, d.refobjid, d.deptype, quote_ident(e.extname)
      FROM pg_depend d JOIN pg_class c ON c.oid = d.classid JOIN pg_extension e ON e.oid = d.refobjid
     WHERE d.deptype IN ('e', 'x') AND d.refclassid = 'pg_extension'::regclass
     ORDER BY e.extname COLLATE "C")";

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
    SELECT d.classid, d.objid, d.objsubid, d.refclassid, d.refobjid, d.refobjsubid,
           CASE WHEN d.classid IN ('pg_amop'::regclass, 'pg_amproc'::regclass) THEN 'n' ELSE d.deptype END
      FROM pg_depend d
     WHERE d.deptype IN ('n', 'a', 'i', 'x', 'P', 'S') AND d.objid >= 16384 AND (d.refobjid >= 16384 OR d.refobjid = 2200))";

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
    SELECT 'volatile defaults', E'\n' || coalesce(string_agg(v.name || E'\n', E'\n' ORDER BY v.name COLLATE "C"), '')
      FROM (SELECT DISTINCT d.adrelid, d.adnum FROM pg_attrdef d, string_to_table(d.adbin::text, 'funcid ') AS called, pg_proc p
             WHERE p.oid = CASE WHEN called NOT LIKE '{%' THEN split_part(called, ' ', 1)::oid END AND p.provolatile = 'v') AS d,
           LATERAL (SELECT (SELECT format('%I.%I.%I', n.nspname, c.relname, a.attname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                                   JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.adnum
                             WHERE c.oid = d.adrelid AND c.oid >= 16384 AND c.relpersistence <> 't') AS name OFFSET 0) AS v
    UNION ALL
    SELECT format('updates of extension %I', e.extname),
           CASE WHEN EXISTS (SELECT FROM pg_available_extensions a WHERE a.name = e.extname)
                THEN coalesce((SELECT string_agg(u.target, ' ' ORDER BY u.target COLLATE "C") FROM pg_extension_update_paths(e.extname) u
                                WHERE u.source = e.extversion AND u.path IS NOT NULL), '') END
      FROM pg_extension e WHERE e.extname NOT IN ('confiture', 'plpgsql')
    UNION ALL
    SELECT 'privileges ' || k, (SELECT string_agg(regexp_replace(a::text, '^(("[^"]*")+|[^"=]+)?(=[^/]*)/.*', CASE WHEN a::text LIKE '=%' THEN '' ELSE 'o' END || '\3'), ',')
                                  FROM unnest(acldefault(k::"char", 10)) a)
      FROM unnest('{r,s,f,T,n,l,F,S}'::text[]) k)";

// What the rows of each partition fulfil. The server keeps a lock for each.
constexpr const char *list_bounds = R"(
    SELECT c.oid, format('bound %I.%I', n.nspname, c.relname), pg_get_partition_constraintdef(c.oid)
      FROM (SELECT * FROM pg_class WHERE relispartition AND relkind IN ('r', 'p', 'f') AND oid > $1::oid ORDER BY oid LIMIT 500) c JOIN pg_namespace n ON n.oid = c.relnamespace
     ORDER BY c.oid)";

// Whether an object of this kind, or a foreign one, has this.
bool any_has(const model::Schema &schema, const std::string &kind, const char *attribute) {
    return std::any_of(schema.objects.begin(), schema.objects.end(),
                       [&](const auto &entry) { return (entry.first.kind == kind || entry.first.kind == "foreign " + kind) && entry.second.has(attribute); });
}

void read_bounds(Reading &reading) {
    if (!any_has(reading.schema, "table", "partition_of")) return;
    pg::Table table;
    for (std::int64_t last = 0; last == 0 || table.rows.size() == page_rows; last = number(table.rows.back()[0])) {
        pg::roll_back([&] { table = pg::read_catalog(list_bounds, {last}); });
        for (const pg::Row &row : table.rows)
            if (row[2]) reading.schema.facts[*row[1]] = *row[2];
        if (table.rows.empty()) return;
    }
}

void add_aliases(Reading &reading, const pg::Rows &rows) {
    for (const pg::Row &row : rows) {
        pg::poll();
        reading.aliases[{*row[0], number(row[1]), 0}] = {*row[2], number(row[3]), static_cast<int>(number(row[4]))};
    }
}

void read_keys(Reading &reading) {
    reading.catalogs = catalogs();
    add_aliases(reading, pg::read_catalog(list_aliases).rows);
    for (const pg::Row &row : pg::read_catalog(list_members).rows) {
        pg::poll();
        const Key key{*row[0], number(row[1]), 0};
        if (*row[3] == "x") {
            const auto constraint = reading.aliases.find(key); // whose index it is
            reading.companions[constraint == reading.aliases.end() ? key : constraint->second].push_back(*row[4]);
            continue;
        }
        reading.foreign.insert(key);
        reading.aliases[key] = {"pg_extension", number(row[2]), 0};
    }
    for (const pg::Row &row : pg::read_catalog(list_comments).rows) {
        pg::poll();
        reading.comments[{*row[0], number(row[1]), static_cast<int>(number(row[2]))}] = *row[3];
    }
    for (const pg::Row &row : pg::read_catalog(list_labels).rows)
        reading.labels[{*row[0], number(row[1]), static_cast<int>(number(row[2]))}].push_back(*row[3]);
    for (const pg::Row &row : pg::read_catalog(list_facts).rows) reading.schema.facts[*row[0]] = row[1].value_or("");
}

// A page of the reader's rows, in the order of their OIDs. As long as its plan is kept, so is its text.
const char *paged_sql(const Reader &reader) {
    static constinit const char *texts[2] = {};
    const char *&text = texts[&reader == &views ? 0 : 1];
    if (text == nullptr) text = strdup(("SELECT * FROM (" + std::string(reader.sql) + ") AS r WHERE r._oid > $1::oid ORDER BY r._oid LIMIT 500").c_str());
    if (text == nullptr) throw std::bad_alloc();
    return text;
}

// What is not paged takes no locks while it is read, and may have more rows than the server could lock.
void read_kind(Reading &reading, const Reader &reader) {
    // A catalog without rows costs no more than a look, where its query would have to be planned. Schema public and initial privileges are nobody's.
    if (&reader != &schemas && &reader != &initial_privileges && !pg::has_rows_of_users(reader.catalog)) return;
    if (!is_there(reading, reader)) return;
    if (reader.allowed != nullptr && pg::read_catalog(reader.allowed).rows[0][0] != "t") return;
    std::int64_t last = 0;
    for (std::size_t found = page_rows; found == page_rows;) {
        pg::Table table;
        pg::roll_back([&] { table = reader.paged ? pg::read_catalog(paged_sql(reader), {last}) : pg::read_catalog(reader.sql); });
        add_all(reading, reader, table);
        found = reader.paged ? table.rows.size() : 0;
        if (found > 0) last = number(table.rows.back()[0]);
    }
    settle_rest(reading);
}

} // namespace

Reading read_all(bool is_followed) {
    Reading reading;
    reading.is_followed = is_followed;
    read_keys(reading);
    for (const Reader *reader : readers) {
        pg::poll();
        read_kind(reading, *reader);
    }
    read_bounds(reading);
    if (any_has(reading.schema, "table column", "generated")) add_aliases(reading, pg::read_catalog(list_aliases_of_generated).rows);
    add_depends(reading, pg::read_catalog(list_depends).rows);
    reading.schema.facts["format"] = std::to_string(model::format);
    return reading;
}

model::Schema read() { return std::move(read_all(false).schema); }

Read read_with_holders() {
    Reading reading = read_all(true);
    Read read;
    for (const auto &[address, standing] : reading.standing) {
        const Key &key = standing.key;
        if (holds_data(address.kind)) read.holders.emplace(std::string(key.catalog) + " " + std::to_string(key.oid) + " " + std::to_string(key.column), address);
    }
    read.schema = std::move(reading.schema);
    return read;
}

bool is_renamed(const Read &before, const Read &after) {
    return std::ranges::any_of(before.holders, [&](const auto &holder) {
        const auto &[row, address] = holder;
        const auto now = after.holders.find(row);
        return now != after.holders.end() && (now->second != address || renames_labels(before.schema.at(address), after.schema.at(address)));
    });
}

} // namespace confiture::catalog
