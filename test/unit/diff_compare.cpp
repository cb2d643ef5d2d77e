// Plans between two small schemas made by hand.
#include "confiture/diff/compare.hpp"

#include "tap.hpp"

using namespace confiture;
using model::Address;
using model::Schema;

namespace {

void set(Schema &schema, const Address &address, const std::string &name, const std::string &value) {
    schema.objects[address].attributes[name] = {value, {}, false};
}

void need(Schema &schema, const Address &address, char type, const Address &on) { schema.depends[address].push_back({type, on}); }

const Address table{"table", "public.t"}, id{"table column", "public.t.id"}, name{"table column", "public.t.name"}, view{"view", "public.v"};

void add_column(Schema &schema, const Address &column, const std::string &called, const std::string &type, const std::string &position) {
    set(schema, column, "relation", "public.t");
    set(schema, column, "name", called);
    set(schema, column, "type", type);
    set(schema, column, "position", position);
    need(schema, column, 'o', table);
}

Schema with_table() {
    Schema schema;
    set(schema, table, "schema", "public");
    set(schema, table, "name", "t");
    add_column(schema, id, "id", "integer", "1");
    return schema;
}

Schema with_view(const std::string &type) {
    Schema schema = with_table();
    add_column(schema, name, "name", type, "2");
    set(schema, view, "definition", "SELECT name FROM public.t");
    schema.objects[view].attributes["columns"] = {{}, {"name"}, true};
    need(schema, view, 'n', name);
    return schema;
}

std::string script(const std::vector<diff::Step> &steps) {
    std::string text;
    for (const diff::Step &step : steps) text += step.statement.value_or("(" + step.action + " " + step.object.identity + ")") + ";\n";
    return text;
}

void plan(const Schema &before, const Schema &after, const char *wanted, const char *title) { tap::is(script(diff::compare(before, after, false)), wanted, title); }

const Address domain{"type", "public.d"}, check{"domain constraint", "c on public.d"};

// A domain, with a check if that is wanted.
Schema with_domain(bool checked) {
    Schema schema;
    set(schema, domain, "schema", "public");
    set(schema, domain, "name", "d");
    set(schema, domain, "form", "domain");
    set(schema, domain, "base", "integer");
    if (!checked) return schema;
    set(schema, check, "domain", "public.d");
    set(schema, check, "name", "c");
    set(schema, check, "definition", "CHECK ((VALUE > 0))");
    need(schema, check, 'a', domain);
    return schema;
}

} // namespace

int main() {
    plan({}, {}, "", "nothing to do");
    plan(with_table(), with_table(), "", "nothing to do about what is the same");
    plan({}, with_table(), "CREATE TABLE public.t (\n    id integer\n);\n", "a table is made with its columns");
    plan(with_table(), {}, "DROP TABLE public.t;\n", "a table takes its columns along");

    Schema two = with_table();
    add_column(two, name, "name", "text", "2");
    plan(with_table(), two, "ALTER TABLE public.t ADD COLUMN name text;\n", "a column comes");
    plan(two, with_table(), "ALTER TABLE public.t DROP COLUMN name;\n", "a column goes");

    Schema turned = two;
    set(turned, id, "position", "2");
    set(turned, name, "position", "1");
    plan(two, turned, "(inform public.t);\n", "columns in another order are only told");

    plan(with_view("text"), with_view("uuid"),
         "DROP VIEW public.v;\nALTER TABLE public.t ALTER COLUMN name TYPE uuid USING name::uuid;\nCREATE VIEW public.v (name) AS\nSELECT name FROM public.t;\n",
         "a view is dropped for a change of a column's type, and made again");
    plan(with_view("text"), with_table(), "DROP VIEW public.v;\nALTER TABLE public.t DROP COLUMN name;\n", "who needs a thing goes first");

    tap::is(diff::compare(with_view("text"), with_view("uuid"), false)[0].hazards.at(0), "drops_dependents", "which is told");

    Schema rows = two;
    set(rows, {"dish", "public.x"}, "name", "x");
    const std::vector<diff::Step> unknown = diff::compare(two, rows, false);
    tap::is_number(static_cast<long long>(unknown.size()), 1, "an object of a kind that is not modelled");
    tap::is(unknown.empty() ? "" : unknown[0].hazards.at(0), "not_modelled", "is told as such");

    const auto gone = diff::compare(two, with_table(), false);
    tap::ok(gone[0].hazards == std::vector<std::string>{"deletes_data", "breaks_clients", "irreversible"} && !gone[0].reversible, "what is lost is told");
    tap::is(gone[0].lock.value_or(""), "AccessExclusiveLock", "and the lock");

    const auto scans = [](const Schema &before, const Schema &after) { return diff::compare(before, after, false).back().hazards == std::vector<std::string>{"scans_table"}; };
    tap::ok(scans(with_domain(false), with_domain(true)), "a domain's new check looks at all columns of it");
    tap::ok(!scans({}, with_domain(true)), "of which a new domain has none");
    return tap::done();
}
