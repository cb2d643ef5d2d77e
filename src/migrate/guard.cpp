#include "confiture/migrate/guard.hpp"

#include "confiture/model/conditions.hpp"
#include "state.hpp"

namespace confiture::migrate {
namespace {

// Where the files contradict each other, that is somebody else's error.
std::string new_version() {
    try {
        return next_version(read_state());
    } catch (const Problem &) {
        return "<version>";
    }
}

} // namespace

void refuse_outside(const std::string &tag, const std::string &changes, bool is_lasting) {
    throw Problem(condition::ddl_refused, tag + " outside of a migration is refused",
                  "confiture.guard_ddl is on" + (changes.empty() ? std::string(".") : ", and this is about " + changes + "."),
                  "Write it into migrations/" + new_version() + "_<name>.up.sql and say " + (is_lasting ? "CALL confiture.migrate()" : "SELECT * FROM confiture.migrate_up()") +
                      ", or change the schema files and let confiture.generate('<name>') write it.");
}

} // namespace confiture::migrate
