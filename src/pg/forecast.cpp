#include "confiture/pg/script.hpp"
#include "pg/guard.h"
#include "pg/reader.h"
#include "pg/relations.h"

extern "C" {
#include "utils/lsyscache.h"
}

namespace confiture::pg {
namespace {

struct Named {
    MarkedRelation marked;
    const char *name;
};

struct Question {
    Reader *reader;
    StepKind step;
    bool ends_segment;
    bool validates;
    bool truncates;
    bool sets;
    bool complete;
    Named *named;
    int count;
};

void name_relations(Question *question, const Relations &relations) {
    question->named = static_cast<Named *>(palloc(sizeof(Named) * (list_length(relations.marked) + 1)));
    ListCell *cell;
    foreach (cell, relations.marked) {
        const MarkedRelation *marked = static_cast<MarkedRelation *>(lfirst(cell));
        const char *name = get_rel_name(marked->relation);
        if (name == nullptr) continue; // dropped by somebody else meanwhile
        const char *schema = get_namespace_name(get_rel_namespace(marked->relation));
        question->named[question->count++] = {*marked, quote_qualified_identifier(schema, name)};
    }
}

bool only_validates(Node *statement) {
    if (!IsA(statement, AlterTableStmt)) return false;
    ListCell *cell;
    foreach (cell, castNode(AlterTableStmt, statement)->cmds)
        if (lfirst_node(AlterTableCmd, cell)->subtype != AT_ValidateConstraint) return false;
    return true;
}

void answer(Question *question) {
    if (question->reader->tree == nullptr) return;
    MemoryContext outer = MemoryContextSwitchTo(question->reader->statement_memory);
    Node *statement = question->reader->tree->stmt;
    Relations relations{NIL, true};
    question->step = step_kind(statement);
    question->ends_segment = IsA(statement, AlterEnumStmt) && castNode(AlterEnumStmt, statement)->oldVal == nullptr;
    question->validates = only_validates(statement);
    question->truncates = IsA(statement, TruncateStmt);
    question->sets = IsA(statement, VariableSetStmt);
    mark_statement(&relations, statement);
    question->complete = relations.complete;
    name_relations(question, relations);
    MemoryContextSwitchTo(outer);
}

constexpr const char *lock_names[] = {"none",      "AccessShareLock",       "RowShareLock",  "RowExclusiveLock",   "ShareUpdateExclusiveLock",
                                      "ShareLock", "ShareRowExclusiveLock", "ExclusiveLock", "AccessExclusiveLock"};

static_assert(static_cast<int>(LockMode::access_exclusive) == AccessExclusiveLock);

} // namespace

const char *lock_name(LockMode mode) { return lock_names[static_cast<int>(mode)]; }

bool is_transactional(StepKind kind) { return kind == StepKind::transactional || kind == StepKind::call; }

LockMode strongest(const Forecast &forecast) {
    LockMode mode = LockMode::none;
    for (const Target &target : forecast.targets) mode = std::max(mode, target.mode);
    return mode;
}

Forecast Script::forecast() const {
    Question question{reader_.get(), StepKind::transactional, false, false, false, false, true, nullptr, 0};
    guarded<Question, answer>(question);
    Forecast forecast{question.step, question.ends_segment, question.validates, question.truncates, question.sets, question.complete, {}};
    for (int i = 0; i < question.count; i++)
        forecast.targets.push_back({question.named[i].marked.relation, question.named[i].name,
                                    static_cast<LockMode>(question.named[i].marked.mode)});
    return forecast;
}

} // namespace confiture::pg
