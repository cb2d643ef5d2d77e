// What this backend is in the middle of. Plain values: the boundary puts them back however a call ends.
#pragma once

namespace confiture::pg {

struct RunState {
    int depth = 0;                     // user statements of a script are running when > 0
    bool own_write = false;            // our own bookkeeping is being written
    bool reads_few = false;            // the settings are those of read_catalog() where few rows are asked for
    bool maintains = false;            // REINDEX, VACUUM or CLUSTER is running, which may well come by our tables
    bool deferrable_seen = false;      // a deferrable constraint may exist
    bool in_shadow = false;            // this database will be thrown away: nothing may be changed that others share
    bool constraints_touched = false;  // SET CONSTRAINTS was run
    bool watches = false;              // what statements of files touch is noted
    bool is_worker = false;            // this process does nothing but what a session of ours has asked of it
    void *callers = nullptr;           // error_context_stack of who called our function
};

inline constinit RunState run_state{};

} // namespace confiture::pg
