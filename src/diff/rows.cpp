#include "rows.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "tables.hpp"

namespace confiture::diff {
namespace {

std::vector<std::string> rewrite() { return {"rewrites_table", "blocks_reads", "blocks_writes"}; }

struct Type {
    std::string name;
    std::vector<int> limits;
};

// `character varying(20)[]` is no type of this form: its limits would count for the elements.
Type parsed(const std::string &text) {
    const std::size_t open = text.find('(');
    if (open == std::string::npos || text.back() != ')') return {text, {}};
    Type type{text.substr(0, open), {}};
    for (std::size_t at = open; at != std::string::npos && at < text.size() - 1; at = text.find(',', at + 1)) type.limits.push_back(std::atoi(text.c_str() + at + 1));
    return type;
}

// Whether a fact that is a list of lines has this one; nothing where there is no such fact.
std::optional<bool> has_line(const Schema &schema, const std::string &fact, const std::string &line) {
    const auto found = schema.facts.find(fact);
    if (found == schema.facts.end()) return std::nullopt;
    return found->second.find("\n" + line + "\n") != std::string::npos;
}

const Object *domain_of(const Schema &schema, const std::string &type) {
    const Object *object = schema.find({"type", type});
    return object != nullptr && object->text("form") == "domain" ? object : nullptr;
}

// The server asks such a type of every row, also of those that are to be NULL.
bool is_constrained(const Schema &schema, const std::string &type) {
    const Object *domain = domain_of(schema, type);
    if (domain == nullptr) return false;
    if (domain->has("not_null") || is_constrained(schema, domain->text("base"))) return true;
    return std::any_of(schema.objects.begin(), schema.objects.end(), [&](const auto &entry) {
        return entry.first.kind == "domain constraint" && entry.second.text("domain") == type;
    });
}

bool is_text(const std::string &type) { return type == "text" || type == "character varying"; }

bool is_wider(const Type &old, const Type &next) {
    if (next.limits.empty()) return true;
    if (old.limits.empty()) return false;
    if (old.name == "numeric") return old.limits.size() == next.limits.size() && next.limits[0] >= old.limits[0] && old.limits.back() == next.limits.back();
    return next.limits[0] >= old.limits[0];
}

} // namespace

std::vector<std::string> hazards_of_new_column(const Object &column, const Object *default_value, const Schema &schema) {
    if (column.text("generated") == "VIRTUAL") return {};
    if (column.has("generated") || column.has("identity") || is_constrained(schema, column.text("type"))) return rewrite();
    if (default_value == nullptr) return column.has("not_null") && !column.has("not_null_not_valid") ? std::vector<std::string>{"scans_table", "blocks_reads", "blocks_writes"} : std::vector<std::string>{};
    const std::string &expression = default_value->text("expression");
    const std::optional<bool> is_volatile = has_line(schema, "volatile defaults", default_value->text("of"));
    if (!is_volatile) return expression.find('(') == std::string::npos || expression[0] == '\'' ? std::vector<std::string>{} : std::vector<std::string>{"unknown"};
    return *is_volatile ? rewrite() : std::vector<std::string>{};
}

bool keeps_rows(const Object &before, const Object &after, const Context &context) {
    const std::string &from = before.text("type"), &to = after.text("type");
    if (from == to) return true;
    const Type old = parsed(from), next = parsed(to);
    if (is_text(old.name) && is_text(to)) return true;
    if (old.name == next.name && (old.name == "character varying" || old.name == "numeric" || old.name == "bit varying")) return is_wider(old, next);
    if (const Object *domain = domain_of(context.before, from); domain != nullptr && domain->text("base") == to) return true;
    if (const Object *domain = domain_of(context.after, to); domain != nullptr && domain->text("base") == from) return !is_constrained(context.after, to);
    return next.limits.empty() && has_line(context.before, "binary casts", old.name + " > " + to).value_or(false);
}

std::vector<std::string> hazards_of_kept_rows(const Object &before, const Object &after, const Context &context) {
    const std::string &from = before.text("type"), &to = after.text("type");
    const std::string old = parsed(from).name, next = parsed(to).name;
    const bool same_operators = (old == next || (is_text(old) && is_text(next))) && !differs(before, after, "collation");
    const Object *table = context.before.find({"table", before.text("relation")});
    const bool is_tree = table != nullptr && table->has("partition_key"); // whose indexes are always made anew
    bool checks = false, builds = false;
    for (const char *kind : {"index", "table constraint"})
        for (const auto &[address, dependencies] : of_kind(context.before.depends, kind)) {
            if (std::none_of(dependencies.begin(), dependencies.end(), [&](const model::Dependency &dependency) { return dependency.on == context.address; })) continue;
            const std::string &type = context.before.at(address).text("type");
            if (is_tree && type != "c" && type != "f") builds = true;
            if (type == "c" || (type == "f" && !same_operators)) checks = true;
            if (type != "c" && type != "f" && !same_operators) builds = true;
        }
    std::vector<std::string> hazards;
    if (checks) hazards.push_back("scans_table");
    if (builds) hazards.push_back("builds_index");
    if (checks || builds)
        for (const char *blocked : {"blocks_reads", "blocks_writes"}) hazards.push_back(blocked);
    return hazards;
}

bool is_known_not_null(const Object &column, const Context &context) {
    const std::string wanted = "CHECK ((" + column.text("name") + " IS NOT NULL))";
    return std::any_of(context.before.objects.begin(), context.before.objects.end(), [&](const auto &entry) {
        const auto &[address, object] = entry;
        if (address.kind != "table constraint" || object.text("relation") != column.text("relation")) return false;
        const Object *next = context.after.find(address);
        return object.text("definition") == wanted && !object.has("not_valid") && next != nullptr && next->text("definition") == wanted;
    });
}

bool compares(const std::string &from, const std::string &to) {
    static const std::set<std::string> numbers{"smallint", "integer", "bigint"}, texts{"text", "character varying"};
    const std::string old = from.substr(0, from.find('(')), next = to.substr(0, to.find('('));
    return old == next || (numbers.contains(old) && numbers.contains(next)) || (texts.contains(old) && texts.contains(next));
}

} // namespace confiture::diff
