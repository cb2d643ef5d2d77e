#pragma once

#include <string>
#include <string_view>

namespace confiture::model {

enum class Area { schema, migration, seed, other };

// Where a relative path of a project belongs: schema/**/*.sql, migrations/*.sql, seeds/**/*.sql; anything else is `other`.
Area area_of(std::string_view path);

// The path with `./` and doubled slashes removed (one at the end too). Throws invalid_path, naming it, for absolute paths, `..`, empty paths, backslashes,
// control characters and text that is not UTF-8.
std::string clean_path(std::string_view path);

} // namespace confiture::model
