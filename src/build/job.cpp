#include "job.hpp"

#include "confiture/build/blueprint.hpp"
#include "confiture/pg/spi.hpp"
#include "files.hpp"

namespace confiture::build {
namespace {

// The columns that not every server has are looked up by their names.
constexpr const char *own_options = R"(
    SELECT format('ENCODING %L LOCALE_PROVIDER %s LC_COLLATE %L LC_CTYPE %L', pg_encoding_to_char(d.encoding),
                  CASE d.datlocprovider WHEN 'c' THEN 'libc' WHEN 'i' THEN 'icu' ELSE 'builtin' END, d.datcollate, d.datctype) ||
           coalesce(CASE d.datlocprovider WHEN 'i' THEN ' ICU_LOCALE ' ELSE ' BUILTIN_LOCALE ' END ||
                    quote_literal(coalesce(j ->> 'datlocale', j ->> 'daticulocale')), '') ||
           coalesce(' ICU_RULES ' || quote_literal(j ->> 'daticurules'), '')
      FROM pg_database d, LATERAL (SELECT to_jsonb(d)) AS o (j)
     WHERE d.datname = current_database())";

constexpr std::size_t frame_arguments = 4;

Frame frame_in(const pg::Work &work, std::size_t first) {
    return {work.argument(first), work.argument(first + 1), std::stoi(work.argument(first + 2)), std::stoi(work.argument(first + 3))};
}

std::vector<std::string> paths_in(const pg::Work &work, std::size_t first) {
    std::vector<std::string> paths;
    for (std::size_t i = first + frame_arguments; i < work.arguments(); i += 2) paths.push_back(work.argument(i));
    return paths;
}

} // namespace

std::string locale_options() { return *pg::query(own_options)[0][0]; }

std::vector<std::string> job_of(const source::Environment &environment, const std::vector<source::File> &files) {
    const Frame frame = frame_of(environment);
    std::vector<std::string> job{frame.search_path, frame.owner, std::to_string(frame.lock_timeout_ms), std::to_string(frame.statement_timeout_ms)};
    for (const source::File &file : files) {
        job.push_back(file.path);
        job.push_back(source::content(file));
    }
    return job;
}

void build_here(const pg::Work &work, std::size_t first) {
    const Frame frame = frame_in(work, first);
    const std::vector<std::string> paths = paths_in(work, first);
    pg::in_transaction([&] { run_files(frame, paths, [&](std::size_t number) { return work.argument(first + frame_arguments + 1 + 2 * number); }); });
}

void build_in_parts(const pg::Work &work, std::size_t first) {
    const Frame frame = frame_in(work, first);
    for (std::size_t i = first + frame_arguments; i < work.arguments(); i += 2)
        pg::in_transaction([&] { run_files(frame, {work.argument(i)}, [&](std::size_t) { return work.argument(i + 1); }); });
}

} // namespace confiture::build
