#include "kind.hpp"

#include "confiture/text/quote.hpp"

namespace confiture::diff {
namespace {

Pieces create(const Object &object, const Context &context) {
    std::vector<std::string> options{"provider = " + object.text("provider")};
    for (const char *name : {"lc_collate", "lc_ctype", "locale", "rules"})
        if (object.has(name)) options.push_back(std::string(name) + " = " + text::quote_literal(object.text(name)));
    if (object.has("deterministic")) options.push_back("deterministic = false");
    return {statement("CREATE COLLATION " + context.address.identity + " (" + join(options, ", ") + ")")};
}

Pieces drop(const Object &, const Context &context) { return {statement("DROP COLLATION " + context.address.identity)}; }

bool alter(const Object &before, const Object &after, const Context &, Pieces &) { return same_but(before, after, {}); }

} // namespace

constinit const Kind collation_kind{"collation", "COLLATION", nullptr, create, drop, alter};

} // namespace confiture::diff
