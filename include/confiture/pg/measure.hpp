#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "confiture/pg/relations.hpp"

namespace confiture::pg {

struct HeldLock {
    std::string relation;    // schema-qualified and quoted, as it was named before the statement
    LockMode mode = LockMode::none;
};

// What a statement did to the relations that were there before the run.
struct Measured {
    std::int64_t microseconds = 0;
    std::int64_t wal_bytes = 0;
    std::vector<HeldLock> locks;                        // that it took and still holds, by relation, weakest first
    std::optional<std::vector<std::string>> rewrites;   // relation and `rewrite`, `truncate` or `copy`; empty: can't be known
    std::optional<std::vector<std::string>> scans;      // tables that it read through; empty: track_counts is off
};

struct Watch;

// Measures statements of a run, one by one, inside of the subtransaction in which they run: made at its begin, gone before it ends. Where that is
// not rolled back, it must be closed.
class Measure {
public:
    Measure();
    ~Measure();
    Measure(const Measure &) = delete;
    Measure &operator=(const Measure &) = delete;

    void begin();
    Measured end(const Forecast &forecast);
    void close();

private:
    std::unique_ptr<Watch> watch_;
};

} // namespace confiture::pg
