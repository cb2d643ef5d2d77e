// What each kind of statement on a relation, or on a part of one, locks; islands.
#pragma once

#include "pg/relations.h"

namespace confiture::pg {

void mark_drop(Relations *relations, const DropStmt *statement);
void mark_comment(Relations *relations, ObjectType type, Node *object);
void mark_truncate(Relations *relations, const TruncateStmt *statement);
void mark_create_table(Relations *relations, const CreateStmt *statement);
void mark_rename(Relations *relations, const RenameStmt *statement);
void mark_reindex(Relations *relations, const ReindexStmt *statement);
void mark_vacuum(Relations *relations, const VacuumStmt *statement);
void mark_cluster(Relations *relations, Node *statement, const RangeVar *relation);
void mark_each(Relations *relations, List *names, LOCKMODE mode);
void mark_published(Relations *relations, List *objects);
void mark_sequence_options(Relations *relations, List *options);
void mark_function(Relations *relations, const CreateFunctionStmt *statement);
void mark_view(Relations *relations, const ViewStmt *statement);
void mark_copy(Relations *relations, const CopyStmt *statement);
void mark_trigger(Relations *relations, const CreateTrigStmt *statement);
void mark_rule(Relations *relations, const RuleStmt *statement);
void mark_policy(Relations *relations, const RangeVar *table, Node *qual, Node *check);
void mark_refresh(Relations *relations, const RefreshMatViewStmt *statement);
void mark_schema(Relations *relations, const CreateSchemaStmt *statement);
void mark_grant(Relations *relations, const GrantStmt *statement);
void mark_index(Relations *relations, const IndexStmt *statement);

} // namespace confiture::pg
