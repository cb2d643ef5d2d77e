#include "base_type.hpp"

#include <algorithm>

#include "changes.hpp"
#include "confiture/text/quote.hpp"

namespace confiture::diff {
namespace {

constexpr std::pair<const char *, const char *> parameters[] = {{"input", "INPUT"}, {"output", "OUTPUT"}, {"receive", "RECEIVE"}, {"send", "SEND"},
    {"typmod_in", "TYPMOD_IN"}, {"typmod_out", "TYPMOD_OUT"}, {"analyze", "ANALYZE"}, {"subscript", "SUBSCRIPT"}, {"internallength", "INTERNALLENGTH"},
    {"alignment", "ALIGNMENT"}, {"storage", "STORAGE"}, {"preferred", "PREFERRED"}, {"element", "ELEMENT"}, {"collatable", "COLLATABLE"}};

// What ALTER TYPE can set. Values that were compressed or moved out of line would still be so.
constexpr std::pair<const char *, const char *> alterable[] = {{"receive", "RECEIVE"}, {"send", "SEND"}, {"typmod_in", "TYPMOD_IN"}, {"typmod_out", "TYPMOD_OUT"},
    {"analyze", "ANALYZE"}, {"subscript", "SUBSCRIPT"}, {"storage", "STORAGE"}};

} // namespace

Pieces create_base_type(const Object &type, const Context &context) {
    const std::string head = "CREATE TYPE " + context.address.identity;
    if (type.text("form") == "shell") return {statement(head)};
    std::vector<std::string> parts;
    for (const auto &[name, word] : parameters)
        if (type.has(name)) parts.push_back(std::string(word) + " = " + type.text(name));
    for (const auto &[name, word] : {std::pair{"category", "CATEGORY = "}, {"default", "DEFAULT = "}, {"delimiter", "DELIMITER = "}})
        if (type.has(name)) parts.push_back(word + text::quote_literal(type.text(name)));
    if (type.has("passedbyvalue")) parts.push_back("PASSEDBYVALUE");
    return {statement(head + " (\n    " + join(parts, ",\n    ") + "\n)")};
}

bool alter_base_type(const Object &before, const Object &after, const Context &context, Pieces &pieces) {
    std::vector<std::string> names, parts;
    for (const auto &[name, word] : alterable) {
        names.push_back(name);
        if (differs(before, after, name)) parts.push_back(std::string(word) + " = " + (after.has(name) ? after.text(name) : "NONE"));
    }
    if (!same_but(before, after, names) || (differs(before, after, "storage") && after.text("storage") == "plain")) return false;
    if (!parts.empty()) pieces.push_back(statement("ALTER TYPE " + context.address.identity + " SET (" + join(parts, ", ") + ")"));
    return true;
}

bool is_in_circle(const Schema &schema, const Address &type) {
    const auto needs = schema.depends.find(type);
    return type.kind == "type" && needs != schema.depends.end() &&
           std::any_of(needs->second.begin(), needs->second.end(), [&](const model::Dependency &need) { return need.on.kind == "function" && depends(schema, need.on, type); });
}

} // namespace confiture::diff
