#include "not_null.hpp"

#include <algorithm>

#include "confiture/text/quote.hpp"
#include "heirs.hpp"
#include "online.hpp"
#include "rows.hpp"
#include "tables.hpp"

namespace confiture::diff {
namespace {

const Object *table_in(const Schema &schema, const std::string &relation) {
    const Object *table = schema.find({"table", relation});
    return table != nullptr ? table : schema.find({"foreign table", relation});
}

const Object *column_in(const Schema &schema, const std::string &relation, const std::string &name) {
    const Object *column = schema.find({"table column", relation + "." + name});
    return column != nullptr ? column : schema.find({"foreign table column", relation + "." + name});
}

std::vector<std::string> parents_of(const Object &table) {
    std::vector<std::string> parents = table.list("inherits");
    if (table.has("partition_of")) parents.push_back(table.text("partition_of"));
    return parents;
}

bool has_constraints(const Context &context) { return server_of(context.after) >= 18; }

// The parent from which the column has it, or nullptr.
const Object *parent_in(const Schema &schema, const Object &column) {
    const Object *table = table_in(schema, column.text("relation"));
    if (table == nullptr) return nullptr;
    for (const std::string &parent : parents_of(*table))
        if (const Object *above = column_in(schema, parent, column.text("name")); above != nullptr && hands_on_not_null(*above)) return above;
    return nullptr;
}

bool is_partition(const Schema &schema, const Object &column) {
    const Object *table = table_in(schema, column.text("relation"));
    return table != nullptr && table->has("partition_of");
}

} // namespace

bool is_only_inherited(const Schema &schema, const Object &column) {
    return column.has("not_null") && !column.has("not_null_merged") && !is_partition(schema, column) && parent_in(schema, column) != nullptr;
}

namespace {

std::string default_name(const Object &column) {
    const std::string &relation = column.text("relation");
    const std::string name = text::unquoted(relation.substr(end_of_name(relation, '.') + 1)) + "_" + text::unquoted(column.text("name")) + "_not_null";
    const bool is_plain = name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos && !(name[0] >= '0' && name[0] <= '9');
    return is_plain ? name : text::quote_identifier(name);
}

std::string name_of(const Schema &schema, const Object &column) {
    const Object *from = &column;
    std::size_t left = schema.objects.size(); // no more than there are, whatever a snapshot says
    while (!from->has("not_null_name") && is_only_inherited(schema, *from) && left-- > 0) from = parent_in(schema, *from);
    return from->has("not_null_name") ? from->text("not_null_name") : default_name(*from);
}

std::string body_of(const Object &column) {
    return std::string(column.has("not_null_no_inherit") ? " NO INHERIT" : "") + (column.has("not_null_not_valid") ? " NOT VALID" : "");
}

// Whether a constraint of another table has the name that the server would give, which it gives to none of its schema then.
bool is_taken(const Object &column, const Context &context) {
    return context.names != nullptr && context.names->contains(column.text("relation").substr(0, end_of_name(column.text("relation"), '.') + 1) + default_name(column));
}

bool needs_name(const Object &column, const Context &context) {
    if (!has_constraints(context)) return false;
    const Object *table = table_in(context.after, column.text("relation"));
    return column.has("not_null_name") || (table != nullptr && table->has("partition_key")) || is_taken(column, context);
}

std::string added(const Object &column, const Context &context) {
    return "ADD CONSTRAINT " + name_of(context.after, column) + " NOT NULL " + column.text("name") + body_of(column);
}

std::string set(const Object &column, const Context &context) {
    if (needs_name(column, context) || !body_of(column).empty()) return added(column, context);
    return "ALTER COLUMN " + column.text("name") + " SET NOT NULL";
}

// Whether it is, before and after, an heir of that table, or its partition.
bool stays_below(const std::string &parent, const Object &column, const Context &context) {
    const Object *table = table_in(context.after, column.text("relation")), *had = table_in(context.before, column.text("relation"));
    if (table == nullptr || had == nullptr) return false;
    if (table->text("partition_of") == parent) return !differs(*table, *had, "partition_of") && !differs(*table, *had, "bound");
    return has_item(table->list("inherits"), parent) && has_item(had->list("inherits"), parent);
}

// Before 18 heirs may have NOT NULL or not, whatever their parents have: whether one of them is unlike this column.
bool has_unlike_heirs(const std::string &relation, const Object &column, const Context &context) {
    return !has_constraints(context) && std::ranges::any_of(of_kind(context.after.objects, "table"), [&](const auto &entry) {
        if (!has_item(entry.second.list("inherits"), relation)) return false;
        const std::string &heir = entry.first.identity;
        const Object *same = context.after.find({"table column", heir + "." + column.text("name")});
        return same != nullptr && (same->has("not_null") != column.has("not_null") || has_unlike_heirs(heir, column, context));
    });
}

// Whether a parent that the table has before and after gets its NOT NULL too, and hands it on, or loses it.
bool is_told_by_parent(const Object &after, const Context &context) {
    const Object *table = table_in(context.after, after.text("relation"));
    if (table == nullptr || context.aside) return false;
    return std::ranges::any_of(parents_of(*table), [&](const std::string &parent) {
        const Object *old = column_in(context.before, parent, after.text("name")), *next = column_in(context.after, parent, after.text("name"));
        const bool had = old != nullptr && hands_on_not_null(*old), has = next != nullptr && hands_on_not_null(*next);
        if (had == has || !stays_below(parent, after, context)) return false;
        if (old == nullptr || next == nullptr) return has_constraints(context) && has == after.has("not_null"); // which the server hands on from 18 on
        if (has_unlike_heirs(parent, *next, context)) return false;
        return after.has("not_null") ? hands_on_not_null(*next) : !next->has("not_null");
    });
}

// Whether the server has it tied to a parent's while the plan runs.
bool is_tied(const Object &after, const Context &context) {
    const Object *table = table_in(context.after, after.text("relation"));
    if (table == nullptr) return false;
    return std::ranges::any_of(parents_of(*table), [&](const std::string &parent) {
        const Object *old = column_in(context.before, parent, after.text("name")), *next = column_in(context.after, parent, after.text("name"));
        return next != nullptr && hands_on_not_null(*next) && (old == nullptr || hands_on_not_null(*old)) && stays_below(parent, after, context);
    });
}

// Before 18 the server takes NOT NULL from partitions, too, some of which keep it.
void keep_below(const std::string &relation, const std::string &name, const Context &context, Pieces &pieces) {
    for (const std::string &below : tables_below(context.after, relation)) {
        const Object *partition = context.after.find({"table", below});
        if (partition == nullptr || partition->text("partition_of") != relation) continue;
        const Address column{"table column", below + "." + name};
        const Object *old = context.before.find(column), *next = context.after.find(column);
        if (old == nullptr || next == nullptr || !old->has("not_null")) continue;
        if (!next->has("not_null")) keep_below(below, name, context, pieces);
        else pieces.push_back(statement("ALTER TABLE " + below + " ALTER COLUMN " + name + " SET NOT NULL", "AccessExclusiveLock"));
        if (next->has("not_null")) pieces.back().hazards = {"scans_table", "blocks_reads", "blocks_writes"};
    }
}

// From 18 on what heirs and partitions have by their own word stays; they say it while they are told so by their parent.
void say_below(const Object &parent, const Context &context, Pieces &pieces) {
    for (const std::string &below : all_below(context.after, parent.text("relation"))) {
        const Object *old = column_in(context.before, below, parent.text("name")), *next = column_in(context.after, below, parent.text("name"));
        if (old == nullptr || next == nullptr || !old->has("not_null") || parent_in(context.before, *old) == nullptr) continue;
        if (next->has("not_null") && !is_only_inherited(context.after, *next))
            pieces.push_back(statement("ALTER TABLE " + below + " ALTER COLUMN " + parent.text("name") + " SET NOT NULL", "AccessExclusiveLock"));
    }
}

Piece validation(const Object &column, const Context &context) {
    Piece piece = clause(column.text("relation"), "VALIDATE CONSTRAINT " + name_of(context.after, column), "ShareUpdateExclusiveLock");
    piece.hazards = {"scans_table"};
    return piece;
}

// Which the server refuses beside what is NOT VALID.
bool gets_primary_key(const std::string &relation, const Context &context) {
    for (auto at = context.after.objects.lower_bound({"table constraint", ""}); at != context.after.objects.end() && at->first.kind == "table constraint"; ++at) {
        if (at->second.text("type") != "p" || at->second.text("relation") != relation) continue;
        const Object *old = context.before.find(at->first);
        return old == nullptr || old->text("definition") != at->second.text("definition");
    }
    return false;
}

Pieces set_online(const Object &column, const Context &context) {
    if (!has_constraints(context)) return set_not_null(column, context);
    Piece validate = validation(column, context), add = clause(column.text("relation"), added(column, context) + " NOT VALID");
    // A statement of its own, since it commits before the next one.
    const auto set_apart = [](Piece &piece) { piece.text = piece.table + " " + piece.text, piece.table.clear(); };
    set_apart(validate);
    if (gets_primary_key(column.text("relation"), context)) set_apart(add);
    return {add, validate};
}

// Whether an heir has to let go of its own before it gets its parent's: the server ties the one to the other, and it would stay its own for good.
bool is_given_up_for_parents(const Schema &before, const Schema &after, const Object &column) {
    const Object *old = column_in(before, column.text("relation"), column.text("name"));
    return old != nullptr && old->has("not_null") && !is_partition(before, *old) && parent_in(before, *old) == nullptr && is_only_inherited(after, column);
}

// What an heir or a partition gets by its parent is as that is.
bool is_as_told(const Object &column, const Context &context) {
    const Object *parent = parent_in(context.after, column);
    return parent != nullptr && !column.has("not_null_merged") && name_of(context.after, column) == name_of(context.after, *parent);
}

void gain(const Object &before, const Object &after, const Context &context, Pieces &pieces) {
    const bool told = is_told_by_parent(after, context);
    if (told && has_constraints(context) && is_as_told(after, context)) {
        if (!after.has("not_null_not_valid") && parent_in(context.after, after)->has("not_null_not_valid")) pieces.push_back(validation(after, context));
        return;
    }
    Piece piece = clause(after.text("relation"), set(after, context));
    const bool alone = has_unlike_heirs(after.text("relation"), after, context);
    if (alone) piece = statement("ALTER TABLE ONLY " + after.text("relation") + " ALTER COLUMN " + after.text("name") + " SET NOT NULL", "AccessExclusiveLock");
    if (!after.has("not_null_not_valid") && !is_known_not_null(after, context)) {
        const bool written_again = differs(before, after, "type") && !keeps_rows(before, after, context);
        if (context.online && told && !has_constraints(context)) return;
        if (context.online && !written_again && !alone) {
            const Pieces way = set_online(after, context);
            pieces.insert(pieces.end(), way.begin(), way.end());
            return;
        }
        piece.hazards = {"scans_table", "blocks_reads", "blocks_writes"};
    }
    pieces.push_back(piece);
}

void lose(const Object &before, const Object &after, const Context &context, Pieces &pieces) {
    const bool told = is_told_by_parent(after, context);
    // From 18 on a partition may have a constraint of its own, which the parent does not take along.
    if (told && (!has_constraints(context) || is_only_inherited(context.before, before))) return;
    if (has_constraints(context)) say_below(after, context, pieces);
    const std::string &relation = after.text("relation"), text = "ALTER COLUMN " + after.text("name") + " DROP NOT NULL";
    pieces.push_back(has_unlike_heirs(relation, after, context) ? statement("ALTER TABLE ONLY " + relation + " " + text, "AccessExclusiveLock") : clause(relation, text));
    if (!has_constraints(context)) keep_below(after.text("relation"), after.text("name"), context, pieces);
}

void give_up(Pieces &pieces) {
    pieces.push_back(statement(""));
    pieces.back().hazards = {"not_modelled"};
}

// With the parent's name that of heirs and partitions changes, which have to have the same one; under a new parent a column keeps its own.
bool is_renamed_by_parent(const std::string &was, const std::string &is, const Object &after, const Context &context) {
    const Object *table = table_in(context.after, after.text("relation"));
    if (table == nullptr) return false;
    return std::ranges::any_of(parents_of(*table), [&](const std::string &parent) {
        const Object *old = column_in(context.before, parent, after.text("name")), *next = column_in(context.after, parent, after.text("name"));
        return next != nullptr && hands_on_not_null(*next) && name_of(context.after, *next) == is &&
               (old == nullptr ? stays_below(parent, after, context) : hands_on_not_null(*old) && name_of(context.before, *old) == was);
    });
}

bool is_one_name_below(const std::string &name, const Object &column, const Context &context) {
    const std::vector<std::string> all = all_below(context.before, column.text("relation"));
    return std::all_of(all.begin(), all.end(), [&](const std::string &below) {
        const Object *heirs = column_in(context.before, below, column.text("name"));
        return heirs == nullptr || name_of(context.before, *heirs) == name;
    });
}

void rename(const Object &before, const Object &after, const Context &context, Pieces &pieces) {
    const std::string was = name_of(context.before, before), is = name_of(context.after, after);
    if (was == is || is_renamed_by_parent(was, is, after, context) || is_only_inherited(context.after, after)) return;
    if (is_tied(after, context) || (!before.has("not_null_no_inherit") && !is_one_name_below(was, before, context))) return give_up(pieces);
    pieces.push_back(statement("ALTER TABLE " + after.text("relation") + " RENAME CONSTRAINT " + was + " TO " + is, "AccessExclusiveLock"));
}

void change_inheritance(const Object &before, const Object &after, const Context &context, Pieces &pieces) {
    if (!differs(before, after, "not_null_no_inherit")) return;
    const bool hands_on = hands_on_not_null(after);
    pieces.push_back(clause(after.text("relation"), "ALTER CONSTRAINT " + name_of(context.after, after) + (hands_on ? " INHERIT" : " NO INHERIT")));
    if (hands_on && !tables_below(context.after, after.text("relation")).empty()) pieces.back().hazards = {"scans_table", "blocks_reads", "blocks_writes"};
}

// What the server changes in no other way: a constraint that is to be NOT VALID, and whether one of a foreign table is inherited.
bool is_made_anew(const Object &before, const Object &after, const Context &context) {
    if (!before.has("not_null") || (!before.has("not_null_not_valid") && after.has("not_null_not_valid"))) return true;
    return differs(before, after, "not_null_no_inherit") && context.after.find({"foreign table", after.text("relation")}) != nullptr;
}

void change_constraint(const Object &before, const Object &after, const Context &context, Pieces &pieces) {
    const Piece drop = clause(after.text("relation"), "ALTER COLUMN " + after.text("name") + " DROP NOT NULL");
    if (is_given_up_for_parents(context.before, context.after, after) && !after.has("identity")) {
        pieces.push_back(drop);
        return;
    }
    if (is_made_anew(before, after, context)) {
        pieces.push_back(drop);
        pieces.push_back(clause(after.text("relation"), added(after, context)));
        return;
    }
    const bool comes_with_parents = differs(before, after, "relation");
    const bool was_own = !comes_with_parents && !is_only_inherited(context.before, before), is_own = !is_only_inherited(context.after, after);
    if (was_own && !is_own && !is_partition(context.before, before)) return give_up(pieces);
    if (!was_own && is_own && !is_partition(context.after, after) && is_tied(after, context)) pieces.push_back(clause(after.text("relation"), "ALTER COLUMN " + after.text("name") + " SET NOT NULL"));
    rename(before, after, context, pieces);
    change_inheritance(before, after, context, pieces);
    if (before.has("not_null_not_valid") && !after.has("not_null_not_valid")) pieces.push_back(validation(after, context));
}

// What an heir has from its parent alone is still named after the one it had before: after any that has such a column.
void take_names_of_heirs(const Schema &before, const Schema &after, std::set<std::string> &names) {
    const auto place_of = [](const Object &column) {
        const std::string &relation = column.text("relation");
        return std::pair(relation.substr(0, end_of_name(relation, '.')), column.text("name"));
    };
    std::set<std::pair<std::string, std::string>> places;
    for (const auto &[address, object] : before.objects)
        if (address.kind.ends_with("table column") && object.has("inherited") && is_only_inherited(before, object)) places.insert(place_of(object));
    if (places.empty()) return;
    for (const auto &[address, object] : after.objects)
        if (address.kind.ends_with("table column") && object.has("not_null") && places.contains(place_of(object))) names.insert(place_of(object).first + "." + default_name(object));
}

} // namespace

std::set<std::string> names_not_to_be_given(const Schema &before, const Schema &after) {
    std::set<std::string> names;
    if (server_of(after) < 18) return names;
    const auto take = [&](const std::string &schema, const std::string &name) {
        if (name.find("_not_null") != std::string::npos) names.insert(schema + "." + name);
    };
    for (const Schema *schema : {&before, &after})
        for (const auto &[address, object] : schema->objects) {
            if (object.has("not_null_name")) take(object.has("relation") ? object.text("relation").substr(0, end_of_name(object.text("relation"), '.')) : object.text("schema"), object.text("not_null_name"));
            if (address.kind == "table constraint" || address.kind == "domain constraint") take(object.text("schema"), object.text("name"));
        }
    take_names_of_heirs(before, after, names);
    return names;
}

std::optional<std::string> constraint_of(const Schema &schema, const Address &address, const Object &object) {
    if (server_of(schema) < 18) return std::nullopt;
    if (address.kind == "table constraint") return "constraint " + address.identity;
    if ((address.kind != "table column" && address.kind != "foreign table column") || !object.has("not_null")) return std::nullopt;
    return "constraint " + name_of(schema, object) + " on " + object.text("relation");
}

bool hands_on_not_null(const Object &column) { return column.has("not_null") && !column.has("not_null_no_inherit"); }

std::string written_not_null(const Object &column, const Context &context) {
    if (!column.has("not_null") || column.has("not_null_not_valid")) return {};
    return (needs_name(column, context) ? " CONSTRAINT " + name_of(context.after, column) : std::string()) + " NOT NULL" + body_of(column);
}

std::string own_not_null(const Object &column, const Context &context) {
    if (!has_constraints(context) || !column.has("not_null") || column.has("not_null_not_valid") || is_only_inherited(context.after, column)) return {};
    return (needs_name(column, context) ? "CONSTRAINT " + name_of(context.after, column) + " " : std::string()) + "NOT NULL " + column.text("name") + body_of(column);
}

void alter_not_null(const Object &before, const Object &after, const Context &context, Pieces &pieces) {
    if (!before.has("not_null") && after.has("not_null")) gain(before, after, context, pieces);
    else if (before.has("not_null") && !after.has("not_null")) lose(before, after, context, pieces);
    else if (after.has("not_null") && has_constraints(context)) change_constraint(before, after, context, pieces);
}

void finish_not_null(const Object &column, const Context &context, Pieces &pieces) {
    if (column.has("not_null_not_valid")) pieces.push_back(clause(column.text("relation"), added(column, context)));
    comment_not_null({}, column, context, pieces);
}

void comment_not_null(const Object &before, const Object &after, const Context &context, Pieces &pieces) {
    const std::string old = is_made_anew(before, after, context) ? "" : before.text("not_null_comment");
    if (!after.has("not_null") || old == after.text("not_null_comment")) return;
    pieces.push_back(statement("COMMENT ON CONSTRAINT " + name_of(context.after, after) + " ON " + after.text("relation") + " IS " +
                               (after.has("not_null_comment") ? text::quote_literal(after.text("not_null_comment")) : "NULL"), "ShareUpdateExclusiveLock"));
}

void inherit_not_null(const Object &parent, const Object &column, const Context &context, Object &like) {
    for (const char *name : {"not_null", "not_null_name", "not_null_comment", "not_null_no_inherit", "not_null_not_valid", "not_null_merged"}) like.attributes.erase(name);
    if (!hands_on_not_null(parent)) return;
    const auto take = [&](const Object &from, const char *name) {
        if (from.has(name)) like.attributes[name] = from.attributes.at(name);
    };
    take(parent, "not_null");
    take(parent, "not_null_not_valid");
    if (!has_constraints(context)) return;
    if (column.has("not_null") && name_of(context.after, column) == name_of(context.after, parent)) take(column, "not_null_name");
    else like.attributes["not_null_name"] = {name_of(context.after, parent), {}, false};
}

bool is_not_null_before_parent(const Schema &before, const Schema &after, const Address &column) {
    const Object *old = before.find(column), *next = after.find(column);
    if (old == nullptr || next == nullptr) return false;
    // A constraint that becomes a part of the parent's takes its name before, while it is the table's alone.
    if (old->has("not_null") && next->has("not_null") && parent_in(before, *old) == nullptr && parent_in(after, *next) != nullptr) return true;
    const bool is_told = !old->has("not_null") && next->has("not_null") && !is_only_inherited(after, *next);
    return is_given_up_for_parents(before, after, *next) || (is_told && parent_in(after, *next) != nullptr);
}

} // namespace confiture::diff
