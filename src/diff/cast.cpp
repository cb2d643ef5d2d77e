#include "kind.hpp"

namespace confiture::diff {
namespace {

Pieces create(const Object &cast, const Context &context) {
    std::string sql = "CREATE CAST " + context.address.identity + (cast.has("with") ? " WITH " + cast.text("with") : " WITHOUT FUNCTION");
    if (cast.has("context")) sql += " AS " + cast.text("context");
    return {statement(sql)};
}

Pieces drop(const Object &, const Context &context) { return {statement("DROP CAST " + context.address.identity)}; }

bool alter(const Object &before, const Object &after, const Context &, Pieces &) { return same_but(before, after, {}); }

} // namespace

constinit const Kind cast_kind{"cast", "CAST", nullptr, create, drop, alter};

} // namespace confiture::diff
