#include "confiture/drift/ddl_event.hpp"
#include "confiture/migrate/guard.hpp"
#include "confiture/pg/function.hpp"

using namespace confiture;

CONFITURE_FUNCTION(confiture_drift_on_ddl) {
    const std::optional<pg::Ddl> ddl = pg::ddl_outside(call);
    if (!ddl) return;
    if (ddl->moment == pg::Ddl::Moment::start) {
        if (ddl->is_guarded && ddl->is_lasting) migrate::refuse_outside(ddl->tag, {}, true);
        return;
    }
    const std::optional<drift::DdlObjects> objects = drift::objects_of(*ddl);
    if (!objects) return;
    if (ddl->is_guarded && !ddl->is_lasting) migrate::refuse_outside(ddl->tag, objects->listed, false);
    if (ddl->is_recorded) drift::record(*ddl, *objects, pg::ddl_text(call));
}
