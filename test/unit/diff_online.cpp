// Plans that keep an application running, between two small schemas made by hand.
#include "confiture/diff/compare.hpp"

#include "tap.hpp"

using namespace confiture;
using model::Address;
using model::Schema;

namespace {

const Address table{"table", "public.t"}, column{"table column", "public.t.a"}, key{"table constraint", "t_pkey on public.t"}, index{"index", "public.i"};

void set(Schema &schema, const Address &address, const std::string &name, const std::string &value) {
    schema.objects[address].attributes[name] = {value, {}, false};
}

void need(Schema &schema, const Address &address, char type, const Address &on) { schema.depends[address].push_back({type, on}); }

// Table t with a column a.
Schema with_table() {
    Schema schema;
    schema.facts = {{"server", "15"}, {"volatile defaults", "\npublic.t.random\n"}};
    set(schema, table, "schema", "public");
    set(schema, table, "name", "t");
    set(schema, column, "relation", "public.t");
    set(schema, column, "name", "a");
    set(schema, column, "type", "integer");
    set(schema, column, "position", "1");
    need(schema, column, 'o', table);
    return schema;
}

Schema with_constraint(const std::string &name, const std::string &type, const std::string &definition) {
    Schema schema = with_table();
    const Address address{"table constraint", name + " on public.t"};
    for (const auto &[attribute, value] : std::map<std::string, std::string>{
             {"relation", "public.t"}, {"schema", "public"}, {"name", name}, {"type", type}, {"definition", definition}})
        set(schema, address, attribute, value);
    need(schema, address, 'o', table);
    need(schema, address, 'a', column);
    return schema;
}

Schema with_index(const std::string &definition) {
    Schema schema = with_table();
    for (const auto &[attribute, value] : std::map<std::string, std::string>{
             {"relation", "public.t"}, {"schema", "public"}, {"name", "i"}, {"of", "r"}, {"definition", definition}})
        set(schema, index, attribute, value);
    need(schema, index, 'o', table);
    need(schema, index, 'a', column);
    return schema;
}

Schema with_default(const std::string &name, const std::string &expression) {
    Schema schema = with_table();
    const Address added{"table column", "public.t." + name}, value{"default value", "for public.t." + name};
    set(schema, added, "relation", "public.t");
    set(schema, added, "name", name);
    set(schema, added, "type", "double precision");
    set(schema, added, "position", "2");
    need(schema, added, 'o', table);
    set(schema, value, "relation", "public.t");
    set(schema, value, "of", "public.t." + name);
    set(schema, value, "column", name);
    set(schema, value, "expression", expression);
    need(schema, value, 'a', added);
    return schema;
}

// A statement that refuses a transaction begins with a star; the hazards stand behind each.
std::string script(const std::vector<diff::Step> &steps) {
    std::string text;
    for (const diff::Step &step : steps) {
        text += (step.transactional ? "" : "* ") + step.statement.value_or("");
        for (const std::string &hazard : step.hazards) text += " " + hazard;
        text += "\n";
    }
    return text;
}

void plan(const Schema &before, const Schema &after, const char *wanted, const char *title) { tap::is(script(diff::compare(before, after, true)), wanted, title); }

void test_constraints() {
    plan(with_table(), with_constraint("c", "c", "CHECK ((a > 0))"),
         "ALTER TABLE public.t ADD CONSTRAINT c CHECK ((a > 0)) NOT VALID\nALTER TABLE public.t VALIDATE CONSTRAINT c scans_table\n",
         "a check holds for new rows first");
    plan(with_table(), with_constraint("f", "f", "FOREIGN KEY (a) REFERENCES public.o(id)"),
         "ALTER TABLE public.t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES public.o(id) NOT VALID\nALTER TABLE public.t VALIDATE CONSTRAINT f scans_table\n",
         "a foreign key too");
    plan(with_table(), with_constraint("t_a_key", "u", "UNIQUE NULLS NOT DISTINCT (a) INCLUDE (\"b)\") DEFERRABLE INITIALLY DEFERRED"),
         "* CREATE UNIQUE INDEX CONCURRENTLY t_a_key ON public.t (a) INCLUDE (\"b)\") NULLS NOT DISTINCT builds_index not_in_transaction\n"
         "ALTER TABLE public.t ADD CONSTRAINT t_a_key UNIQUE USING INDEX t_a_key DEFERRABLE INITIALLY DEFERRED\n",
         "a unique constraint takes over an index that is built before");
    plan(with_constraint("t_pkey", "p", "PRIMARY KEY (a)"), with_constraint("t_pkey", "p", "PRIMARY KEY (a) INCLUDE (b)"),
         "* CREATE UNIQUE INDEX CONCURRENTLY confiture_new_t_pkey ON public.t (a) INCLUDE (b) builds_index not_in_transaction\n"
         "ALTER TABLE public.t\n    DROP CONSTRAINT t_pkey,\n    ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX confiture_new_t_pkey\n",
         "a primary key is replaced without a moment without one");
    Schema tree = with_constraint("f", "f", "FOREIGN KEY (a) REFERENCES public.o(id)"), bare = with_table();
    for (Schema *schema : {&tree, &bare}) set(*schema, table, "partition_key", "LIST (a)");
    plan(bare, tree, "ALTER TABLE public.t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES public.o(id) blocks_writes scans_table\n",
         "a foreign key of a partitioned table can't be NOT VALID before 18");
}

void test_columns() {
    Schema filled = with_table();
    set(filled, column, "not_null", "true");
    plan(with_table(), filled,
         "ALTER TABLE public.t ADD CONSTRAINT confiture_not_null_a CHECK (a IS NOT NULL) NOT VALID\n"
         "ALTER TABLE public.t VALIDATE CONSTRAINT confiture_not_null_a scans_table\n"
         "ALTER TABLE public.t ALTER COLUMN a SET NOT NULL\nALTER TABLE public.t DROP CONSTRAINT confiture_not_null_a\n",
         "NOT NULL comes by a check that is validated first");
    Schema eighteen = with_table(), named = filled;
    for (Schema *schema : {&eighteen, &named}) schema->facts["server"] = "18";
    plan(eighteen, named,
         "ALTER TABLE public.t ADD CONSTRAINT t_a_not_null NOT NULL a NOT VALID\nALTER TABLE public.t VALIDATE CONSTRAINT t_a_not_null scans_table\n",
         "from 18 on it is a constraint that is validated itself");
    Schema checked = with_constraint("c", "c", "CHECK ((a IS NOT NULL))"), both = checked;
    set(both, column, "not_null", "true");
    plan(checked, both, "ALTER TABLE public.t ALTER COLUMN a SET NOT NULL\n", "a check that is there already does as well");
    const Schema left = with_constraint("confiture_not_null_a", "c", "CHECK ((a IS NOT NULL))");
    plan(left, filled,
         "ALTER TABLE public.t\n    DROP CONSTRAINT confiture_not_null_a,\n    ADD CONSTRAINT confiture_not_null_a_2 CHECK (a IS NOT NULL) NOT VALID\n"
         "ALTER TABLE public.t VALIDATE CONSTRAINT confiture_not_null_a_2 scans_table\n"
         "ALTER TABLE public.t ALTER COLUMN a SET NOT NULL\nALTER TABLE public.t DROP CONSTRAINT confiture_not_null_a_2\n",
         "what a failed try left is dropped");
    plan(with_table(), with_default("random", "random()"),
         "ALTER TABLE public.t\n    ADD COLUMN random double precision,\n    ALTER COLUMN random SET DEFAULT random() breaks_clients\n",
         "a default that is another one for each row is not written into the rows that are there");
    plan(with_table(), with_default("at", "date_part('epoch', now())"), "ALTER TABLE public.t ADD COLUMN at double precision DEFAULT date_part('epoch', now())\n",
         "one that is the same for all costs nothing");
    Schema silent = with_default("at", "f()");
    silent.facts.clear();
    tap::is(diff::compare(with_table(), silent, false)[0].hazards.at(0), "unknown", "where no fact tells, that is said");
}

void test_indexes() {
    plan(with_table(), with_index("CREATE INDEX i ON public.t USING btree (a)"),
         "* CREATE INDEX CONCURRENTLY i ON public.t USING btree (a) builds_index not_in_transaction\n", "an index is built concurrently");
    plan(with_index("CREATE INDEX i ON public.t USING btree (a)"), with_index("CREATE INDEX i ON public.t USING hash (a)"),
         "* CREATE INDEX CONCURRENTLY confiture_new_i ON public.t USING hash (a) builds_index not_in_transaction\n"
         "ALTER INDEX public.i RENAME TO confiture_old_i\n"
         "ALTER INDEX public.confiture_new_i RENAME TO i\n"
         "* DROP INDEX CONCURRENTLY public.confiture_old_i not_in_transaction\n",
         "another one is built beside the old one and takes its name");
    Schema invalid = with_index("CREATE INDEX i ON public.t USING btree (a)");
    set(invalid, index, "invalid", "true");
    plan(invalid, with_index("CREATE INDEX i ON public.t USING btree (a)"),
         "* DROP INDEX CONCURRENTLY public.i not_in_transaction\n* CREATE INDEX CONCURRENTLY i ON public.t USING btree (a) builds_index not_in_transaction\n",
         "one that a failed try left INVALID is dropped first");
    Schema keyed = with_constraint("i", "u", "UNIQUE (a)");
    plan(invalid, keyed,
         "* DROP INDEX CONCURRENTLY public.i not_in_transaction\n* CREATE UNIQUE INDEX CONCURRENTLY i ON public.t (a) builds_index not_in_transaction\n"
         "ALTER TABLE public.t ADD CONSTRAINT i UNIQUE USING INDEX i\n",
         "also where it was to be a constraint's");
}

void test_partitions() {
    const Address part{"table", "public.p1"};
    Schema off = with_table();
    set(off, table, "partition_key", "LIST (a)");
    set(off, part, "schema", "public");
    set(off, part, "name", "p1");
    Schema on = off;
    set(on, part, "partition_of", "public.t");
    set(on, part, "bound", "FOR VALUES IN (1)");
    need(on, part, 'a', table);
    on.facts["bound public.p1"] = "((a IS NOT NULL) AND (a = 1))";
    plan(off, on,
         "ALTER TABLE public.p1 ADD CONSTRAINT confiture_bound_p1 CHECK (((a IS NOT NULL) AND (a = 1))) NOT VALID\n"
         "ALTER TABLE public.p1 VALIDATE CONSTRAINT confiture_bound_p1 scans_table\n"
         "ALTER TABLE public.t ATTACH PARTITION public.p1 FOR VALUES IN (1)\n"
         "ALTER TABLE public.p1 DROP CONSTRAINT confiture_bound_p1\n",
         "a partition is looked at before it is attached");
    plan(on, off,
         "ALTER TABLE public.p1 ADD CONSTRAINT confiture_bound_p1 CHECK (((a IS NOT NULL) AND (a = 1))) NOT VALID\n"
         "ALTER TABLE public.p1 VALIDATE CONSTRAINT confiture_bound_p1 scans_table\n"
         "* ALTER TABLE public.t DETACH PARTITION public.p1 CONCURRENTLY not_in_transaction\n"
         "ALTER TABLE public.p1 DROP CONSTRAINT confiture_bound_p1\n",
         "and leaves no check behind where it is detached concurrently");
    Schema rest = on;
    set(rest, {"table", "public.rest"}, "partition_of", "public.t");
    set(rest, {"table", "public.rest"}, "bound", "DEFAULT");
    Schema alone = off;
    alone.objects.insert(*rest.objects.find({"table", "public.rest"}));
    plan(rest, alone, "ALTER TABLE public.t DETACH PARTITION public.p1\n", "which the server refuses beside a default one");
}

} // namespace

int main() {
    test_constraints();
    test_columns();
    test_indexes();
    test_partitions();
    return tap::done();
}
