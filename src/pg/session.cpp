#include "confiture/pg/session.hpp"

#include "confiture/model/conditions.hpp"
#include "confiture/text/quote.hpp"
#include "pg/compat.h"
#include "pg/guard.h"
#include "pg/own_scope.h"

extern "C" {
#include "miscadmin.h"
#include "catalog/pg_authid.h"
#include "catalog/pg_class.h"
#include "catalog/namespace.h"
#include "common/keywords.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "tcop/tcopprot.h"
#include "utils/acl.h"
#include "utils/backend_status.h"
#include "utils/lsyscache.h"
#include "utils/timestamp.h"
#include "utils/varlena.h"
}

namespace confiture::pg {
namespace {

struct Roles {
    const char *names[4];
};

void read_roles(Roles *roles) {
    roles->names[0] = GetUserNameFromId(GetUserId(), false);
    roles->names[1] = GetUserNameFromId(GetOuterUserId(), false);
    roles->names[2] = GetUserNameFromId(GetSessionUserId(), false);
    roles->names[3] = GetUserNameFromId(GetAuthenticatedUserId(), false);
}

struct RoleCheck {
    const char *role;
    const char *of;
    bool result;
};

void check_privileges(RoleCheck *check) {
    Oid role = get_role_oid(check->role, true);
    Oid of = get_role_oid(check->of, true);
    if (!OidIsValid(role)) check->result = false;
    else check->result = OidIsValid(of) ? has_privs_of_role(role, of) : superuser_arg(role);
}

void check_can_act(RoleCheck *check) {
    check_privileges(check);
    Oid of = get_role_oid(check->of, true);
    if (check->result && OidIsValid(of)) check->result = can_set_role(get_role_oid(check->role, false), of);
}

void check_can_become(RoleCheck *check) {
    Oid role = get_role_oid(check->role, true);
    check->result = OidIsValid(role) && can_set_role(GetUserId(), role);
}

struct Text {
    const char *in;
    std::size_t length;
    const char *out;
    std::int64_t number;
};

void read_owner(Text *text) {
    const OwnScope scope = enter_own_scope();
    text->out = GetUserNameFromId(GetUserId(), false);
    leave_own_scope(scope);
}

void check_content(RoleCheck *check) {
    Oid relation = get_relname_relid("source", own_schema());
    AttrNumber column = get_attnum(relation, "content");
    check->result = pg_attribute_aclcheck(relation, column, GetUserId(), ACL_SELECT) == ACLCHECK_OK ||
                    pg_class_aclcheck(relation, GetUserId(), ACL_SELECT) == ACLCHECK_OK;
}

void check_server_files(Text *) {
    if (!has_privs_of_role(GetUserId(), ROLE_PG_READ_SERVER_FILES))
        ereport(ERROR, (errcode(ERRCODE_INSUFFICIENT_PRIVILEGE), errmsg("permission denied to read files of the server"),
                        errdetail("Only roles with privileges of the role \"pg_read_server_files\" may call load()."),
                        errhint("Send the files with confiture.load_archive(), or GRANT pg_read_server_files.")));
}

void read_setting(Text *text) {
    const char *value = GetConfigOption(text->in, true, false);
    text->out = value == nullptr ? "" : value;
}

void read_integer(Text *text) {
    const char *value = GetConfigOption(text->in, false, false);
    text->number = std::strtoll(value, nullptr, 10);
}

void convert_to_utf8(Text *text) {
    text->out = pg_server_to_any(text->in, static_cast<int>(text->length), PG_UTF8);
}

void convert_from_utf8(Text *text) {
    text->out = pg_any_to_server(text->in, static_cast<int>(text->length), PG_UTF8);
}

void parse_search_path(Text *text) {
    char *raw = pstrdup(text->in);
    List *names = NIL;
    text->number = SplitIdentifierString(raw, ',', &names) ? 1 : 0;
    ListCell *cell;
    foreach (cell, names)
        if (std::strcmp(static_cast<char *>(lfirst(cell)), "$user") == 0) text->number = 2;
}

bool is_plain_name(const char *name) {
    for (const char *at = name; *at != '\0'; at++)
        if (!(*at == '_' || (*at >= 'a' && *at <= 'z') || (at != name && *at >= '0' && *at <= '9'))) return false;
    const int keyword = *name != '\0' ? ScanKeywordLookup(name, &ScanKeywords) : -1;
    return *name != '\0' && (keyword < 0 || ScanKeywordCategories[keyword] == UNRESERVED_KEYWORD);
}

// The server's quote_identifier() follows quote_all_identifiers.
void append_name(StringInfo out, const char *name) {
    if (is_plain_name(name)) {
        appendStringInfoString(out, name);
        return;
    }
    appendStringInfoChar(out, '"');
    for (; *name != '\0'; name++) {
        if (*name == '"') appendStringInfoChar(out, '"');
        appendStringInfoChar(out, *name);
    }
    appendStringInfoChar(out, '"');
}

void quote_search_path(Text *text) {
    List *names = NIL;
    SplitIdentifierString(pstrdup(text->in), ',', &names);
    StringInfoData out;
    initStringInfo(&out);
    ListCell *cell;
    foreach (cell, names) {
        if (out.len > 0) appendStringInfoString(&out, ", ");
        append_name(&out, static_cast<char *>(lfirst(cell)));
    }
    text->out = names == NIL ? "''" : out.data;
}

void set_activity(Text *text) {
    pgstat_report_activity(STATE_RUNNING, text->length != 0 ? text->in : debug_query_string);
}

template <void (*Conversion)(Text *)>
std::string converted(std::string in) {
    if (GetDatabaseEncoding() == PG_UTF8 || GetDatabaseEncoding() == PG_SQL_ASCII) return in;
    Text text{in.data(), in.size(), nullptr, 0};
    guarded<Text, Conversion>(text);
    return text.out == text.in ? in : std::string(text.out);
}

void ask_superuser(bool *answer) { *answer = superuser(); }

} // namespace

std::string current_user() { return roles_in_play().front(); }

bool is_superuser() {
    bool answer = false;
    guarded<bool, ask_superuser>(answer);
    return answer;
}

std::vector<std::string> roles_in_play() {
    Roles roles{};
    guarded<Roles, read_roles>(roles);
    std::vector<std::string> names;
    for (const char *name : roles.names)
        if (std::find(names.begin(), names.end(), name) == names.end()) names.emplace_back(name);
    return names;
}

bool has_privileges_of(const std::string &role, const std::string &of) {
    RoleCheck check{role.c_str(), of.c_str(), false};
    guarded<RoleCheck, check_privileges>(check);
    return check.result;
}

bool can_act_as(const std::string &role, const std::string &of) {
    RoleCheck check{role.c_str(), of.c_str(), false};
    guarded<RoleCheck, check_can_act>(check);
    return check.result;
}

bool can_become(const std::string &role) {
    RoleCheck check{role.c_str(), nullptr, false};
    guarded<RoleCheck, check_can_become>(check);
    return check.result;
}

std::string own_role() {
    Text text{};
    guarded<Text, read_owner>(text);
    return text.out;
}

bool may_read_content() {
    RoleCheck check{};
    guarded<RoleCheck, check_content>(check);
    return check.result;
}

void require_server_files() {
    Text text{};
    guarded<Text, check_server_files>(text);
}

std::string application_name() { return setting("application_name"); }

std::string server_version() { return setting("server_version"); }

std::string setting(const std::string &name) {
    Text text{name.c_str(), name.size(), "", 0};
    guarded<Text, read_setting>(text);
    return text.out;
}

std::int64_t integer_setting(const char *name) {
    Text text{name, 0, nullptr, 0};
    guarded<Text, read_integer>(text);
    return text.number;
}

std::string to_utf8(std::string text) { return converted<convert_to_utf8>(std::move(text)); }
std::string from_utf8(std::string text) { return converted<convert_from_utf8>(std::move(text)); }

void check_search_path(const std::string &path) {
    Text text{path.c_str(), path.size(), nullptr, 0};
    guarded<Text, parse_search_path>(text);
    if (text.number == 0)
        throw Problem(condition::invalid_parameter, "invalid search_path \"" + path + "\"", {},
                      "Write schema names separated by commas, such as: app, public");
    if (text.number == 2)
        throw Problem(condition::invalid_parameter, "\"$user\" is not allowed in a search_path",
                      "Which schema it names depends on who calls.", "Name the schemas themselves.");
}

std::string quoted_name(const std::string &name) { return is_plain_name(name.c_str()) ? name : text::quote_identifier(name); }

std::string quoted_search_path(const std::string &path) {
    Text text{path.c_str(), path.size(), nullptr, 0};
    guarded<Text, quote_search_path>(text);
    return text.out;
}

void report_activity(const std::string &activity) {
    Text text{activity.c_str(), activity.size(), nullptr, 0};
    guarded<Text, set_activity>(text);
}

std::int64_t now() {
    return GetCurrentTimestamp() +
           (static_cast<std::int64_t>(POSTGRES_EPOCH_JDATE) - UNIX_EPOCH_JDATE) * USECS_PER_DAY;
}

} // namespace confiture::pg
