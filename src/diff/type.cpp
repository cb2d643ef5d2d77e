#include "kind.hpp"

#include <algorithm>

#include "base_type.hpp"
#include "confiture/text/quote.hpp"
#include "fields.hpp"
#include "online.hpp"

namespace confiture::diff {
namespace {

std::string label(const std::string &text) { return text::quote_literal(text); }

std::string written(const Object &object, const std::string &identity) {
    const std::string head = "CREATE TYPE " + identity + " AS ";
    if (object.text("form") == "composite") return head + "(" + join(object.list("fields"), ", ") + ")";
    if (object.text("form") == "enum") {
        std::vector<std::string> labels;
        for (const std::string &text : object.list("labels_in_order")) labels.push_back(label(text));
        return head + "ENUM (" + join(labels, ", ") + ")";
    }
    std::vector<std::string> options{"SUBTYPE = " + object.text("subtype")};
    for (const auto &[name, word] : {std::pair{"subtype_opclass", "SUBTYPE_OPCLASS = "}, {"collation", "COLLATION = "}, {"canonical", "CANONICAL = "},
                                     {"subtype_diff", "SUBTYPE_DIFF = "}, {"multirange", "MULTIRANGE_TYPE_NAME = "}})
        if (object.has(name)) options.push_back(word + object.text(name));
    return head + "RANGE (" + join(options, ", ") + ")";
}

std::string name_of_not_null(const Object &domain) {
    if (domain.has("not_null_name")) return domain.text("not_null_name");
    const std::string name = text::unquoted(domain.text("name")) + "_not_null";
    return name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_0123456789") == std::string::npos && !(name[0] >= '0' && name[0] <= '9') ? name : text::quote_identifier(name);
}

// Beside the domain of its name that its columns leave, the server would choose another name for NOT NULL.
std::string written_domain(const Object &object, const Context &context) {
    const bool is_named = object.has("not_null_name") || (object.has("not_null") && server_of(context.after) >= 17 && context.before.find(context.address) != nullptr);
    std::string sql = "CREATE DOMAIN " + context.address.identity + " AS " + object.text("base");
    if (object.has("collation")) sql += " COLLATE " + object.text("collation");
    if (object.has("default_value")) sql += " DEFAULT " + object.text("default_value");
    if (is_named) sql += " CONSTRAINT " + name_of_not_null(object);
    if (object.has("not_null")) sql += " NOT NULL";
    return sql;
}

void comment_not_null(const std::string &before, const Object &after, const Context &context, Pieces &pieces) {
    if (!after.has("not_null") || before == after.text("not_null_comment")) return;
    pieces.push_back(statement("COMMENT ON CONSTRAINT " + name_of_not_null(after) + " ON DOMAIN " + context.address.identity + " IS " +
                               (after.has("not_null_comment") ? label(after.text("not_null_comment")) : "NULL"), "ShareUpdateExclusiveLock"));
}

bool is_domain(const Object &object) { return object.text("form") == "domain"; }

bool is_base(const Object &object) { return object.text("form") == "base" || object.text("form") == "shell"; }

// Of the attributes of a composite type, by `a.b.c IS 'd'`.
void comment_fields(const std::vector<std::string> &before, const std::vector<std::string> &after, Pieces &pieces) {
    for (const std::string &comment : missing(after, before)) pieces.push_back(statement("COMMENT ON COLUMN " + comment));
    for (const std::string &comment : before) {
        const std::string name = comment.substr(0, end_of_name(comment));
        if (std::none_of(after.begin(), after.end(), [&](const std::string &other) { return other.starts_with(name + " "); }))
            pieces.push_back(statement("COMMENT ON COLUMN " + name + " IS NULL"));
    }
}

Pieces create(const Object &object, const Context &context) {
    if (is_base(object)) return create_base_type(object, context);
    Pieces pieces{statement(is_domain(object) ? written_domain(object, context) : written(object, context.address.identity))};
    comment_fields({}, object.list("field_comments"), pieces);
    if (is_domain(object)) comment_not_null({}, object, context, pieces);
    return pieces;
}

Pieces drop(const Object &object, const Context &context) {
    Piece piece = statement((is_domain(object) ? "DROP DOMAIN " : "DROP TYPE ") + context.address.identity +
                            (is_in_circle(context.before, context.address) ? " CASCADE" : ""));
    piece.hazards = {"breaks_clients"};
    if (is_in_circle(context.before, context.address)) piece.hazards.push_back("drops_dependents");
    return {piece};
}

bool alter_domain(const Object &before, const Object &after, const Context &context, Pieces &pieces) {
    if (!same_but(before, after, {"default_value", "not_null", "not_null_name", "not_null_comment"})) return false;
    const std::string head = "ALTER DOMAIN " + context.address.identity;
    if (differs(before, after, "default_value"))
        pieces.push_back(statement(head + (after.has("default_value") ? " SET DEFAULT " + after.text("default_value") : " DROP DEFAULT")));
    if (differs(before, after, "not_null")) {
        const std::string set = after.has("not_null_name") ? " ADD CONSTRAINT " + after.text("not_null_name") + " NOT NULL" : " SET NOT NULL";
        pieces.push_back(statement(head + (after.has("not_null") ? set : " DROP NOT NULL"), "ShareLock"));
        if (after.has("not_null")) pieces.back().hazards = {"scans_table"};
    } else if (after.has("not_null") && name_of_not_null(before) != name_of_not_null(after)) {
        pieces.push_back(statement(head + " RENAME CONSTRAINT " + name_of_not_null(before) + " TO " + name_of_not_null(after)));
    }
    comment_not_null(before.has("not_null") ? before.text("not_null_comment") : "", after, context, pieces);
    return true;
}

// New labels come in their places; what is taken away or moved needs a new type.
bool alter_enum(const Object &before, const Object &after, const Context &context, Pieces &pieces) {
    const std::vector<std::string> &old_labels = before.list("labels_in_order");
    const std::vector<std::string> &new_labels = after.list("labels_in_order");
    std::vector<std::string> kept;
    for (const std::string &text : new_labels)
        if (std::find(old_labels.begin(), old_labels.end(), text) != old_labels.end()) kept.push_back(text);
    if (kept != old_labels) return false;
    for (std::size_t i = 0, old = 0; i < new_labels.size(); i++) {
        if (old < old_labels.size() && new_labels[i] == old_labels[old]) {
            old++;
            continue;
        }
        std::string sql = "ALTER TYPE " + context.address.identity + " ADD VALUE " + label(new_labels[i]);
        if (i > 0 && old < old_labels.size()) sql += " AFTER " + label(new_labels[i - 1]);
        else if (old < old_labels.size()) sql += " BEFORE " + label(old_labels[old]);
        Piece piece = statement(sql);
        piece.ends_transaction = true;
        piece.reversible = false;
        pieces.push_back(piece);
    }
    return true;
}

const std::string *find_field(const std::vector<std::string> &fields, const std::string &name) {
    const auto found = std::find_if(fields.begin(), fields.end(), [&](const std::string &field) { return field_name(field) == name; });
    return found == fields.end() ? nullptr : &*found;
}

bool is_used_by_column(const Schema &schema, const Address &type) {
    return std::any_of(schema.depends.begin(), schema.depends.end(), [&](const auto &entry) {
        const bool column = entry.first.kind.ends_with("table column");
        return (column || entry.first.kind == "type") && entry.first != type && std::any_of(entry.second.begin(), entry.second.end(), [&](const model::Dependency &dependency) {
            return dependency.on == type; }) && (column || is_used_by_column(schema, entry.first));
    });
}

bool has_typed_table(const Context &context) {
    return std::any_of(context.before.objects.begin(), context.before.objects.end(), [&](const auto &entry) {
        return entry.first.kind == "table" && entry.second.text("of_type") == context.address.identity; });
}

bool alter_composite(const Object &before, const Object &after, const Context &context, Pieces &pieces) {
    const std::vector<std::string> &old_fields = before.list("fields");
    const std::vector<std::string> &new_fields = after.list("fields");
    std::vector<std::string> reached;
    std::vector<std::string> clauses;
    bool loses = false, changes = false, casts = false;
    for (const std::string &field : old_fields) {
        const std::string name = field_name(field);
        const std::string *same = find_field(new_fields, name);
        if (same == nullptr) {
            clauses.push_back("DROP ATTRIBUTE " + name);
            loses = true;
            continue;
        }
        reached.push_back(*same);
        if (*same == field) continue;
        clauses.push_back("ALTER ATTRIBUTE " + name + " TYPE" + same->substr(name.size()));
        changes = true;
        casts = casts || same->substr(0, same->find('(')) != field.substr(0, field.find('('));
    }
    for (const std::string &field : new_fields)
        if (find_field(old_fields, field_name(field)) == nullptr) {
            clauses.push_back("ADD ATTRIBUTE " + field);
            reached.push_back(field);
        }
    // A column of a table of the type may need to be told how to get the new one.
    if (reached != new_fields || (changes && is_used_by_column(context.before, context.address)) || (casts && has_typed_table(context))) return false;
    if (!clauses.empty()) {
        const std::string rest = has_typed_table(context) ? " CASCADE" : "";
        for (std::string &clause : clauses) clause += rest;
        pieces.push_back(statement("ALTER TYPE " + context.address.identity + " " + join(clauses, ", ")));
        if (loses) pieces.back().hazards = {"deletes_data"};
    }
    std::vector<std::string> kept = before.list("field_comments");
    std::erase_if(kept, [&](const std::string &comment) { return find_field(new_fields, field_name(comment.substr(context.address.identity.size() + 1))) == nullptr; });
    comment_fields(kept, after.list("field_comments"), pieces);
    return true;
}

bool alter(const Object &before, const Object &after, const Context &context, Pieces &pieces) {
    const std::string &form = before.text("form");
    if (form != after.text("form")) return false;
    if (is_base(after)) return alter_base_type(before, after, context, pieces);
    if (form == "domain") return alter_domain(before, after, context, pieces);
    if (form == "enum") return alter_enum(before, after, context, pieces);
    if (form == "composite") return alter_composite(before, after, context, pieces);
    return same_but(before, after, {});
}

} // namespace

constinit const Kind type_kind{"type", "TYPE", "type", create, drop, alter};

} // namespace confiture::diff
