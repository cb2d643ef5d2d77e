#include "confiture/drift/ddl_event.hpp"

#include "confiture/pg/session.hpp"
#include "confiture/pg/spi.hpp"

namespace confiture::drift {
namespace {

// Of what belongs to a relation, the address begins with the schema. A NOT NULL constraint, which 18 has, is an attribute of its column. Catalogs are asked
// row by row: joined, they would be read whole.
constexpr const char *changed = R"(
    WITH command (classid, objid, objsubid) AS (
        SELECT classid, objid, objsubid FROM pg_event_trigger_ddl_commands() WHERE objid IS NOT NULL
        UNION
        SELECT (p[1])::oid, (p[2])::oid, (p[3])::integer FROM unnest($1) AS part, string_to_array(part, ' ') AS p
    ), object (kind, object) AS (
        SELECT i.type, i.identity
          FROM command c, pg_identify_object(c.classid, c.objid, c.objsubid) AS i, pg_identify_object_as_address(c.classid, c.objid, c.objsubid) AS a
         WHERE i.identity IS NOT NULL AND coalesce(i.schema, '') !~ '^(pg_temp|confiture$)'
           AND NOT (cardinality(a.object_names) > 1 AND a.object_names[1] IN ('pg_temp', 'confiture'))
           AND NOT (i.type IN ('schema', 'extension') AND i.identity = 'confiture')
           AND (c.classid <> 'pg_class'::regclass OR c.objsubid = 0
                OR (SELECT NOT t.attisdropped FROM pg_attribute t WHERE t.attrelid = c.objid AND t.attnum = c.objsubid))
           AND (c.classid <> 'pg_constraint'::regclass OR (SELECT k.contype <> 'n' FROM pg_constraint k WHERE k.oid = c.objid))
        UNION
        SELECT 'default acl', NULL FROM pg_event_trigger_ddl_commands() WHERE command_tag = 'ALTER DEFAULT PRIVILEGES'
    )
    SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('kind', kind, 'object', object)) ORDER BY kind COLLATE "C", object COLLATE "C"),
           string_agg(concat_ws(' ', kind, object), ', ' ORDER BY kind COLLATE "C", object COLLATE "C")
      FROM object HAVING count(*) > 0)";

// What goes along with something else by its nature, as indexes do with their table, is left out; so is all that goes with an extension, but for what
// is expected.
constexpr const char *dropped = R"(
    WITH gone AS (
        SELECT d.*, bool_or(d.original AND d.object_type = 'extension') OVER () AS extension FROM pg_event_trigger_dropped_objects() AS d
         WHERE (original OR normal) AND NOT is_temporary AND coalesce(schema_name, '') <> 'confiture'
           AND NOT (cardinality(address_names) > 1 AND address_names[1] IN ('pg_temp', 'confiture'))
    ), object (kind, object) AS (
        SELECT DISTINCT g.object_type, g.object_identity FROM gone AS g
         WHERE NOT EXISTS (SELECT FROM gone AS w WHERE cardinality(g.address_names) > 2 AND w.address_names = g.address_names[1:2])
           AND (g.original OR NOT g.extension
                OR EXISTS (SELECT FROM confiture.expected AS e WHERE (e.kind, e.identity) = (g.object_type, g.object_identity)))
    )
    SELECT jsonb_agg(jsonb_build_object('kind', kind, 'object', object, 'dropped', true) ORDER BY kind COLLATE "C", object COLLATE "C"),
           string_agg(kind || ' ' || object, ', ' ORDER BY kind COLLATE "C", object COLLATE "C")
      FROM object HAVING count(*) > 0)";

// The moments of a statement have the same time.
constexpr const char *insert = R"(
    INSERT INTO confiture.ddl_event (happened_at, pid, session_role, role, application, client, tag, objects, statement)
    VALUES ($1, pg_backend_pid(), session_user, $2::name, current_setting('application_name'), host(inet_client_addr()), $3, $4, $5)
    ON CONFLICT (happened_at, pid) DO UPDATE SET objects = ddl_event.objects || excluded.objects)";

} // namespace

std::optional<DdlObjects> objects_of(const pg::Ddl &ddl) {
    pg::Rows rows;
    if (ddl.moment == pg::Ddl::Moment::drop) {
        rows = pg::query(dropped);
    } else if (ddl.moment == pg::Ddl::Moment::end) {
        pg::TextArray parts;
        for (const pg::CatalogRow &row : pg::ddl_parts())
            parts.push_back(std::to_string(row.catalog) + ' ' + std::to_string(row.object) + ' ' + std::to_string(row.part));
        rows = pg::query(changed, {parts});
    }
    if (rows.empty()) return std::nullopt;
    return DdlObjects{*rows[0][0], *rows[0][1]};
}

void record(const pg::Ddl &ddl, const DdlObjects &objects, const std::optional<std::string> &statement) {
    pg::execute(insert, {pg::Timestamp{ddl.happened_at}, pg::current_user(), ddl.tag, pg::Jsonb{objects.json}, pg::value_or_null(statement)});
}

} // namespace confiture::drift
