#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace confiture::pg {

// Name of the current user: with whose rights the caller's statements run.
std::string current_user();

// Whether the current user is one.
bool is_superuser();

// Whom a statement could act as: the current user, the role that RESET ROLE in a function's caller goes back to, the session user, and
// who logged in, whom RESET SESSION AUTHORIZATION goes back to. Each name once.
std::vector<std::string> roles_in_play();

// has_privs_of_role(): whether `role` has the privileges of `of`. A role that does not exist has none, and nobody has its.
bool has_privileges_of(const std::string &role, const std::string &of);

// Whether `role` has the privileges of `of` and may SET ROLE to it: the one without the other is no way to all that `of` may do.
bool can_act_as(const std::string &role, const std::string &of);

// Whether the caller may SET ROLE to it; false where there is none of that name.
bool can_become(const std::string &role);

// Name of the owner of our tables.
std::string own_role();

// Whether the caller may read column content of table source.
bool may_read_content();

// Refuses (42501) a caller without the predefined role pg_read_server_files.
void require_server_files();

std::string application_name();
std::string server_version();

// The server's setting as text; empty where it is not known.
std::string setting(const std::string &name);

// A setting of ours, or of the server, that is a number, in its base unit.
std::int64_t integer_setting(const char *name);

// Text of the server's encoding in UTF-8 and back; throws untranslatable, or what the server says, where that can't be done.
std::string to_utf8(std::string text);
std::string from_utf8(std::string text);

// The name as SQL takes it, in double quotes where it needs them: what quote_ident() gives while quote_all_identifiers is off.
std::string quoted_name(const std::string &name);

// Refuses (invalid_parameter) a search_path that the server could not parse, or that holds "$user".
void check_search_path(const std::string &path);

// The search_path, which has been checked, as SET search_path = ... takes it: names quoted where they need it, '' for none.
std::string quoted_search_path(const std::string &path);

// What pg_stat_activity shows as the query of this session; empty: the caller's own again.
void report_activity(const std::string &text);

// Wall clock, in microseconds since 1970-01-01 UTC.
std::int64_t now();

} // namespace confiture::pg
