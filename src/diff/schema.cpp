#include "kind.hpp"

namespace confiture::diff {
namespace {

Pieces create(const Object &object, const Context &) { return {statement("CREATE SCHEMA " + object.text("name"))}; }

Pieces drop(const Object &object, const Context &) { return {statement("DROP SCHEMA " + object.text("name"))}; }

bool alter(const Object &, const Object &, const Context &, Pieces &) { return true; }

} // namespace

constinit const Kind schema_kind{"schema", "SCHEMA", nullptr, create, drop, alter};

} // namespace confiture::diff
