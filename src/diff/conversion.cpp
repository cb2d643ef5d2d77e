#include "kind.hpp"

namespace confiture::diff {
namespace {

Pieces create(const Object &conversion, const Context &context) {
    return {statement(std::string("CREATE ") + (conversion.has("default") ? "DEFAULT " : "") + "CONVERSION " + context.address.identity + " FOR " +
                      conversion.text("from") + " TO " + conversion.text("to") + " FROM " + conversion.text("function"))};
}

Pieces drop(const Object &, const Context &context) { return {statement("DROP CONVERSION " + context.address.identity)}; }

bool alter(const Object &before, const Object &after, const Context &, Pieces &) { return same_but(before, after, {}); }

} // namespace

constinit const Kind conversion_kind{"conversion", "CONVERSION", nullptr, create, drop, alter};

} // namespace confiture::diff
