#include "confiture/pg/script.hpp"
#include "pg/compat.h"
#include "pg/guard.h"
#include "pg/reader.h"

extern "C" {
#include "catalog/index.h"
#include "catalog/namespace.h"
#include "commands/defrem.h"
#include "nodes/value.h"
#include "utils/lsyscache.h"
}

namespace confiture::pg {
namespace {

struct Question {
    Reader *reader;
    const char *schema;
    const char *name;
    Oid relation;
    Oid object;
    bool concurrently;
};

Oid relation_of(const RangeVar *name) { return name == nullptr ? InvalidOid : RangeVarGetRelid(name, NoLock, true); }

void fill_schema(Question *question, Oid relation) {
    if (OidIsValid(relation)) question->schema = get_namespace_name(get_rel_namespace(relation));
}

// An index stands in the schema of its table.
void of_create_index(Question *question, const IndexStmt *statement) {
    question->name = statement->idxname;
    question->relation = relation_of(statement->relation);
    question->concurrently = statement->concurrent;
    fill_schema(question, question->relation);
}

void of_existing(Question *question, Oid relation) {
    question->object = relation;
    if (!OidIsValid(relation)) return;
    question->name = get_rel_name(relation);
    fill_schema(question, relation);
}

void of_drop(Question *question, const DropStmt *statement) {
    question->concurrently = statement->concurrent;
    if (statement->removeType == OBJECT_INDEX && list_length(statement->objects) == 1)
        of_existing(question, relation_of(makeRangeVarFromNameList(castNode(List, linitial(statement->objects)))));
}

bool says_concurrently(List *options) {
    ListCell *cell;
    foreach (cell, options) {
        DefElem *element = lfirst_node(DefElem, cell);
        if (std::strcmp(element->defname, "concurrently") == 0) return defGetBoolean(element);
    }
    return false;
}

// Of one index or table; none of more.
void of_reindex(Question *question, const ReindexStmt *statement) {
    question->concurrently = says_concurrently(statement->params);
    const Oid named = relation_of(statement->relation);
    if (!OidIsValid(named)) return;
    question->relation = statement->kind == REINDEX_OBJECT_INDEX ? IndexGetRelation(named, true) : named;
}

void of_detach(Question *question, const AlterTableStmt *statement) {
    const AlterTableCmd *command = linitial_node(AlterTableCmd, statement->cmds);
    if (command->subtype != AT_DetachPartition) return;
    question->relation = relation_of(statement->relation);
    of_existing(question, relation_of(castNode(PartitionCmd, command->def)->name));
    question->concurrently = true;
}

void find(Question *question) {
    if (question->reader->tree == nullptr) return;
    Node *statement = question->reader->tree->stmt;
    switch (nodeTag(statement)) {
    case T_IndexStmt: of_create_index(question, castNode(IndexStmt, statement)); break;
    case T_DropStmt: of_drop(question, castNode(DropStmt, statement)); break;
    case T_ReindexStmt: of_reindex(question, castNode(ReindexStmt, statement)); break;
    case T_AlterTableStmt: of_detach(question, castNode(AlterTableStmt, statement)); break;
    case T_CreatedbStmt: question->name = castNode(CreatedbStmt, statement)->dbname; break;
    case T_DropdbStmt: question->name = castNode(DropdbStmt, statement)->dbname; break;
    case T_CreateTableSpaceStmt: question->name = castNode(CreateTableSpaceStmt, statement)->tablespacename; break;
    case T_DropTableSpaceStmt: question->name = castNode(DropTableSpaceStmt, statement)->tablespacename; break;
    case T_CreateSubscriptionStmt: question->name = castNode(CreateSubscriptionStmt, statement)->subname; break;
    case T_DropSubscriptionStmt: question->name = castNode(DropSubscriptionStmt, statement)->subname; break;
    default: break;
    }
}

} // namespace

StepObject Script::object() const {
    Question question{reader_.get(), nullptr, nullptr, InvalidOid, InvalidOid, false};
    guarded<Question, find>(question);
    return {question.schema == nullptr ? "" : question.schema, question.name == nullptr ? "" : question.name, question.relation,
            question.object, question.concurrently};
}

void Script::seek(int number, std::size_t begin) {
    statement_ = Statement{};
    statement_.number = number - 1;
    statement_.next = begin;
    reader_->scanner = nullptr;
}

} // namespace confiture::pg
