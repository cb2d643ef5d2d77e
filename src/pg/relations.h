// Which relations a parsed statement will lock, and how; islands. Names are resolved without locks, under the search_path in force.
#pragma once

#include "pg/server.h"

#include "confiture/pg/relations.hpp"

extern "C" {
#include "nodes/parsenodes.h"
#include "storage/lock.h"
}

namespace confiture::pg {

struct MarkedRelation {
    Oid relation;
    LOCKMODE mode;
};

// The relations found so far, each once, with the strongest mode.
struct Relations {
    List *marked;
    bool complete;
};

// What refuses a transaction block, from the parse tree and, for partitioned relations, the catalog.
StepKind step_kind(Node *statement);

// Marks everything that the statement will lock.
void mark_statement(Relations *relations, Node *statement);

// One relation, if it exists; gives its OID.
Oid mark(Relations *relations, Oid relation, LOCKMODE mode);
Oid mark_named(Relations *relations, const RangeVar *name, LOCKMODE mode);

// The relation and all that inherit from it, also as partitions.
void mark_tree(Relations *relations, Oid relation, LOCKMODE mode);

// The other ends of the foreign keys that begin (referenced) or end (referencing) at the relation.
void mark_referenced(Relations *relations, Oid relation, LOCKMODE mode);
void mark_referencing(Relations *relations, Oid relation, LOCKMODE mode);

// Sequences that columns of the relation own.
void mark_owned_sequences(Relations *relations, Oid relation, LOCKMODE mode);

// What a view reads; the views among it, too.
void mark_view_sources(Relations *relations, Oid view, LOCKMODE mode);

// A table that rows are written to: with what its foreign keys look at and change, and whatever else its triggers may do.
void mark_written(Relations *relations, Oid relation, CmdType command);

// Whether the relation is there and partitioned (a table or an index).
bool is_partitioned(const RangeVar *name);

// Relations that a query or expression in raw form reads and writes.
void mark_query(Relations *relations, Node *query);

// ALTER TABLE, and ALTER of whatever else the server takes for a table.
void mark_alter_table(Relations *relations, const AlterTableStmt *statement);

// Tables that the columns and constraints of a new or changed table refer to.
void mark_definitions(Relations *relations, List *elements);

} // namespace confiture::pg
