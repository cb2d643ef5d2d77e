#include "batch/target.hpp"

#include <algorithm>

#include "confiture/model/conditions.hpp"
#include "confiture/pg/spi.hpp"

namespace confiture::batch {
namespace {

constexpr char table_query[] = R"(
    SELECT c.relkind, pg_catalog.format('%I.%I', n.nspname, c.relname), c.oid::regclass::text, c.oid < 16384, n.nspname = 'confiture',
           EXISTS (SELECT FROM pg_inherits WHERE inhparent = c.oid),
           CASE WHEN c.relkind = 'p' THEN (SELECT sum(greatest(p.reltuples, 0))::bigint FROM pg_partition_tree(c.oid) AS t JOIN pg_class p ON p.oid = t.relid
                                            WHERE t.isleaf)
                WHEN c.reltuples >= 0 THEN c.reltuples::bigint END
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.oid = $1::oid)";

constexpr char key_query[] = R"(
    SELECT c.oid, c.relname,
           CASE WHEN NOT i.indisunique OR m.amname <> 'btree' THEN 'is not unique in the order of a B-tree'
                WHEN NOT i.indisvalid OR NOT i.indisready OR NOT i.indislive THEN 'is not valid'
                WHEN NOT i.indimmediate THEN 'is deferrable'
                WHEN i.indpred IS NOT NULL THEN 'does not hold all rows'
                WHEN i.indexprs IS NOT NULL THEN 'is over expressions'
                WHEN EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey[0:i.indnkeyatts - 1])
                                AND (NOT a.attnotnull OR EXISTS (SELECT FROM pg_constraint n
                                         WHERE n.conrelid = a.attrelid AND n.contype = 'n' AND NOT n.convalidated AND a.attnum = ANY (n.conkey))))
                    THEN 'has a column that may be null'
                WHEN (SELECT count(DISTINCT o & 1) FROM unnest(i.indoption) AS o) > 1 THEN 'mixes ascending and descending columns' END
      FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am m ON m.oid = c.relam
     WHERE i.indrelid = $1::oid AND CASE WHEN $2::text IS NULL THEN i.indisprimary ELSE c.relname = $2 END)";

constexpr char columns_query[] = R"(
    WITH operator AS (
        SELECT m.amopfamily, m.amoplefttype, m.amopstrategy, m.amopopr, pg_catalog.format('OPERATOR(%I.%s)', n.nspname, o.oprname) AS name, o.oprname
          FROM pg_amop m JOIN pg_operator o ON o.oid = m.amopopr JOIN pg_namespace n ON n.oid = o.oprnamespace
         WHERE m.amoplefttype = m.amoprighttype AND m.amopmethod = (SELECT oid FROM pg_am WHERE amname = 'btree'))
    SELECT a.attname, pg_catalog.quote_ident(a.attname) ||
               CASE WHEN l.oid <> a.attcollation THEN pg_catalog.format(' COLLATE %I.%I', ln.nspname, l.collname) ELSE '' END,
           a.atttypid, a.attnum, lt.name, le.name, eq.name, ge.name, gt.name, gt.amopopr, gt.oprname, le.amopopr, le.oprname,
           ((i.indoption[k] & 2) <> 0) <> ((i.indoption[k] & 1) <> 0)
      FROM pg_index i CROSS JOIN LATERAL generate_series(0, i.indnkeyatts - 1) AS k
      JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k]
      JOIN pg_opclass o ON o.oid = i.indclass[k]
      JOIN operator lt ON lt.amopfamily = o.opcfamily AND lt.amoplefttype = o.opcintype AND lt.amopstrategy = 1
      JOIN operator le ON le.amopfamily = o.opcfamily AND le.amoplefttype = o.opcintype AND le.amopstrategy = 2
      JOIN operator eq ON eq.amopfamily = o.opcfamily AND eq.amoplefttype = o.opcintype AND eq.amopstrategy = 3
      JOIN operator ge ON ge.amopfamily = o.opcfamily AND ge.amoplefttype = o.opcintype AND ge.amopstrategy = 4
      JOIN operator gt ON gt.amopfamily = o.opcfamily AND gt.amoplefttype = o.opcintype AND gt.amopstrategy = 5
      LEFT JOIN pg_collation l ON l.oid = i.indcollation[k] LEFT JOIN pg_namespace ln ON ln.oid = l.collnamespace
     WHERE i.indexrelid = $1::oid
     ORDER BY k)";

std::int64_t number(const std::optional<std::string> &cell) { return std::stoll(*cell); }

void refuse_kind(const pg::Row &row) {
    if (row[3] == "t")
        throw Problem(condition::insufficient_privilege, "permission denied: \"" + *row[1] + "\" is a system catalog");
    if (row[4] == "t") throw Problem(condition::protected_object, "table " + *row[1] + " belongs to extension \"confiture\"");
    if (row[0] != "r" && row[0] != "p")
        throw Problem(condition::wrong_object_type, "\"" + *row[1] + "\" is not a table", "Only tables and partitioned tables have a unique key.");
}

Target read_table(std::uint32_t relation) {
    const pg::Rows rows = pg::query(table_query, {std::int64_t{relation}});
    if (rows.empty()) throw Problem(condition::undefined_object, "relation with OID " + std::to_string(relation) + " does not exist");
    const pg::Row &row = rows[0];
    refuse_kind(row);
    Target target;
    target.relation = relation;
    target.name = *row[1];
    target.printed = *row[2];
    target.from = row[0] == "p" ? target.name : "ONLY " + target.name;
    target.has_children = row[0] == "r" && row[5] == "t";
    if (row[6]) target.estimated = number(row[6]);
    return target;
}

// Gives the index's OID.
std::int64_t choose_key(Target &target, const std::optional<std::string> &key) {
    const std::string hint = "Name a unique index over NOT NULL columns: key => '...'";
    const pg::Rows rows = pg::query(key_query, {std::int64_t{target.relation}, pg::value_or_null(key)});
    if (rows.empty() && key) throw Problem(condition::undefined_object, "table " + target.name + " has no index \"" + *key + "\"", {}, hint);
    if (rows.empty()) throw Problem(condition::not_in_prerequisite_state, "table " + target.name + " has no primary key", {}, hint);
    target.key = *rows[0][1];
    if (rows[0][2])
        throw Problem(condition::not_in_prerequisite_state, "index \"" + target.key + "\" " + *rows[0][2],
                      "Each row of the table must have a place of its own in it.", hint);
    return number(rows[0][0]);
}

// The name under which one operator compares rows, whose columns may have operators of different schemas: then it is resolved by search_path.
std::string for_rows(const Target &target, const pg::Rows &rows, std::size_t qualified, std::size_t oid, std::size_t plain) {
    const auto alike = [&](std::size_t cell) {
        return std::ranges::all_of(rows, [&](const pg::Row &row) { return row[cell] == rows[0][cell]; });
    };
    if (alike(qualified)) return *rows[0][qualified];
    std::string oids;
    for (const pg::Row &row : rows) oids += (oids.empty() ? "" : ",") + *row[oid];
    constexpr std::uint32_t oid_array = 1028;
    const pg::Rows visible = pg::caller_query(
        "SELECT pg_catalog.bool_and(pg_catalog.pg_operator_is_visible(o)) FROM pg_catalog.unnest($1) AS o", {{oid_array, "{" + oids + "}"}});
    if (alike(plain) && visible[0][0] == "t") return *rows[0][plain];
    throw Problem(condition::not_in_prerequisite_state, "no one operator compares rows of index \"" + target.key + "\"",
                  "The operators that order its columns have different names, or stand in schemas that are not in search_path.",
                  "Add the schemas of the columns' types to search_path, or name another unique index: key => '...'");
}

void read_columns(Target &target, std::int64_t index) {
    const pg::Rows rows = pg::query(columns_query, {index});
    for (const pg::Row &row : rows)
        target.columns.push_back({*row[0], *row[1], static_cast<std::uint32_t>(number(row[2])), static_cast<int>(number(row[3])), *row[4],
                                  *row[5], *row[6], *row[7], *row[8], row[13] == "t"});
    target.greater = for_rows(target, rows, 8, 9, 10);
    target.less_equal = for_rows(target, rows, 5, 11, 12);
}

// All columns, each followed by what `behind` says of it.
template <class Behind>
std::string list(const Target &target, Behind behind) {
    std::string text;
    for (const KeyColumn &column : target.columns) text += (text.empty() ? "" : ", ") + column.expression + behind(column);
    return text;
}

std::string names(const Target &target) {
    return list(target, [](const KeyColumn &) { return ""; });
}

std::string ordered(const Target &target, bool ascending) {
    return list(target, [&](const KeyColumn &column) {
        return " USING " + (ascending ? column.less : column.greater) + (column.nulls_first == ascending ? " NULLS FIRST" : " NULLS LAST");
    });
}

std::string dollar(std::size_t number) { return "$" + std::to_string(number); }

// Compares the row of all columns with the parameters from `first` on.
std::string compared(const Target &target, const std::string &comparison, std::size_t first) {
    std::string values;
    for (std::size_t i = 0; i < target.columns.size(); i++) values += (i == 0 ? "" : ", ") + dollar(first + i);
    return "(" + names(target) + ") " + comparison + " (" + values + ")";
}

std::string between(const Target &target, bool behind) {
    const std::string end = compared(target, target.less_equal, target.columns.size() + 1);
    return behind ? compared(target, target.greater, 1) + " AND " + end : end;
}

std::optional<Bound> bound_of(const pg::Rows &rows) {
    if (rows.empty()) return std::nullopt;
    Bound bound;
    for (const std::optional<std::string> &cell : rows[0]) bound.push_back(cell.value());
    return bound;
}

} // namespace

Target find_target(std::uint32_t relation, const std::optional<std::string> &key) {
    Target target = read_table(relation);
    read_columns(target, choose_key(target, key));
    return target;
}

std::optional<Bound> end_key(const Target &target, bool smallest) {
    return bound_of(pg::caller_query("SELECT " + names(target) + " FROM " + target.from + " ORDER BY " + ordered(target, smallest) + " LIMIT 1", {}));
}

std::optional<Bound> end_of_batch(const Target &target, const std::optional<Bound> &after, const Bound &last, std::int64_t rows) {
    return bound_of(pg::caller_query("SELECT " + names(target) + " FROM " + target.from + " WHERE " + between(target, after.has_value()) + " ORDER BY " +
                                         ordered(target, true) + " LIMIT 1 OFFSET " + std::to_string(rows - 1),
                                     parameters(target, {after.value_or(last), after.has_value(), last})));
}

// The planner takes a comparison of rows for a third of the table. What is said of single columns besides is implied by it, but estimated well.
std::string in_range(const Target &target, const Range &range) {
    const std::size_t count = target.columns.size();
    std::string text = between(target, range.behind);
    if (count == 1 && range.behind) return text;
    for (std::size_t i = 0; i < count; i++) {
        const KeyColumn &column = target.columns[i];
        if (range.from[i] != range.end[i])
            return text + " AND " + column.expression + " " + column.greater_equal + " " + dollar(i + 1) + " AND " + column.expression + " " +
                   column.less_equal + " " + dollar(count + i + 1);
        text += " AND " + column.expression + " " + column.equal + " " + dollar(i + 1);
    }
    return text;
}

std::vector<pg::TypedText> parameters(const Target &target, const Range &range) {
    std::vector<pg::TypedText> result;
    for (const Bound &bound : {range.from, range.end})
        for (std::size_t i = 0; i < target.columns.size(); i++) result.push_back({target.columns[i].type, bound[i]});
    return result;
}

} // namespace confiture::batch
