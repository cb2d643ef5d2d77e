#include "probe.hpp"

#include "confiture/pg/spi.hpp"

namespace confiture::run {
namespace {

// Of the table that an index is made on; what REINDEX CONCURRENTLY may have left on a table ($2; 0: any), its partitions, and their TOAST.
constexpr const char *read_indexes_of = "SELECT indexrelid FROM pg_index WHERE indrelid = $1::text::oid";
constexpr const char *read_leftovers = R"(
    SELECT i.indexrelid, format('%I.%I', n.nspname, c.relname)
      FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE NOT i.indisvalid AND c.relname ~ '_cc(new|old)[0-9]*$' AND c.relkind = 'i' AND i.indexrelid <> ALL ($1::text[]::oid[])
       AND ($2 = '0' OR EXISTS (
                SELECT FROM pg_class t
                 WHERE (t.oid = $2::text::oid OR t.oid IN (SELECT p.relid FROM pg_partition_tree($2::text::oid) p)) AND i.indrelid IN (t.oid, t.reltoastrelid))))";

// The indexes of the table that were not there when the step began; an unnamed one may be anybody's.
constexpr const char *read_new_indexes = R"(
    SELECT format('%I.%I', n.nspname, c.relname), i.indisvalid, $2 <> ''
      FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE i.indrelid = $1::text::oid AND i.indexrelid <> ALL ($3::text[]::oid[]) AND ($2 = '' OR c.relname = $2::name))";

constexpr const char *read_invalid = R"(
    SELECT 1 FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
     WHERE i.indrelid = $1::text::oid AND c.relname = $2::name AND NOT i.indisvalid)";

constexpr const char *read_index = R"(
    SELECT c.oid, coalesce(i.indisvalid, true), format('%I.%I', n.nspname, c.relname)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_index i ON i.indexrelid = c.oid
     WHERE c.oid = $1::text::oid)";

constexpr const char *read_detached = R"(
    SELECT c.oid, i.inhdetachpending, p.oid::regclass::text, c.oid::regclass::text
      FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent JOIN pg_class c ON c.oid = i.inhrelid
     WHERE i.inhrelid = $1::text::oid AND i.inhparent = $2::text::oid)";

pg::TextArray array_of(const std::vector<std::string> &texts) { return {texts.begin(), texts.end()}; }

// By its name as the server quotes it.
void add_index(Remains &remains, const std::string &name) {
    remains.names.push_back(name);
    remains.statements.push_back("DROP INDEX CONCURRENTLY IF EXISTS " + name);
}

Finding of_new_index(const Step &step) {
    const pg::Rows rows = pg::query(read_new_indexes, {std::to_string(step.object.relation), step.object.name, array_of(step.before)});
    if (rows.empty()) return {Fate::not_done};
    if (rows[0][2] != "t") { // the server chose a name: a new index may be somebody else's
        Finding finding{Fate::unknown};
        for (const pg::Row &row : rows)
            if (row[1] != "t") finding.remains.names.push_back(*row[0]);
        return finding;
    }
    if (rows[0][1] == "t") return {Fate::done};
    Finding finding{Fate::half};
    add_index(finding.remains, *rows[0][0]);
    return finding;
}

Finding of_reindex(const Step &step) {
    Finding finding{Fate::not_done};
    for (const pg::Row &row : pg::query(read_leftovers, {array_of(step.before), std::to_string(step.object.relation)})) {
        finding.fate = Fate::half;
        add_index(finding.remains, *row[1]);
    }
    return finding;
}

// Not done where there was nothing to be dropped or detached: then the statement itself must say what it thinks of that.
Finding gone(const Step &step, const pg::Rows &found) { return {found.empty() && !step.before.empty() ? Fate::done : Fate::not_done}; }

// A relation that went meanwhile, with its table, was dropped too.
pg::Rows find_index(const Step &step) { return pg::query(read_index, {std::to_string(step.object.object)}); }

// One that no query uses any more is named; the next attempt drops it.
Finding of_dropped_index(const Step &step) {
    const pg::Rows rows = find_index(step);
    Finding finding = gone(step, rows);
    if (!rows.empty() && rows[0][1] != "t") finding.remains.names.push_back(*rows[0][2]);
    return finding;
}

pg::Rows find_partition(const Step &step) {
    return pg::query(read_detached, {std::to_string(step.object.object), std::to_string(step.object.relation)});
}

Finding of_detach(const Step &step) {
    const pg::Rows rows = find_partition(step);
    if (rows.empty() || rows[0][1] != "t") return gone(step, rows);
    Finding finding{Fate::half};
    finding.remains.names.push_back(*rows[0][3]);
    finding.remains.statements.push_back("ALTER TABLE " + *rows[0][2] + " DETACH PARTITION " + *rows[0][3] + " FINALIZE");
    finding.remains.completes = true;
    return finding;
}

constexpr const char *find_database = "SELECT oid FROM pg_database WHERE datname = $1::name AND oid <> ALL ($2::text[]::oid[])";
constexpr const char *find_tablespace = "SELECT oid FROM pg_tablespace WHERE spcname = $1::name AND oid <> ALL ($2::text[]::oid[])";
constexpr const char *find_subscription = R"(
    SELECT s.oid FROM pg_subscription s JOIN pg_database d ON d.oid = s.subdbid
     WHERE s.subname = $1::name AND d.datname = current_database() AND s.oid <> ALL ($2::text[]::oid[]))";

// Those of the step's name, but for what was there before.
pg::Rows find_named(const Step &step, const std::vector<std::string> &before) {
    const std::string &kind = step.kind;
    if (kind.ends_with("database")) return pg::query(find_database, {step.object.name, array_of(before)});
    if (kind.ends_with("tablespace")) return pg::query(find_tablespace, {step.object.name, array_of(before)});
    return pg::query(find_subscription, {step.object.name, array_of(before)});
}

enum class Probe { none, index, dropped_index, reindex, detach, creates, drops, again };

struct Known {
    const char *kind;
    Probe probe;
};

// `again`: to be repeated without harm.
constexpr Known known[] = {
    {transaction_step, Probe::again}, {"create_index", Probe::index},        {"drop_index", Probe::dropped_index}, {"reindex", Probe::reindex},
    {"cluster", Probe::again},        {"vacuum", Probe::again},              {"detach", Probe::detach},            {"create_database", Probe::creates},
    {"drop_database", Probe::drops},  {"alter_database", Probe::again},      {"alter_system", Probe::again},       {"create_tablespace", Probe::creates},
    {"drop_tablespace", Probe::drops},{"create_subscription", Probe::creates},{"drop_subscription", Probe::drops}, {"alter_subscription", Probe::again},
    {"batch", Probe::again},
};

Probe probe_of(const std::string &kind) {
    for (const Known &entry : known)
        if (kind == entry.kind) return entry.probe;
    return Probe::none;
}

} // namespace

bool has_probe(const std::string &kind) { return probe_of(kind) != Probe::none; }

std::vector<std::string> there_before(const Step &step) {
    pg::Rows rows;
    switch (probe_of(step.kind)) {
    case Probe::index: rows = pg::query(read_indexes_of, {std::to_string(step.object.relation)}); break;
    case Probe::reindex: rows = pg::query(read_leftovers, {pg::TextArray(), std::to_string(step.object.relation)}); break;
    case Probe::dropped_index: rows = find_index(step); break;
    case Probe::detach: rows = find_partition(step); break;
    case Probe::creates:
    case Probe::drops: rows = find_named(step, {}); break;
    default: break;
    }
    std::vector<std::string> found;
    for (const pg::Row &row : rows) found.push_back(*row[0]);
    return found;
}

bool made_invalid_index(const Step &step) {
    return step.kind == "create_index" && !pg::query(read_invalid, {std::to_string(step.object.relation), step.object.name}).empty();
}

Finding probe(const Step &step) {
    switch (probe_of(step.kind)) {
    case Probe::index: return of_new_index(step);
    case Probe::dropped_index: return of_dropped_index(step);
    case Probe::reindex: return of_reindex(step);
    case Probe::detach: return of_detach(step);
    case Probe::creates: return {find_named(step, step.before).empty() ? Fate::not_done : Fate::done};
    case Probe::drops: return gone(step, find_named(step, {}));
    case Probe::again: return {Fate::not_done};
    case Probe::none: break;
    }
    return {Fate::unknown};
}

bool is_unknowable(const Step &step) { return probe(step).fate == Fate::unknown; }

bool seems_done(const Step &step) { return probe(step).fate == Fate::done; }

std::vector<std::string> remains_of(const Step &step) {
    Finding finding = probe(step);
    return finding.remains.completes ? std::vector<std::string>() : std::move(finding.remains.names);
}

} // namespace confiture::run
