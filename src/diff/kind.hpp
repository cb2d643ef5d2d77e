#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "confiture/diff/compare.hpp"
#include "confiture/model/schema.hpp"

namespace confiture::diff {

using model::Address;
using model::Object;
using model::Schema;

// A statement, or a clause of one: those of one `table` that stand side by side become one ALTER TABLE.
struct Piece {
    std::string text{};
    std::string table{};                 // `ALTER TABLE public.t`; empty: the text is a whole statement, or none where there is none
    const char *lock = nullptr;
    std::vector<std::string> hazards{};
    bool transactional = true;
    bool reversible = true;
    bool ends_transaction = false;       // what it made can be used only after a commit
};
using Pieces = std::vector<Piece>;

// What a change is seen against.
struct Context {
    const Schema &before;
    const Schema &after;
    const Address &address;
    bool online = false;
    bool made_here = false; // its table or domain is made by the same plan, and empty or in no use
    bool follows = false;   // a column that changes with its parent's
    bool aside = false;     // its table is off its parent while that changes
    const std::set<std::string> *names = nullptr; // of constraints, which the server gives no more by itself; see names_not_to_be_given()

    // Whether other tables inherit from it, or are partitions of it, in either schema.
    bool has_children(const std::string &relation) const;
};

// How one kind of object is made, dropped and changed. `alter` gives false where the server can't change it in place.
struct Kind {
    const char *name;
    const char *noun;  // as COMMENT ON, ALTER ... OWNER TO and DROP name it
    const char *slot;  // two objects of one slot can't have one name at once; nullptr: only of their own kind
    Pieces (*create)(const Object &object, const Context &context);
    Pieces (*drop)(const Object &object, const Context &context);
    bool (*alter)(const Object &before, const Object &after, const Context &context, Pieces &pieces);
};

// Whether a part of a table is its own before and only inherited afterwards, other than by a partition's, which the server has no statement for.
bool gives_up(const Object &before, const Object &after, const Context &context);

// The kind of that name, or nullptr for what is not modelled; and its place among all, in which they are made where nothing else decides.
const Kind *find_kind(const std::string &name);
const Kind &kind_of(const std::string &name); // throws invalid_snapshot
std::size_t rank_of(const std::string &name);

extern const Kind schema_kind, extension_kind, language_kind, collation_kind, type_kind, domain_constraint_kind, sequence_kind, table_kind, column_kind,
    view_column_kind, matview_column_kind, default_kind, constraint_kind, index_kind, view_kind, matview_kind, function_kind, procedure_kind, aggregate_kind,
    trigger_kind, event_trigger_kind, rule_kind, policy_kind, statistics_kind, default_acl_kind, operator_kind, operator_family_kind,
    operator_class_kind, cast_kind, transform_kind, conversion_kind, access_method_kind, text_search_parser_kind, text_search_template_kind,
    text_search_dictionary_kind, text_search_configuration_kind, foreign_data_wrapper_kind, foreign_server_kind, user_mapping_kind, publication_kind,
    publication_relation_kind, publication_namespace_kind, subscription_kind, foreign_table_kind, foreign_column_kind, initial_privileges_kind;

// `TABLE public.t`, `COLUMN public.t.a`, `CONSTRAINT c ON public.t`: what COMMENT ON takes.
std::string noun_of(const Address &address, const Object &object);

// What all kinds may have: owner, privileges, comment, labels, extensions that they go with. For a new object `before` is nullptr.
void alter_common(const Object *before, const Object &after, const Context &context, Pieces &pieces);

// With which extensions it goes, without being a member of them.
void alter_extensions(const Object *before, const Object &after, const Address &address, Pieces &pieces);

// Whether all attributes but these, and those of alter_common(), are the same.
bool same_but(const Object &before, const Object &after, const std::vector<std::string> &names);

bool differs(const Object &before, const Object &after, const std::string &name);

// A clause of ALTER TABLE; a whole statement.
Piece clause(const std::string &relation, std::string text, const char *lock = "AccessExclusiveLock");
Piece statement(std::string text, const char *lock = nullptr);

// A name, quoted where it must be, that begins so, holds this one as far as there is room, and is not taken.
std::string temporary_name(const char *prefix, const std::string &name, const std::function<bool(const std::string &)> &is_taken);

// Items with this between them.
std::string join(const std::vector<std::string> &items, const char *between);

// The items of the first that are not in the second, in their order.
std::vector<std::string> missing(const std::vector<std::string> &from, const std::vector<std::string> &in);

// Where the name ends that a text begins with, which may be quoted, in parts or whole, and what stands behind it.
std::size_t end_of_name(const std::string &text, char before = ' ');

// `SET (...)` and `RESET (...)` that take one list of options to another; the head is what they follow. Options as `name=value`.
void alter_options(const std::vector<std::string> &before, const std::vector<std::string> &after, const std::function<void(std::string)> &emit);

// `name=value` of reloptions as WITH (...) takes it.
std::string written_option(const std::string &option);

// ` WITH (...)`, or nothing where there are none.
std::string with_options(const std::vector<std::string> &options);

// Whether a column that is altered gets its new type by an expression.
bool needs_using(const Object &before, const Object &after, const Context &context);

// A column's value as one of its new type.
std::string written_cast(const Object &before, const Object &after, const Context &context);

// CREATE TABLE with what of its columns, defaults and constraints goes into it.
struct Members {
    std::vector<std::pair<const Object *, const Object *>> columns; // in order, each with its default or nullptr
    std::vector<const Object *> constraints;
};
Pieces create_table(const Object &table, const Members &members, const Context &context);

// The definition of an index, or of a constraint that has one, without the options of the index, which can be changed.
std::string without_options(const Object &index);

// Where the columns of a constraint's definition end, or what else has its place before WITH (...) and USING INDEX TABLESPACE, which the server leaves out.
std::size_t end_of_key(const std::string &definition);

// A constraint as CREATE TABLE and ADD take it.
std::string written_constraint(const Object &constraint);

// Lets a sequence that could not stay where it started, or would have to start where it may not be yet, start anew where its value is none of the new ones.
// Ranges are start, least, and most.
void restart_sequence(const std::string &identity, const std::vector<std::string> &before, const std::vector<std::string> &after, bool other_type, Pieces &pieces);

// A column as CREATE TABLE and ADD COLUMN take it.
std::string written_column(const Object &column, const Object *default_value, const Context &context);

// The identity of a column that is there already.
void add_identity(const Object &column, Pieces &pieces);

// What of it follows the type, which a column of a typed table has from that.
std::string written_options(const Object &column, const Object *default_value, const Context &context);

// What a publication is for, that is for all, said again.
Piece publish_all(const Object &publication);

// Makes a table a partition, or ends that.
Piece attach(const Object &table);
Piece detach(const Object &table);

// CREATE INDEX, on a partitioned table with those of its partitions.
std::string written_index(const Object &index);

void set_index_statistics(const Object &index, const std::string &identity, Pieces &pieces);

} // namespace confiture::diff
