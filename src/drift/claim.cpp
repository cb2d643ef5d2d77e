#include "claim.hpp"

#include "confiture/model/conditions.hpp"
#include "confiture/pg/database.hpp"
#include "confiture/pg/lock.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/pg/spi.hpp"
#include "confiture/text/checksum.hpp"
#include "confiture/text/pack.hpp"

namespace confiture::drift {
namespace {

constexpr const char *prefix = "confiture_shadow_";

constexpr const char *identity = R"(
    SELECT c.system_identifier::text, r.oid::text FROM pg_control_system() AS c, pg_roles r WHERE r.rolname = $1)";

constexpr const char *candidates = R"(
    SELECT d.datname, d.oid, c.system_identifier::text, d.datdba::text, pg_get_userbyid(d.datdba)
      FROM pg_database d, pg_control_system() AS c
     WHERE starts_with(d.datname, $1) AND NOT d.datistemplate AND NOT d.datallowconn
     ORDER BY d.datname)";

std::string name_of(const std::string &system_identifier, std::int64_t oid, const std::string &owner) {
    return prefix + text::sha256_hex(text::pack({"confiture shadow 1", system_identifier, std::to_string(oid), owner})).substr(0, 16);
}

bool try_hold(const std::string &name) {
    const auto number = static_cast<std::uint32_t>(std::stoul(text::sha256_hex(name).substr(0, 8), nullptr, 16));
    return pg::try_lock(pg::LockSpace::whole_cluster, number);
}

} // namespace

Shadow claim(const std::string &owner) {
    const pg::Rows rows = pg::query(identity, {owner});
    if (rows.empty()) throw Problem(condition::undefined_object, "role \"" + owner + "\" does not exist");
    while (true) {
        const std::int64_t oid = pg::new_database_oid();
        Shadow shadow{name_of(*rows[0][0], oid, *rows[0][1]), oid, owner};
        if (try_hold(shadow.name)) return shadow;
    }
}

std::vector<Shadow> abandoned() {
    std::vector<Shadow> found;
    const std::string user = pg::current_user();
    for (const pg::Row &row : pg::query(candidates, {std::string(prefix)})) {
        Shadow shadow{*row[0], std::stoll(*row[1]), *row[4]};
        if (shadow.name != name_of(*row[2], shadow.oid, *row[3]) || !pg::has_privileges_of(user, *row[4])) continue;
        if (try_hold(shadow.name)) found.push_back(std::move(shadow));
    }
    return found;
}

} // namespace confiture::drift
