#include "confiture/catalog/catalog.hpp"

#include "confiture/diff/compare.hpp"
#include "confiture/pg/function.hpp"
#include "confiture/pg/interrupt.hpp"

using namespace confiture;

namespace {

std::string dump_of(const model::Schema &schema) {
    std::string script;
    for (const diff::Step &step : diff::from_nothing(schema)) {
        pg::poll();
        if (step.statement) script += *step.statement + ";\n\n";
    }
    return script;
}

std::vector<pg::Value> row_of(const diff::Step &step, std::int64_t number) {
    return {number, step.action, step.object.kind, step.object.identity, pg::value_or_null(step.statement), step.transactional, pg::value_or_null(step.lock),
            pg::TextArray(step.hazards.begin(), step.hazards.end()), step.reversible};
}

} // namespace

CONFITURE_FUNCTION(confiture_catalog_snapshot) { call.set(pg::Jsonb{model::to_json(catalog::read())}); }

CONFITURE_FUNCTION(confiture_catalog_fingerprint) { call.set(model::fingerprint_of(catalog::read())); }

CONFITURE_FUNCTION(confiture_catalog_dump) { call.set(dump_of(call.is_null(0) ? catalog::read() : model::schema_of(call.json(0)))); }

CONFITURE_FUNCTION(confiture_catalog_compare) {
    std::int64_t number = 0;
    for (const diff::Step &step : diff::compare(model::schema_of(call.json(0)), model::schema_of(call.json(1)), call.boolean(2)))
        call.add_row(row_of(step, ++number));
}
