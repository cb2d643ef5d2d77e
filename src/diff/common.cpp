#include "kind.hpp"

#include <algorithm>

#include "confiture/text/checksum.hpp"
#include "confiture/text/quote.hpp"
#include "privileges.hpp"
#include "tables.hpp"

namespace confiture::diff {
namespace {

constexpr const char *common[] = {"owner", "privileges", "comment", "labels", "depends_on_extensions"};

bool is_column(const Address &address) { return address.kind.ends_with("column"); }

// Some parts of a table are named with it, all other objects by themselves.
bool is_on_relation(const Address &address) {
    return address.kind == "table constraint" || address.kind == "trigger" || address.kind == "rule" || address.kind == "policy";
}

void alter_owner(const Object *before, const Object &after, const Context &context, Pieces &pieces) {
    const auto user = context.before.facts.find("user");
    const std::string old = before != nullptr ? before->text("owner") : user == context.before.facts.end() ? "" : user->second;
    if (!after.has("owner") || old == after.text("owner")) return;
    if (before != nullptr && before->has("owned_by") && !differs(*before, after, "owned_by")) return; // it goes with its table's
    const bool is_relation = context.address.kind.ends_with("table") || context.address.kind.ends_with("view") || context.address.kind == "sequence";
    pieces.push_back(statement("ALTER " + noun_of(context.address, after) + " OWNER TO " + after.text("owner"), is_relation && before != nullptr ? "AccessExclusiveLock" : nullptr));
}

// What default privileges are for, by kind of object.
const char *covered_by_default(const std::string &kind) {
    if (kind.ends_with("table") || kind.ends_with("view")) return "TABLES";
    if (kind == "function" || kind == "procedure" || kind == "aggregate") return "FUNCTIONS";
    return kind == "sequence" ? "SEQUENCES" : kind == "type" ? "TYPES" : kind == "schema" ? "SCHEMAS" : "";
}

// What the old owner has is the new one's once the owner is changed.
void hand_over(std::vector<std::string> &items, const std::string &from, const std::string &to) {
    for (std::string &item : items)
        if (item.starts_with(from + "=")) item.replace(0, from.size(), to);
}

// What the object has by itself once it is made: the owner's and what default privileges give, which come last of all where they come, and go first.
std::vector<std::string> at_first(const Object &after, const Context &context) {
    Object fresh = after;
    fresh.attributes.erase("privileges");
    std::vector<std::string> items = privileges_of(context.after, context.address, fresh), more;
    const auto user = context.before.facts.find("user");
    const std::string objects = covered_by_default(context.address.kind);
    if (user == context.before.facts.end() || objects.empty()) return items;
    for (const auto &[address, object] : of_kind(context.before.objects, "default acl")) {
        if (object.text("role") != user->second || object.text("objects") != objects || context.after.find(address) == nullptr) continue;
        if (!object.has("schema")) items = object.list("grants");
        else if (object.text("schema") == after.text("schema")) more.insert(more.end(), object.list("grants").begin(), object.list("grants").end());
    }
    items.insert(items.end(), more.begin(), more.end());
    if (after.has("owner")) hand_over(items, user->second, after.text("owner"));
    return items;
}

// What a column has once the owner and the privileges of its table have been altered, which comes first.
std::vector<std::string> left_of(std::vector<std::string> items, const Object &column, const Context &context) {
    for (const char *kind : {"table", "view", "materialized view", "foreign table"}) {
        const Address table{kind, column.text("relation")};
        const Object *old = context.before.find(table), *next = context.after.find(table);
        if (old == nullptr || next == nullptr) continue;
        std::vector<std::string> of_table = privileges_of(context.before, table, *old);
        if (differs(*old, *next, "owner"))
            for (std::vector<std::string> *all : {&items, &of_table}) hand_over(*all, old->text("owner"), next->text("owner"));
        return differs(*old, *next, "privileges") ? left_on_column(items, of_table, privileges_of(context.after, table, *next)) : items;
    }
    return items;
}

// Takes out what somebody has granted who is not the owner; nobody else can grant or revoke it in his name.
std::vector<std::string> take_from_others(std::vector<std::string> &items, const Object &object, const Schema &schema) {
    std::string owner = object.text("owner");
    for (const char *kind : {"table", "view", "materialized view", "foreign table"})
        if (const Object *relation = schema.find({kind, object.text("relation")}); owner.empty() && relation != nullptr) owner = relation->text("owner");
    const auto others = std::stable_partition(items.begin(), items.end(), [&](const std::string &item) {
        const std::size_t slash = item.rfind('/');
        return owner.empty() || slash == std::string::npos || item.ends_with("/" + owner);
    });
    std::vector<std::string> taken(others, items.end());
    items.erase(others, items.end());
    return taken;
}

void alter_grants(const Object *before, const Object &after, const Context &context, Pieces &pieces) {
    std::vector<std::string> old = before != nullptr ? privileges_of(context.before, context.address, *before) : at_first(after, context);
    std::vector<std::string> next = privileges_of(context.after, context.address, after);
    const std::vector<std::string> others = before == nullptr ? std::vector<std::string>{} : take_from_others(old, *before, context.before);
    if (take_from_others(next, after, context.after) != others) {
        pieces.push_back(statement(""));
        pieces.back().hazards = {"not_modelled"};
    }
    if (before != nullptr && is_column(context.address)) old = left_of(old, after, context);
    if (old == next) return;
    const bool column = is_column(context.address);
    const std::string head = column ? "TABLE " + after.text("relation") : context.address.kind.ends_with("view") || context.address.kind == "foreign table" ? "TABLE " + context.address.identity
                             : context.address.kind == "server" ? "FOREIGN SERVER " + context.address.identity
                             : context.address.kind == "aggregate" ? "FUNCTION " + context.address.identity : noun_of(context.address, after);
    std::vector<std::string> base = old;
    if (before != nullptr && differs(*before, after, "owner")) hand_over(base, before->text("owner"), after.text("owner"));
    alter_privileges(column ? " (" + after.text("name") + ")" : "", base, next, head, [&](std::string sql) { pieces.push_back(statement(std::move(sql))); });
}

void alter_comment(const Object *before, const Object &after, const Context &context, Pieces &pieces) {
    const std::string old = before != nullptr ? before->text("comment") : "";
    if (old == after.text("comment")) return;
    pieces.push_back(statement("COMMENT ON " + noun_of(context.address, after) + " IS " +
                               (after.has("comment") ? text::quote_literal(after.text("comment")) : "NULL"), "ShareUpdateExclusiveLock"));
}

std::string provider_of(const std::string &label) { return label.substr(0, label.find(" IS ")); }

void alter_labels(const Object *before, const Object &after, const Context &context, Pieces &pieces) {
    const std::vector<std::string> none;
    const std::vector<std::string> &old = before != nullptr ? before->list("labels") : none;
    for (const std::string &label : after.list("labels"))
        if (std::find(old.begin(), old.end(), label) == old.end()) {
            std::string sql = "SECURITY LABEL " + label;
            pieces.push_back(statement(sql.insert(sql.find(" IS "), " ON " + noun_of(context.address, after)), "ShareUpdateExclusiveLock"));
        }
    for (const std::string &label : old)
        if (std::none_of(after.list("labels").begin(), after.list("labels").end(), [&](const std::string &kept) { return provider_of(kept) == provider_of(label); }))
            pieces.push_back(statement("SECURITY LABEL " + provider_of(label) + " ON " + noun_of(context.address, after) + " IS NULL", "ShareUpdateExclusiveLock"));
}

// What the sequence of an identity column has by itself; its owner is the table's.
Object sequence_in(const Object &column, const Schema &schema) {
    Object sequence;
    for (const std::string name : {"comment", "privileges", "labels"})
        if (const auto own = column.attributes.find("sequence_" + name); own != column.attributes.end()) sequence.attributes[name] = own->second;
    const std::string &identity = column.list("sequence", 7)[0];
    sequence.attributes["schema"].text = identity.substr(0, end_of_name(identity, '.'));
    if (const Object *table = schema.find({"table", column.text("relation")})) sequence.attributes["owner"] = table->attributes.at("owner");
    return sequence;
}

void alter_sequence(const Object *before, const Object &after, const Context &context, Pieces &pieces) {
    if (after.list("sequence").empty()) return;
    const Object next = sequence_in(after, context.after);
    const bool had = before != nullptr && !before->list("sequence").empty();
    const Object old = had ? sequence_in(*before, context.before) : Object{};
    const Address address{"sequence", after.list("sequence", 7)[0]};
    const Context own{context.before, context.after, address};
    alter_grants(had ? &old : nullptr, next, own, pieces);
    alter_comment(had ? &old : nullptr, next, own, pieces);
    alter_labels(had ? &old : nullptr, next, own, pieces);
}

} // namespace

bool Context::has_children(const std::string &relation) const {
    for (const Schema *schema : {&before, &after})
        for (const char *kind : {"table", "foreign table"})
            for (const auto &[other, dependencies] : of_kind(schema->depends, kind))
                if (std::any_of(dependencies.begin(), dependencies.end(), [&](const model::Dependency &dependency) {
                        return dependency.on.kind == "table" && dependency.on.identity == relation; }))
                    return true;
    return false;
}

bool gives_up(const Object &before, const Object &after, const Context &context) {
    if (!after.has("inherited")) return false;
    const auto is_part = [&](const Schema &schema) {
        const Object *table = schema.find({"table", after.text("relation")}), *foreign = schema.find({"foreign table", after.text("relation")});
        return (table != nullptr && table->has("partition_of")) || (foreign != nullptr && foreign->has("partition_of"));
    };
    return !is_part(context.after) && (!before.has("inherited") || is_part(context.before));
}

std::string noun_of(const Address &address, const Object &object) {
    const std::string noun = address.kind == "type" && object.text("form") == "domain" ? "DOMAIN" : kind_of(address.kind).noun;
    if (address.kind == "domain constraint") return noun + " " + object.text("name") + " ON DOMAIN " + object.text("domain");
    if (is_on_relation(address)) return noun + " " + object.text("name") + " ON " + object.text("relation");
    return noun + " " + address.identity;
}

void alter_extensions(const Object *before, const Object &after, const Address &address, Pieces &pieces) {
    static const Object none;
    const std::vector<std::string> &old = (before != nullptr ? *before : none).list("depends_on_extensions"), &next = after.list("depends_on_extensions");
    const std::string noun = address.kind == "table constraint" ? "INDEX " + after.text("schema") + "." + after.text("name") : noun_of(address, after);
    const auto tell = [&](const char *words, const std::string &extension) {
        const bool is_routine = address.kind == "function" || address.kind == "procedure";
        pieces.push_back(statement("ALTER " + noun + words + extension, is_routine ? nullptr : "AccessExclusiveLock"));
    };
    for (const std::string &extension : old)
        if (std::find(next.begin(), next.end(), extension) == next.end()) tell(" NO DEPENDS ON EXTENSION ", extension);
    for (const std::string &extension : next)
        if (std::find(old.begin(), old.end(), extension) == old.end()) tell(" DEPENDS ON EXTENSION ", extension);
}

void alter_common(const Object *before, const Object &after, const Context &context, Pieces &pieces) {
    alter_owner(before, after, context, pieces);
    alter_grants(before, after, context, pieces);
    alter_comment(before, after, context, pieces);
    alter_labels(before, after, context, pieces);
    alter_extensions(before, after, context.address, pieces);
    alter_sequence(before, after, context, pieces);
}

bool same_but(const Object &before, const Object &after, const std::vector<std::string> &names) {
    const auto relevant = [&](const Object &object) {
        model::Attributes attributes = object.attributes;
        for (const char *name : common) attributes.erase(name);
        for (const std::string &name : names) attributes.erase(name);
        return attributes;
    };
    return relevant(before) == relevant(after);
}

bool differs(const Object &before, const Object &after, const std::string &name) {
    const auto old = before.attributes.find(name), next = after.attributes.find(name);
    const bool was = old != before.attributes.end(), is = next != after.attributes.end();
    return was != is || (was && old->second != next->second);
}

Piece clause(const std::string &relation, std::string text, const char *lock) {
    Piece piece;
    piece.text = std::move(text);
    piece.table = "ALTER TABLE " + relation;
    piece.lock = lock;
    return piece;
}

Piece statement(std::string text, const char *lock) {
    Piece piece;
    piece.text = std::move(text);
    piece.lock = lock;
    return piece;
}

std::string temporary_name(const char *prefix, const std::string &name, const std::function<bool(const std::string &)> &is_taken) {
    constexpr std::size_t longest = 63;
    const std::string plain = text::unquoted(name);
    for (std::size_t number = 1;; number++) {
        // Two long names that differ in their ends only are told apart by what the cut leaves of neither.
        const bool cut = std::string_view(prefix).size() + plain.size() > longest;
        const std::string end = (cut ? "_" + text::sha256_hex(plain).substr(0, 8) : "") + (number == 1 ? "" : "_" + std::to_string(number));
        std::size_t kept = std::min(plain.size(), longest - std::string_view(prefix).size() - end.size());
        while (kept < plain.size() && kept > 0 && (static_cast<unsigned char>(plain[kept]) & 0xC0) == 0x80) kept--;
        const std::string whole = prefix + plain.substr(0, kept) + end;
        const bool is_plain = whole.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos;
        std::string candidate = is_plain ? whole : text::quote_identifier(whole);
        if (!is_taken(candidate)) return candidate;
    }
}

std::vector<std::string> missing(const std::vector<std::string> &from, const std::vector<std::string> &in) {
    std::vector<std::string> items;
    for (const std::string &item : from)
        if (std::find(in.begin(), in.end(), item) == in.end()) items.push_back(item);
    return items;
}

std::size_t end_of_name(const std::string &text, char before) {
    bool quoted = false;
    std::size_t end = 0;
    for (; end < text.size() && (quoted || text[end] != before); end++)
        if (text[end] == '"') quoted = !quoted;
    return end;
}

std::string join(const std::vector<std::string> &items, const char *between) {
    std::string text;
    for (std::size_t i = 0; i < items.size(); i++) (text += i == 0 ? "" : between) += items[i];
    return text;
}

std::string written_option(const std::string &option) {
    const std::size_t equals = option.find('=');
    return option.substr(0, equals) + " = " + text::quote_literal(option.substr(equals + 1));
}

std::string with_options(const std::vector<std::string> &options) {
    std::vector<std::string> items;
    for (const std::string &option : options) items.push_back(written_option(option));
    return items.empty() ? "" : " WITH (" + join(items, ", ") + ")";
}

void alter_options(const std::vector<std::string> &before, const std::vector<std::string> &after, const std::function<void(std::string)> &emit) {
    std::vector<std::string> set, reset;
    const auto name = [](const std::string &option) { return option.substr(0, option.find('=')); };
    for (const std::string &option : after)
        if (std::find(before.begin(), before.end(), option) == before.end()) set.push_back(written_option(option));
    for (const std::string &option : before)
        if (std::none_of(after.begin(), after.end(), [&](const std::string &other) { return name(other) == name(option); })) reset.push_back(name(option));
    if (!set.empty()) emit("SET (" + join(set, ", ") + ")");
    if (!reset.empty()) emit("RESET (" + join(reset, ", ") + ")");
}

} // namespace confiture::diff
