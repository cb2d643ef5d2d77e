#include "kind.hpp"

namespace confiture::diff {
namespace {

std::string written(const char *head, const Object &transform, const Context &context) {
    std::vector<std::string> parts;
    if (transform.has("from_sql")) parts.push_back("FROM SQL WITH FUNCTION " + transform.text("from_sql"));
    if (transform.has("to_sql")) parts.push_back("TO SQL WITH FUNCTION " + transform.text("to_sql"));
    return head + context.address.identity + " (" + join(parts, ", ") + ")";
}

Pieces create(const Object &transform, const Context &context) { return {statement(written("CREATE TRANSFORM ", transform, context))}; }

Pieces drop(const Object &, const Context &context) { return {statement("DROP TRANSFORM " + context.address.identity)}; }

bool alter(const Object &before, const Object &after, const Context &context, Pieces &pieces) {
    if (!same_but(before, after, {})) pieces.push_back(statement(written("CREATE OR REPLACE TRANSFORM ", after, context)));
    return true;
}

} // namespace

constinit const Kind transform_kind{"transform", "TRANSFORM", nullptr, create, drop, alter};

} // namespace confiture::diff
