#include "confiture/pg/script.hpp"
#include "pg/compat.h"
#include "pg/guard.h"
#include "pg/reader.h"

extern "C" {
#include "nodes/value.h"
}

namespace confiture::pg {
namespace {

// Kinds have commas between them.
struct Name {
    const char *kinds;
    const char *schema;
    const char *name;
    const char *part_kind;
    const char *part;
    int location;
};

struct Question {
    Reader *reader;
    Name *names;
    int count;
    int most;
};

void add(Question *question, const Name &name) {
    if (name.name == nullptr || question->count == question->most) return;
    question->names[question->count++] = name;
}

void add_qualified(Question *question, const char *kinds, List *names) {
    const bool qualified = list_length(names) > 1;
    add(question, {kinds, qualified ? strVal(list_nth(names, list_length(names) - 2)) : nullptr, strVal(llast(names)), nullptr, nullptr, 0});
}

void add_relation(Question *question, const char *kinds, const RangeVar *relation) {
    add(question, {kinds, relation->schemaname, relation->relname, nullptr, nullptr, 0});
}

void add_part(Question *question, const char *kinds, const RangeVar *relation, const char *part_kind, const char *part, int location) {
    if (part != nullptr) add(question, {kinds, relation->schemaname, relation->relname, part_kind, part, location});
}

constexpr char tables[] = "table,foreign table";
constexpr char relations[] = "table,foreign table,view,materialized view";

// One that is all that its statement says begins where that does.
void add_element(Question *question, const char *kinds, const RangeVar *relation, Node *element, const char *column, bool is_all) {
    if (IsA(element, ColumnDef)) {
        const ColumnDef *definition = castNode(ColumnDef, element);
        add_part(question, kinds, relation, column, definition->colname, is_all ? 0 : definition->location);
    } else if (IsA(element, Constraint)) {
        const Constraint *constraint = castNode(Constraint, element);
        add_part(question, kinds, relation, "table constraint", constraint->conname, is_all ? 0 : constraint->location);
    }
}

void add_elements(Question *question, const char *kinds, const RangeVar *relation, List *elements, const char *column) {
    ListCell *cell;
    foreach (cell, elements) add_element(question, kinds, relation, static_cast<Node *>(lfirst(cell)), column, false);
}

void of_alter_table(Question *question, const AlterTableStmt *statement) {
    ListCell *cell;
    foreach (cell, statement->cmds) {
        const AlterTableCmd *command = lfirst_node(AlterTableCmd, cell);
        if (command->def != nullptr && (command->subtype == AT_AddColumn || command->subtype == AT_AddConstraint))
            add_element(question, tables, statement->relation, command->def, "column", list_length(statement->cmds) == 1);
    }
}

void of_define(Question *question, const DefineStmt *statement) {
    switch (statement->kind) {
    case OBJECT_TYPE: add_qualified(question, "type", statement->defnames); break;
    case OBJECT_AGGREGATE: add_qualified(question, "aggregate", statement->defnames); break;
    case OBJECT_COLLATION: add_qualified(question, "collation", statement->defnames); break;
    case OBJECT_TSCONFIGURATION: add_qualified(question, "text search configuration", statement->defnames); break;
    case OBJECT_TSDICTIONARY: add_qualified(question, "text search dictionary", statement->defnames); break;
    default: break;
    }
}

void find(Question *question) {
    question->names = static_cast<Name *>(palloc(sizeof(Name) * static_cast<std::size_t>(question->most)));
    if (question->reader->tree == nullptr) return;
    Node *statement = question->reader->tree->stmt;
    switch (nodeTag(statement)) {
    case T_CreateForeignTableStmt:
    case T_CreateStmt: {
        const CreateStmt *create = reinterpret_cast<const CreateStmt *>(statement);
        add_relation(question, tables, create->relation);
        add_elements(question, tables, create->relation, create->tableElts, "column");
        break;
    }
    case T_AlterTableStmt: of_alter_table(question, castNode(AlterTableStmt, statement)); break;
    case T_CompositeTypeStmt: {
        const CompositeTypeStmt *create = castNode(CompositeTypeStmt, statement);
        add_relation(question, "type", create->typevar);
        add_elements(question, "type", create->typevar, create->coldeflist, "attribute");
        break;
    }
    case T_CreateTableAsStmt: add_relation(question, "table,materialized view", castNode(CreateTableAsStmt, statement)->into->rel); break;
    case T_ViewStmt: add_relation(question, "view", castNode(ViewStmt, statement)->view); break;
    case T_CreateSeqStmt: add_relation(question, "sequence", castNode(CreateSeqStmt, statement)->sequence); break;
    case T_IndexStmt: {
        const IndexStmt *create = castNode(IndexStmt, statement);
        add(question, {"index", create->relation->schemaname, create->idxname, nullptr, nullptr, 0});
        break;
    }
    case T_CreateEnumStmt: add_qualified(question, "type", castNode(CreateEnumStmt, statement)->typeName); break;
    case T_CreateRangeStmt: add_qualified(question, "type", castNode(CreateRangeStmt, statement)->typeName); break;
    case T_CreateDomainStmt: add_qualified(question, "type", castNode(CreateDomainStmt, statement)->domainname); break;
    case T_CreateStatsStmt: add_qualified(question, "statistics object", castNode(CreateStatsStmt, statement)->defnames); break;
    case T_CreateFunctionStmt: add_qualified(question, "function,procedure", castNode(CreateFunctionStmt, statement)->funcname); break;
    case T_DefineStmt: of_define(question, castNode(DefineStmt, statement)); break;
    case T_CreateSchemaStmt: add(question, {"schema", nullptr, castNode(CreateSchemaStmt, statement)->schemaname, nullptr, nullptr, 0}); break;
    case T_CreateTrigStmt: {
        const CreateTrigStmt *create = castNode(CreateTrigStmt, statement);
        add_part(question, relations, create->relation, "trigger", create->trigname, 0);
        break;
    }
    case T_CreatePolicyStmt: {
        const CreatePolicyStmt *create = castNode(CreatePolicyStmt, statement);
        add_part(question, relations, create->table, "policy", create->policy_name, 0);
        break;
    }
    case T_RuleStmt: {
        const RuleStmt *create = castNode(RuleStmt, statement);
        add_part(question, relations, create->relation, "rule", create->rulename, 0);
        break;
    }
    default: break;
    }
}

std::vector<std::string> split(std::string_view kinds) {
    std::vector<std::string> all;
    for (std::size_t comma; (comma = kinds.find(',')) != std::string_view::npos; kinds.remove_prefix(comma + 1)) all.emplace_back(kinds.substr(0, comma));
    all.emplace_back(kinds);
    return all;
}

std::string text_or_empty(const char *text) { return text == nullptr ? std::string() : std::string(text); }

} // namespace

std::vector<NamedObject> Script::named_objects() const {
    if (statement_.kind == StatementKind::meta_command) return {};
    // A table has at most 1,600 columns; constraints come on top.
    Question question{reader_.get(), nullptr, 0, 10000};
    guarded<Question, find>(question);
    std::vector<NamedObject> objects;
    for (int i = 0; i < question.count; i++) {
        const Name &name = question.names[i];
        objects.push_back({split(name.kinds), text_or_empty(name.schema), name.name, text_or_empty(name.part_kind), text_or_empty(name.part),
                           statement_.begin + static_cast<std::size_t>(name.location)});
    }
    return objects;
}

} // namespace confiture::pg
