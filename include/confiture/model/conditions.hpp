#pragma once

#include "confiture/model/problem.hpp"

namespace confiture::condition {

// Conditions of our own, class ZF. docs/reference/errors.md explains each; a test compares the two lists.
inline constexpr Condition internal_error{"ZF000", "internal_error"};
inline constexpr Condition invalid_folder{"ZF001", "invalid_folder"};
inline constexpr Condition invalid_path{"ZF002", "invalid_path"};
inline constexpr Condition invalid_archive{"ZF003", "invalid_archive"};
inline constexpr Condition archive_too_large{"ZF004", "archive_too_large"};
inline constexpr Condition source_not_found{"ZF005", "source_not_found"};
inline constexpr Condition checksum_mismatch{"ZF006", "checksum_mismatch"};
inline constexpr Condition unknown_environment{"ZF007", "unknown_environment"};
inline constexpr Condition invalid_environment{"ZF008", "invalid_environment"};
inline constexpr Condition source_changed{"ZF009", "source_changed"};
inline constexpr Condition unsupported_statement{"ZF010", "unsupported_statement"};
inline constexpr Condition incomplete_script{"ZF011", "incomplete_script"};
inline constexpr Condition protected_object{"ZF012", "protected_object"};
inline constexpr Condition already_built{"ZF020", "already_built"};
inline constexpr Condition nothing_to_build{"ZF021", "nothing_to_build"};
inline constexpr Condition foreign_database{"ZF022", "foreign_database"};
inline constexpr Condition database_busy{"ZF023", "database_busy"};
inline constexpr Condition duplicate_version{"ZF030", "duplicate_version"};
inline constexpr Condition missing_up{"ZF031", "missing_up"};
inline constexpr Condition missing_down{"ZF032", "missing_down"};
inline constexpr Condition invalid_directive{"ZF033", "invalid_directive"};
inline constexpr Condition unknown_version{"ZF034", "unknown_version"};
inline constexpr Condition out_of_order{"ZF035", "out_of_order"};
inline constexpr Condition requirement_not_met{"ZF036", "requirement_not_met"};
inline constexpr Condition irreversible{"ZF037", "irreversible"};
inline constexpr Condition not_applied{"ZF038", "not_applied"};
inline constexpr Condition needs_commit{"ZF039", "needs_commit"};
inline constexpr Condition runner_busy{"ZF040", "runner_busy"};
inline constexpr Condition nested_run{"ZF041", "nested_run"};
inline constexpr Condition wrong_isolation{"ZF042", "wrong_isolation"};
inline constexpr Condition append_only{"ZF043", "append_only"};
inline constexpr Condition broken_history{"ZF044", "broken_history"};
inline constexpr Condition not_updated{"ZF045", "not_updated"};
inline constexpr Condition no_worker{"ZF050", "no_worker"};
inline constexpr Condition worker_lost{"ZF051", "worker_lost"};
inline constexpr Condition stopped_migration{"ZF053", "stopped_migration"};
inline constexpr Condition lost_step{"ZF054", "lost_step"};
inline constexpr Condition held_too_long{"ZF055", "held_too_long"};
inline constexpr Condition no_decision{"ZF056", "no_decision"};
inline constexpr Condition invalid_index{"ZF057", "invalid_index"};
inline constexpr Condition batch_running{"ZF060", "batch_running"};
inline constexpr Condition batch_target_changed{"ZF061", "batch_target_changed"};
inline constexpr Condition invalid_snapshot{"ZF070", "invalid_snapshot"};
inline constexpr Condition no_order{"ZF071", "no_order"};
inline constexpr Condition shared_object{"ZF080", "shared_object"};
inline constexpr Condition hazards_not_allowed{"ZF081", "hazards_not_allowed"};
inline constexpr Condition schema_changed{"ZF082", "schema_changed"};
inline constexpr Condition pending_migration{"ZF083", "pending_migration"};
inline constexpr Condition contradictory_rename{"ZF084", "contradictory_rename"};
inline constexpr Condition no_copy{"ZF085", "no_copy"};
inline constexpr Condition unknown_expected{"ZF086", "unknown_expected"};
inline constexpr Condition ddl_refused{"ZF087", "ddl_refused"};
inline constexpr Condition no_conversion{"ZF088", "no_conversion"};

// Conditions of the standard and of PostgreSQL that we raise ourselves.
inline constexpr Condition insufficient_privilege{"42501", "insufficient_privilege"};
inline constexpr Condition invalid_parameter{"22023", "invalid_parameter_value"};
inline constexpr Condition null_value{"22004", "null_value_not_allowed"};
inline constexpr Condition untranslatable{"22021", "character_not_in_repertoire"};
inline constexpr Condition out_of_memory{"53200", "out_of_memory"};
inline constexpr Condition program_limit{"54000", "program_limit_exceeded"};
inline constexpr Condition active_transaction{"25001", "active_sql_transaction"};
inline constexpr Condition lock_not_available{"55P03", "lock_not_available"};
inline constexpr Condition wrong_object_type{"42809", "wrong_object_type"};
inline constexpr Condition not_in_prerequisite_state{"55000", "object_not_in_prerequisite_state"};
inline constexpr Condition undefined_object{"42704", "undefined_object"};
inline constexpr Condition duplicate_database{"42P04", "duplicate_database"};
inline constexpr Condition object_in_use{"55006", "object_in_use"};
inline constexpr Condition undefined_database{"3D000", "invalid_catalog_name"};

} // namespace confiture::condition
