#pragma once

#include <memory>
#include <string>
#include <vector>

#include "confiture/model/schema.hpp"

namespace confiture::catalog {

// What statements of ours have changed: the objects as they were and as they are, with those that stand beside them.
struct Change {
    model::Schema before;
    model::Schema after;
    std::vector<model::Address> objects;    // that differ
    std::vector<std::string> written;       // tables that were there before, and whose rows were written
    bool renames = false;                   // what holds data has another name now
    bool outside = false;                   // what all databases of the server share was changed, too
};

// Looks on while files run. It reads the database once; then, after statements of files, what these have touched. What others change
// meanwhile is told apart from it.
class Watch {
public:
    // Reads the database, and notes from here on what statements of files touch, to the end of the call. Where nothing was recorded yet in a
    // database without history, what there is becomes what is expected.
    Watch();
    ~Watch();
    Watch(const Watch &) = delete;
    Watch &operator=(const Watch &) = delete;

    // To be called in the transaction in which the statements ran, behind them, and outside of their scope.
    void follow();

    // Where what follow() was called behind has been rolled back since.
    void follow_undone();

    // Of the database as it was last read.
    const std::string &fingerprint() const;

    // From here on change() counts anew.
    void begin();
    Change change() const;

    // Table expected follows what was changed; in the same transaction.
    void keep();

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace confiture::catalog
