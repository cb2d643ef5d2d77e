#include "kind.hpp"

#include <algorithm>
#include <set>

namespace confiture::diff {
namespace {

std::string written(const Object &object, const Context &context, std::initializer_list<std::pair<const char *, const char *>> functions) {
    std::vector<std::string> parts;
    for (const auto &[name, word] : functions)
        if (object.has(name)) parts.push_back(word + object.text(name));
    return "CREATE " + noun_of(context.address, object) + " (" + join(parts, ", ") + ")";
}

Pieces create_parser(const Object &parser, const Context &context) {
    return {statement(written(parser, context, {{"start", "START = "}, {"gettoken", "GETTOKEN = "}, {"end", "END = "}, {"lextypes", "LEXTYPES = "}, {"headline", "HEADLINE = "}}))};
}

Pieces create_template(const Object &object, const Context &context) {
    return {statement(written(object, context, {{"init", "INIT = "}, {"lexize", "LEXIZE = "}}))};
}

Pieces drop(const Object &object, const Context &context) { return {statement("DROP " + noun_of(context.address, object))}; }

bool alter(const Object &before, const Object &after, const Context &, Pieces &) { return same_but(before, after, {}); }

Pieces create_dictionary(const Object &dictionary, const Context &context) {
    std::vector<std::string> parts = dictionary.list(dictionary.has("options_as_set") ? "options_as_set" : "options");
    parts.insert(parts.begin(), "TEMPLATE = " + dictionary.text("template"));
    return {statement("CREATE " + noun_of(context.address, dictionary) + " (" + join(parts, ", ") + ")")};
}

std::set<std::string> heads(const std::vector<std::string> &items, const char *separator) {
    std::set<std::string> names;
    for (const std::string &item : items) names.insert(item.substr(0, item.find(separator)));
    return names;
}

// An option without a value is taken away.
bool alter_dictionary(const Object &before, const Object &after, const Context &context, Pieces &pieces) {
    if (!same_but(before, after, {"options", "options_as_set"})) return false;
    std::vector<std::string> parts = missing(after.list("options"), before.list("options"));
    const std::set<std::string> kept = heads(after.list("options"), " = ");
    for (const std::string &name : heads(before.list("options"), " = "))
        if (!kept.contains(name)) parts.push_back(name);
    if (!parts.empty()) pieces.push_back(statement("ALTER " + noun_of(context.address, after) + " (" + join(parts, ", ") + ")"));
    return true;
}

// Tokens that go to the same dictionaries take one statement.
void map_tokens(const std::string &head, const std::vector<std::string> &mappings, Pieces &pieces) {
    std::map<std::string, std::vector<std::string>> tokens;
    for (const std::string &mapping : mappings) {
        const std::size_t with = mapping.find(" WITH ");
        tokens[mapping.substr(with)].push_back(mapping.substr(0, with));
    }
    for (const auto &[with, names] : tokens) pieces.push_back(statement(head + join(names, ", ") + with));
}

Pieces create_configuration(const Object &configuration, const Context &context) {
    const std::string noun = noun_of(context.address, configuration);
    Pieces pieces{statement("CREATE " + noun + " (PARSER = " + configuration.text("parser") + ")")};
    map_tokens("ALTER " + noun + " ADD MAPPING FOR ", configuration.list("mappings"), pieces);
    return pieces;
}

bool alter_configuration(const Object &before, const Object &after, const Context &context, Pieces &pieces) {
    if (!same_but(before, after, {"mappings"})) return false;
    const std::string head = "ALTER " + noun_of(context.address, after);
    const std::set<std::string> old = heads(before.list("mappings"), " WITH "), next = heads(after.list("mappings"), " WITH ");
    std::vector<std::string> lost, added, changed;
    std::set_difference(old.begin(), old.end(), next.begin(), next.end(), std::back_inserter(lost));
    for (const std::string &mapping : missing(after.list("mappings"), before.list("mappings")))
        (old.contains(mapping.substr(0, mapping.find(" WITH "))) ? changed : added).push_back(mapping);
    if (!lost.empty()) pieces.push_back(statement(head + " DROP MAPPING FOR " + join(lost, ", ")));
    map_tokens(head + " ALTER MAPPING FOR ", changed, pieces);
    map_tokens(head + " ADD MAPPING FOR ", added, pieces);
    return true;
}

} // namespace

constinit const Kind text_search_parser_kind{"text search parser", "TEXT SEARCH PARSER", nullptr, create_parser, drop, alter};
constinit const Kind text_search_template_kind{"text search template", "TEXT SEARCH TEMPLATE", nullptr, create_template, drop, alter};
constinit const Kind text_search_dictionary_kind{"text search dictionary", "TEXT SEARCH DICTIONARY", nullptr, create_dictionary, drop, alter_dictionary};
constinit const Kind text_search_configuration_kind{"text search configuration", "TEXT SEARCH CONFIGURATION", nullptr, create_configuration, drop, alter_configuration};

} // namespace confiture::diff
