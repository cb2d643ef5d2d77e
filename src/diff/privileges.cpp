#include "privileges.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace confiture::diff {
namespace {

// A privilege by its letter; with `*` behind it in an aclitem, it may be given on.
constexpr std::pair<char, const char *> words[] = {{'r', "SELECT"}, {'a', "INSERT"}, {'w', "UPDATE"}, {'d', "DELETE"}, {'D', "TRUNCATE"}, {'x', "REFERENCES"},
                                                   {'t', "TRIGGER"}, {'m', "MAINTAIN"}, {'X', "EXECUTE"}, {'U', "USAGE"}, {'C', "CREATE"}, {'c', "CONNECT"},
                                                   {'T', "TEMPORARY"}, {'s', "SET"}, {'A', "ALTER SYSTEM"}};

struct Held {
    std::set<char> plain;
    std::set<char> grantable;
};

// `joe=r*w/owner`, the names quoted where they need it; an empty grantee is PUBLIC. Who granted it is not told apart.
void add_item(std::map<std::string, Held> &all, const std::string &item) {
    std::size_t equals = 0;
    for (bool quoted = false; equals < item.size() && (quoted || item[equals] != '='); equals++)
        if (item[equals] == '"') quoted = !quoted;
    Held &held = all[equals == 0 ? "PUBLIC" : item.substr(0, equals)];
    for (std::size_t i = equals + 1; i < item.size() && item[i] != '/'; i++) {
        if (item[i] == '*') continue;
        held.plain.insert(item[i]);
        if (i + 1 < item.size() && item[i + 1] == '*') held.grantable.insert(item[i]);
    }
}

std::string named(const std::set<char> &letters, const std::string &columns) {
    std::string text;
    for (const auto &[letter, word] : words)
        if (letters.contains(letter)) text += (text.empty() ? "" : ", ") + std::string(word) + columns;
    return text;
}

std::set<char> without(const std::set<char> &all, const std::set<char> &others) {
    std::set<char> rest;
    std::set_difference(all.begin(), all.end(), others.begin(), others.end(), std::inserter(rest, rest.end()));
    return rest;
}

std::map<std::string, Held> parsed(const std::vector<std::string> &items) {
    std::map<std::string, Held> all;
    for (const std::string &item : items) add_item(all, item);
    return all;
}

std::string written(const std::string &grantee, const Held &held) {
    std::string item = (grantee == "PUBLIC" ? "" : grantee) + "=";
    for (const char letter : held.plain) item += held.grantable.contains(letter) ? std::string{letter, '*'} : std::string{letter};
    return item;
}

} // namespace

std::vector<std::string> left_on_column(const std::vector<std::string> &column, const std::vector<std::string> &before, const std::vector<std::string> &after) {
    std::map<std::string, Held> own = parsed(column), old = parsed(before), next = parsed(after);
    std::vector<std::string> left;
    for (auto &[grantee, held] : own) {
        const std::set<char> lost = without(old[grantee].plain, next[grantee].plain), weaker = without(old[grantee].grantable, next[grantee].grantable);
        std::erase_if(held.plain, [&](char letter) { return lost.contains(letter); });
        std::erase_if(held.grantable, [&](char letter) { return lost.contains(letter) || weaker.contains(letter); });
        if (!held.plain.empty()) left.push_back(written(grantee, held));
    }
    return left;
}

void alter_privileges(const std::string &columns, const std::vector<std::string> &before, const std::vector<std::string> &after, const std::string &head,
                      const std::function<void(std::string)> &emit) {
    std::map<std::string, Held> old = parsed(before), next = parsed(after);
    for (const auto &[grantee, held] : old) next.try_emplace(grantee);
    for (const auto &[grantee, held] : next) {
        const Held &had = old[grantee];
        if (const std::string lost = named(without(had.plain, held.plain), columns); !lost.empty()) emit("REVOKE " + lost + " ON " + head + " FROM " + grantee);
        std::set<char> weaker = without(had.grantable, held.grantable);
        std::erase_if(weaker, [&](char letter) { return !held.plain.contains(letter); });
        if (const std::string text = named(weaker, columns); !text.empty()) emit("REVOKE GRANT OPTION FOR " + text + " ON " + head + " FROM " + grantee);
        const std::set<char> stronger = without(held.grantable, had.grantable);
        if (const std::string text = named(stronger, columns); !text.empty()) emit("GRANT " + text + " ON " + head + " TO " + grantee + " WITH GRANT OPTION");
        if (const std::string won = named(without(without(held.plain, had.plain), stronger), columns); !won.empty())
            emit("GRANT " + won + " ON " + head + " TO " + grantee);
    }
}

std::vector<std::string> privileges_of(const Schema &schema, const Address &address, const Object &object) {
    if (object.has("privileges")) return object.list("privileges");
    static const std::map<std::string, char> letters{{"table", 'r'}, {"view", 'r'}, {"materialized view", 'r'}, {"foreign table", 'r'}, {"sequence", 's'},
        {"function", 'f'}, {"procedure", 'f'}, {"aggregate", 'f'}, {"type", 'T'}, {"schema", 'n'}, {"language", 'l'}, {"foreign-data wrapper", 'F'}, {"server", 'S'}};
    const auto letter = letters.find(address.kind);
    if (letter == letters.end()) return {};
    const auto fact = schema.facts.find(std::string("privileges ") + letter->second);
    if (fact == schema.facts.end()) return {};
    std::vector<std::string> items;
    const std::string &text = fact->second;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find(',', at), text.size());
        std::string item = text.substr(at, end - at);
        if (item.starts_with("o=")) item.replace(0, 1, object.text("owner"));
        items.push_back(item);
        at = end + 1;
    }
    return items;
}

} // namespace confiture::diff
