#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "confiture/pg/function.hpp"
#include "confiture/pg/touched.hpp"

namespace confiture::pg {

// A DDL statement that we do not run, at which an event trigger of ours has fired.
struct Ddl {
    enum class Moment { start, drop, end };

    Moment moment = Moment::start;
    std::string tag;
    bool is_guarded = false;       // confiture.guard_ddl is on
    bool is_recorded = false;      // confiture.record_ddl is on
    bool is_lasting = false;       // refused at its end, it would leave something behind
    std::int64_t happened_at = 0;  // microseconds since 1970-01-01 UTC; the same for all moments of one statement
};

// The statement at which the function was called as an event trigger; none where there is nothing to do: by the settings, since the statement belongs to a run of
// ours, to the script of an extension or to an upgrade of the server, or since it changes no schema (REFRESH, REINDEX). Throws insufficient_privilege where
// the session has tried to give one of the settings a value that it may not give.
std::optional<Ddl> ddl_outside(const Call &call);

// The text of that statement alone, without what stands around it; none where it is not known, or is of a kind that may carry secrets.
std::optional<std::string> ddl_text(const Call &call);

// At its end: what it has changed, as far as pg_event_trigger_ddl_commands() does not say so.
std::vector<CatalogRow> ddl_parts();

} // namespace confiture::pg
