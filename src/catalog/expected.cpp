#include "confiture/catalog/expected.hpp"

#include "confiture/model/conditions.hpp"
#include "confiture/pg/interrupt.hpp"
#include "confiture/pg/json.hpp"
#include "confiture/pg/spi.hpp"
#include "confiture/text/quote.hpp"

namespace confiture::catalog {
namespace {

constexpr const char *put_rows = R"(
    INSERT INTO confiture.expected (kind, identity, object, server, format)
    SELECT kind, identity, object::jsonb, current_setting('server_version_num')::integer / 10000, $4
      FROM unnest($1, $2, $3) AS r (kind, identity, object)
        ON CONFLICT (kind, identity) DO UPDATE SET object = excluded.object, server = excluded.server, format = excluded.format)";

constexpr const char *take_rows = R"(
    DELETE FROM confiture.expected e USING unnest($1, $2) AS r (kind, identity) WHERE e.kind = r.kind AND e.identity = r.identity)";

// What is expected of these once these attributes are gone and those set.
constexpr const char *read_changed = R"(
    SELECT r.number, ((e.object - ARRAY(SELECT jsonb_array_elements_text(r.gone::jsonb))) || r.set::jsonb)::text
      FROM unnest($1, $2, $3, $4) WITH ORDINALITY AS r (kind, identity, set, gone, number) JOIN confiture.expected e ON e.kind = r.kind AND e.identity = r.identity)";

constexpr const char *read_versions = R"(
    SELECT min(server), max(server), min(format), max(format), current_setting('server_version_num')::integer / 10000 FROM confiture.expected)";

constexpr const char *read_snapshot = R"(
    SELECT jsonb_build_object('schema', jsonb_object_agg(k.kind, k.objects),
                              'facts', jsonb_build_object('format', max(k.format)::text, 'server', max(k.server)::text, 'depends', '{}'::jsonb))::text
      FROM (SELECT kind, jsonb_object_agg(identity, object) AS objects, max(format) AS format, max(server) AS server
              FROM confiture.expected GROUP BY kind) AS k)";

constexpr const char *take_it = "SELECT confiture.baseline('<newest applied version, or 0>') takes what there is for what is expected.";

struct Rows {
    pg::TextArray kinds, identities, objects;

    void add(const model::Address &address, const std::optional<std::string> &object) {
        pg::poll();
        kinds.emplace_back(address.kind);
        identities.emplace_back(address.identity);
        objects.emplace_back(object);
    }

    // Without a copy of the texts.
    pg::Params take() {
        pg::Params params;
        for (pg::TextArray *column : {&kinds, &identities, &objects}) params.emplace_back(std::move(*column));
        return params;
    }
};

// Attributes of the one that the other has not, or has otherwise.
model::Object rest_of(const model::Object &object, const model::Object &other) {
    model::Object rest;
    for (const auto &[name, value] : object.attributes) {
        const auto found = other.attributes.find(name);
        if (found == other.attributes.end() || found->second != value) rest.attributes[name] = value;
    }
    return rest;
}

std::string names_only_in(const model::Object &object, const model::Object &other) {
    std::string json = "[";
    for (const auto &[name, value] : object.attributes)
        if (!other.has(name)) json += (json.size() == 1 ? "" : ",") + text::quote_json(name);
    return json + "]";
}

// Those of the patch that were there before, as they are expected now, where they are expected at all.
void read_changes(const Patch &patch, Rows &there) {
    pg::TextArray kinds, identities, set, gone;
    std::vector<const model::Address *> addresses;
    for (const auto &[address, course] : patch) {
        pg::poll();
        if (!course.before || !course.now) continue;
        addresses.push_back(&address);
        kinds.emplace_back(course.from.kind);
        identities.emplace_back(course.from.identity);
        set.emplace_back(model::to_json(rest_of(*course.now, *course.before)));
        gone.emplace_back(names_only_in(*course.before, *course.now));
    }
    if (addresses.empty()) return;
    for (const pg::Row &row : pg::query(read_changed, {kinds, identities, set, gone})) there.add(*addresses.at(std::stoul(*row[0]) - 1), row[1]);
}

void put(Rows rows) {
    if (rows.kinds.empty()) return;
    pg::Params params = rows.take();
    params.emplace_back(std::int64_t{model::format});
    pg::execute(put_rows, params);
}

} // namespace

bool has_expected() { return pg::query("SELECT EXISTS (SELECT FROM confiture.expected)")[0][0] == "t"; }

void expect(const model::Schema &schema) {
    Rows rows;
    for (const auto &[address, object] : schema.objects) rows.add(address, model::to_json(object));
    pg::execute("DELETE FROM confiture.expected");
    put(std::move(rows));
}

void expect_changes(const Patch &patch) {
    if (patch.empty() || !has_expected()) return;
    Rows there, gone;
    read_changes(patch, there);
    for (const auto &[address, course] : patch) {
        if (!course.now) gone.add(address, std::nullopt);
        else if (!course.before) there.add(address, model::to_json(*course.now));
    }
    if (!gone.kinds.empty()) pg::execute(take_rows, {gone.kinds, gone.identities});
    put(std::move(there));
}

model::Schema expected() {
    const pg::Row versions = pg::query(read_versions)[0];
    if (!versions[0])
        throw Problem(condition::unknown_expected, "nothing is known of what this database should be",
                      "Confiture has built or migrated nothing here since it keeps table expected.", take_it);
    if (versions[0] != versions[4] || versions[1] != versions[4])
        throw Problem(condition::unknown_expected, "what this database should be was recorded by another major version of the server",
                      "Servers of different versions print one schema differently.", take_it);
    if (versions[2] != versions[3] || versions[3] != std::to_string(model::format))
        throw Problem(condition::unknown_expected, "what this database should be was recorded in another format", {}, take_it);
    return model::schema_of(pg::parse_json(*pg::query(read_snapshot)[0][0]));
}

} // namespace confiture::catalog
