#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

namespace confiture::pg {

// A row of a catalog (by the OID of the catalog) that stands for an object, or a column of one.
struct CatalogRow {
    std::uint32_t catalog = 0;
    std::uint32_t object = 0;
    std::int32_t part = 0;

    auto operator<=>(const CatalogRow &) const = default;
};

// What statements of files have done to objects, by the server's own word at the moment at which it happened.
struct Touched {
    std::vector<CatalogRow> made;
    std::vector<CatalogRow> changed;
    std::vector<CatalogRow> dropped;
    std::vector<std::uint32_t> written;  // relations whose rows were written
    bool everything = false;             // something that only a look at all objects tells
    bool is_said_anew = false;           // comments and labels may be others
    bool outside = false;                // something that all databases of the server share
};

// From here on, what statements of files touch is noted in this session, until take_touched(). What a statement that was rolled back has touched
// stays noted.
void watch_statements();

// What was touched since, in no order, each row once; what comes after is noted anew.
Touched take_touched();

// Ends that; errors end it, too.
void stop_watching();

// For a worker to say what it has touched, and for its caller to note that.
std::string pack_touched(const Touched &touched);
void note_touched(const std::string &packed);

// Who has last written the row of a catalog.
enum class Writer { we, before, others, nobody };

// Which transactions had ended when it was made.
class Moment {
public:
    Moment();

    // We: this transaction, or one that remember() was called in; before: one that had ended by then; nobody: the row is gone.
    Writer writer_of(const CatalogRow &row) const;

    // Counts this transaction as ours from now on.
    void remember();

private:
    std::vector<std::uint32_t> running_;
    std::vector<std::uint32_t> ours_;
    std::uint32_t next_ = 0;
};

} // namespace confiture::pg
