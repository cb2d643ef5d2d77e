#pragma once

#include <array>

#include "confiture/pg/canonical.hpp"

namespace confiture::catalog {

// An attribute that the server prints from a tree, and prints differently once it has been read back.
struct Printed {
    const char *attribute = nullptr;
    pg::Deparsed kind = pg::Deparsed::condition;
};

// How one kind of object is read: one query over the whole database. Its columns are the attributes of the same name, NULL for what is not set, but for
// _number (of a default's column), _base (the type that its value has), _oid and _subid (of the catalog's row), _identity, _kind (where the kind depends on the row), _relation and _type (OID of the table or type
// that it is part of), _extension (OID of the one that it needs) and _default (what `privileges` are where nobody has granted any).
// It is run under a search_path that finds no user's relation: a regclass prints with its schema.
struct Reader {
    const char *kind;
    const char *catalog;
    const char *sql;
    std::array<Printed, 2> printed = {};
    bool paged = false; // read by pages: the server keeps a lock for each row until the transaction ends
    const char *allowed = nullptr; // a query that says whether the caller may read it; its rows, without _identity, add to objects that another reader has found
    int from = 0; // the first server that has anything of it
};

// The rows of a page.
inline constexpr int page_rows = 500;

extern const Reader schemas, extensions, languages, collations, enums, domains, composites, ranges, domain_constraints, sequences, tables, columns, not_nulls, defaults,
    constraints, indexes, views, functions, aggregates, triggers, event_triggers, rules, policies, statistics, default_privileges, base_types, operators, operator_families, operator_classes, casts,
    transforms, conversions, access_methods, text_search_parsers, text_search_templates, text_search_dictionaries, text_search_configurations,
    foreign_data_wrappers, foreign_servers, foreign_tables, user_mappings, publications, publication_relations, publication_namespaces, subscriptions, subscription_connections,
    initial_privileges;

} // namespace confiture::catalog
