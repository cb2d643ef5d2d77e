#include "kind.hpp"

namespace confiture::diff {
namespace {

Pieces create(const Object &object, const Context &) {
    std::string sql = std::string("CREATE ") + (object.has("trusted") ? "TRUSTED " : "") + "LANGUAGE " + object.text("name") + " HANDLER " + object.text("handler");
    if (object.has("inline")) sql += " INLINE " + object.text("inline");
    if (object.has("validator")) sql += " VALIDATOR " + object.text("validator");
    return {statement(sql)};
}

Pieces drop(const Object &object, const Context &) { return {statement("DROP LANGUAGE " + object.text("name"))}; }

bool alter(const Object &before, const Object &after, const Context &, Pieces &) { return same_but(before, after, {}); }

} // namespace

constinit const Kind language_kind{"language", "LANGUAGE", nullptr, create, drop, alter};

} // namespace confiture::diff
