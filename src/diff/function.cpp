#include "kind.hpp"

namespace confiture::diff {
namespace {

Pieces create(const Object &object, const Context &) { return {statement(object.text("definition"))}; }

Pieces drop_function(const Object &, const Context &context) {
    Piece piece = statement("DROP FUNCTION " + context.address.identity);
    piece.hazards = {"breaks_clients"};
    return {piece};
}

Pieces drop_procedure(const Object &, const Context &context) {
    Piece piece = statement("DROP PROCEDURE " + context.address.identity);
    piece.hazards = {"breaks_clients"};
    return {piece};
}

int defaults_of(const Object &object) { return object.has("defaults") ? std::atoi(object.text("defaults").c_str()) : 0; }

// The server replaces a function whose result is the same (the row of its OUT arguments, too), whose named arguments keep their names, and whose
// defaults are not fewer.
bool alter(const Object &before, const Object &after, const Context &, Pieces &pieces) {
    for (const char *name : {"result", "result_types", "argument_modes", "window"})
        if (differs(before, after, name)) return false;
    const std::vector<std::string> &old = before.list("argument_names"), &next = after.list("argument_names");
    for (std::size_t i = 0; i < old.size(); i++)
        if (!old[i].empty() && (i >= next.size() || next[i] != old[i])) return false;
    if (defaults_of(after) < defaults_of(before)) return false;
    if (differs(before, after, "definition")) pieces.push_back(statement(after.text("definition")));
    return true;
}

} // namespace

constinit const Kind function_kind{"function", "FUNCTION", "routine", create, drop_function, alter};
constinit const Kind procedure_kind{"procedure", "PROCEDURE", "routine", create, drop_procedure, alter};

} // namespace confiture::diff
