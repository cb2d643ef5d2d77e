#include "kind.hpp"

namespace confiture::diff {
namespace {

Pieces create(const Object &method, const Context &) {
    return {statement("CREATE ACCESS METHOD " + method.text("name") + " TYPE " + method.text("type") + " HANDLER " + method.text("handler"))};
}

Pieces drop(const Object &method, const Context &) { return {statement("DROP ACCESS METHOD " + method.text("name"))}; }

bool alter(const Object &before, const Object &after, const Context &, Pieces &) { return same_but(before, after, {}); }

} // namespace

constinit const Kind access_method_kind{"access method", "ACCESS METHOD", nullptr, create, drop, alter};

} // namespace confiture::diff
