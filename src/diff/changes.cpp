#include "changes.hpp"
#include "bodies.hpp"
#include "carry.hpp"
#include "confiture/base/poll.hpp"
#include "handover.hpp"
#include "links.hpp"
#include "online.hpp"
#include "parts.hpp"
#include "rows.hpp"
#include "typed.hpp"

#include <algorithm>
#include <set>

namespace confiture::diff {
namespace {

bool changes_type(const Object &before, const Object &after) { return differs(before, after, "type") || differs(before, after, "collation"); }

class Finder {
public:
    Finder(const Schema &before, const Schema &after, bool online, const std::set<Address> &anew) : before_(before), after_(after), anew_(anew), online_(online) {}

    Changes find() {
        changes_.dependents = dependents_of(before_);
        judge_all();
        for (const auto &[table, object] : tables_in(before_.objects)) renew_references(table, object);
        const std::map<Address, Address> wholes = wholes_of(after_);
        for (const auto &[part, whole] : wholes) renew_mistakable(after_.at(part), whole);
        for (const auto &[index, object] : of_kind(after_.objects, "index"))
            if (object.has("invalid")) renew_invalid(index, object);
        for (const auto &[key, object] : of_kind(after_.objects, "table constraint"))
            if (is_made_alone(after_, key)) renew_invalid(key, object);
        for (const Address &key : taken_keys(before_, after_, changes_)) drag(key);
        for (const Address &key : keys_around_gone(before_, after_, changes_)) drag(key);
        for (const auto &[key, columns] : keys_under_lost_not_null(before_, after_)) drag(key);
        spread_all();
        for (const Address &check : checks_of_parents(before_, after_, changes_)) drag(check);
        for (const auto &[address, object] : of_kind(after_.objects, "table"))
            if (before_.find(address) != nullptr && is_out_of_order(before_, after_, changes_, address)) drag(address);
        spread_all();
        swap_below();
        set_partitions_aside();
        changes_.carried = carried_tables(before_, after_, changes_);
        changes_.heirs = heirs_of_values(before_, after_, changes_);
        for (const auto &[address, object] : of_kind(before_.objects, "table"))
            for (const Address &key : kept_keys(before_, after_, changes_, address).wanted) changes_.fates.erase(key);
        changes_.joined_later = wholes_joined_later(after_, changes_, wholes);
        for (const auto &[table, object] : tables_in(after_.objects))
            if (object.has("trigger_states")) tell_triggers_again(table, object);
        for (const auto &[part, whole] : wholes)
            if (changes_.joined_later.contains(whole)) changes_.fates.try_emplace(part, Fate::altered);
        return std::move(changes_);
    }

private:
    void set(const Address &address, Fate fate) {
        base::poll();
        if (find_kind(address.kind) == nullptr) {
            changes_.unknown.push_back(address);
            return;
        }
        changes_.fates[address] = fate;
        work_.push_back(address);
        if (const Object *next = after_.find(address); next != nullptr && fate != Fate::removed) renew_domain(address, *next);
        if (fate == Fate::recreated && (address.kind == "index" || address.kind == "table constraint")) link_again(address);
        if (changes_.is_dropped(address)) renew_whole(address);
        if (changes_.is_created(address) && is_table_column(address) && is_filled(address)) park_rows_of(table_of(after_, after_.at(address).text("relation")));
    }

    // The index of a partition does not go while it is a part of another one, unless its table leaves.
    void renew_whole(const Address &part) {
        const std::optional<Address> whole = whole_of(before_, part);
        if (!whole || after_.find(*whole) == nullptr || changes_.is_dropped(*whole)) return;
        const Address partition{"table", before_.at(part).text("relation")};
        const Object *old = before_.find(partition), *next = after_.find(partition);
        if (old == nullptr || next == nullptr || differs(*old, *next, "partition_of") || differs(*old, *next, "bound") || changes_.is_dropped(partition)) return;
        drag(*whole);
    }

    // Of indexes that say the same the server takes any when a table becomes a partition: those of the whole come after that.
    void renew_mistakable(const Object &part, const Address &whole) {
        base::poll();
        const Object *old = before_.find({"table", part.text("relation")}), *next = after_.find({"table", part.text("relation")});
        if (before_.find(whole) == nullptr || changes_.is_dropped(whole) || next == nullptr) return;
        if (old != nullptr && !differs(*old, *next, "partition_of") && !differs(*old, *next, "bound")) return;
        if (is_mistakable(after_, whole)) drag(whole);
    }

    // An index of a whole may lack those of some partitions, which the server would make for each that is attached while it is there.
    void renew_invalid(const Address &index, const Object &object) {
        if (before_.find(index) == nullptr || changes_.is_dropped(index)) return;
        for (const auto &[table, next] : of_kind(after_.objects, "table")) {
            if (next.text("partition_of") != object.text("relation") || has_part_of_index(after_, table, index)) continue;
            const Object *old = before_.find(table);
            if (old == nullptr || differs(*old, next, "partition_of") || differs(*old, next, "bound")) return drag(index);
        }
    }

    // Whether the server looks at each row of a table that gets this column.
    bool is_filled(const Address &column) const {
        const Object &next = after_.at(column), *type = after_.find({"type", next.text("type")});
        return next.has("generated") || next.has("identity") || (type != nullptr && type->text("form") == "domain") || after_.find({"default value", "for " + column.identity}) != nullptr;
    }

    // The server can't look at values of a domain that stand inside of others, and refuses to promise more of them.
    void renew_domain(const Address &address, const Object &next) {
        const bool is_constraint = address.kind == "domain constraint";
        const Address domain = is_constraint ? Address{"type", next.text("domain")} : address;
        const Object *old = before_.find(domain);
        if (old == nullptr || domain.kind != "type" || after_.find(domain) == nullptr || changes_.fate(domain) == Fate::recreated) return;
        if (is_constraint ? next.text("definition").ends_with(" NOT VALID") : next.text("form") != "domain" || !next.has("not_null") || old->has("not_null")) return;
        if (is_inside_others(domain)) set(domain, Fate::recreated);
    }

    bool is_inside_others(const Address &type) {
        for (const auto &[dependency, dependent] : dependents(type)) {
            const Object &object = before_.at(dependent);
            if (is_table_column(dependent) && (object.text("type").ends_with("[]") || is_in_column(table_of(before_, object.text("relation"))))) return true;
            if (dependent.kind == "type" && (object.text("form") == "domain" ? is_inside_others(dependent) : is_in_column(dependent))) return true;
        }
        return false;
    }

    bool is_in_column(const Address &type) {
        const auto &all = dependents(type);
        return std::any_of(all.begin(), all.end(), [&](const model::Dependency &one) {
            return one.type != 'o' && (is_table_column(one.on) || one.on.kind == "materialized view column" || (one.on.kind == "type" && is_in_column(one.on)));
        });
    }

    // Those of a partition that leaves are its own, and nothing makes them no more than inherited again.
    bool has_inherited_columns(const Address &table) {
        const auto &all = dependents(table);
        return std::any_of(all.begin(), all.end(), [&](const model::Dependency &part) {
            return part.type == 'o' && is_table_column(part.on) && before_.at(part.on).has("inherited") && after_.find(part.on) != nullptr && after_.at(part.on).has("inherited"); });
    }

    // The index that a table is clustered on, or known by to subscribers, is forgotten with the index.
    void link_again(const Address &index) {
        for (const char *kind : {"table", "materialized view"}) {
            const Address relation{kind, after_.at(index).text("relation")};
            const Object *object = after_.find(relation);
            if (object != nullptr && before_.find(relation) != nullptr && (object->has("clustered_on") || object->has("replica_identity")))
                changes_.fates.try_emplace(relation, Fate::altered);
        }
    }

    // Side by side, since both are in order: to look each up in the other takes longer than all the rest.
    void judge_all() {
        std::vector<Address> added;
        auto next = after_.objects.begin();
        const auto pass_until = [&](const Address *address) {
            for (; next != after_.objects.end() && (address == nullptr || next->first < *address); ++next) added.push_back(next->first);
        };
        for (const auto &[address, object] : before_.objects) {
            pass_until(&address);
            if (next == after_.objects.end() || next->first != address) set(address, Fate::removed);
            else judge(address, object, (next++)->second);
        }
        pass_until(nullptr);
        for (const Address &address : added) set(address, Fate::added);
    }

    void judge(const Address &address, const Object &object, const Object &next) {
        base::poll();
        if (object.attributes == next.attributes) return;
        const Kind *kind = find_kind(address.kind);
        Pieces pieces;
        const Context context{before_, after_, address, online_};
        const bool possible = kind == nullptr || (!anew_.contains(address) && kind->alter(object, next, context, pieces));
        if (!possible && online_ && address.kind == "index" && may_stand_beside(object, next) && dependents(address).empty() && !loses_type(address)) {
            changes_.beside.insert(address);
            return set(address, Fate::altered);
        }
        set(address, possible ? Fate::altered : Fate::recreated);
        if (address.kind == "table column" && gives_up(object, next, context)) drag(table_of(after_, next.text("relation")));
        if (address.kind == "table" && (differs(object, next, "persistence") || differs(object, next, "access_method"))) park_rows_of(address);
        if (is_table(address) && object.has("partition_of") && !next.has("partition_of") && next.has("inherits") && has_inherited_columns(address)) drag(address);
        if (possible && differs(object, next, "privileges")) grant_columns_again(address);
        if (object.has("inherited") && !next.has("inherited") && after_.find(table_of(after_, object.text("relation"))) != nullptr)
            changes_.fates.try_emplace(table_of(after_, object.text("relation")), Fate::altered);
    }

    // The server would build an index that is there anew with the type of a column under it, and may find no operator for its condition then.
    bool loses_type(const Address &index) const {
        const auto needs = before_.depends.find(index);
        return needs != before_.depends.end() && std::any_of(needs->second.begin(), needs->second.end(), [&](const model::Dependency &need) {
            const Object *old = before_.find(need.on), *next = after_.find(need.on);
            return is_table_column(need.on) && old != nullptr && next != nullptr && changes_type(*old, *next);
        });
    }

    // While a partition is off its table, its rows are not there for those that refer to them.
    void renew_references(const Address &partition, const Object &object) {
        base::poll();
        const Object *next = after_.find(partition);
        if (next == nullptr || !object.has("partition_of") || !next->has("partition_of") || !(differs(object, *next, "partition_of") || differs(object, *next, "bound"))) return;
        for (const std::string &above : ancestors_of(before_, object))
            for (const auto &[key, constraint] : of_kind(before_.objects, "table constraint"))
                if (constraint.text("refers_to") == above && after_.find(key) != nullptr && !changes_.is_dropped(key)) drag(key);
    }

    // What is revoked on a table is revoked on its columns, too.
    void grant_columns_again(const Address &address) {
        for (const auto &[type, part] : dependents(address)) {
            const Object *column = after_.find(part);
            if (type == 'o' && part.kind.ends_with("column") && column != nullptr && column->has("privileges") && before_.find(part) != nullptr)
                changes_.fates.try_emplace(part, Fate::altered);
        }
    }

    void spread_all() {
        while (!work_.empty()) {
            const Address address = work_.back();
            work_.pop_back();
            spread(address);
        }
    }

    void spread(const Address &address) {
        if (changes_.is_dropped(address)) spread_drop(address);
        else if (is_table_column(address) && changes_.fate(address) == Fate::altered) spread_type(address);
    }

    const std::vector<model::Dependency> &dependents(const Address &address) {
        static const std::vector<model::Dependency> none;
        const auto found = changes_.dependents.find(address);
        return found == changes_.dependents.end() ? none : found->second;
    }

    void spread_drop(const Address &address) {
        const bool gone = changes_.fate(address) == Fate::removed && !goes_with_view(address);
        const std::vector<model::Dependency> all = dependents(address);
        for (const auto &[type, dependent] : all) {
            if (type == 'P' && leaves(dependent)) continue;
            if (type == 'o' && !gone && changes_.fate(dependent) == Fate::removed && goes_with_view(dependent)) work_.push_back(dependent);
            if (after_.find(dependent) == nullptr || changes_.is_dropped(dependent) || (gone && refers_above(dependent, address))) continue;
            if (gone && changes_.fate(dependent) == Fate::altered && !depends(after_, dependent, address) && !is_overloaded(before_, after_, address, dependent)) continue;
            keep_or_recreate(dependent, address, gone);
        }
    }

    // The index of a partition, or its key, is its own when it leaves.
    bool leaves(const Address &part) const {
        const Object *old = before_.find({"table", before_.at(part).text("relation")}), *next = after_.find({"table", before_.at(part).text("relation")});
        const bool is_index = part.kind == "index" || part.kind == "table constraint";
        return is_index && old != nullptr && next != nullptr && old->has("partition_of") && (differs(*old, *next, "partition_of") || differs(*old, *next, "bound"));
    }

    // A foreign key of the whole, or that refers to it, does without a partition, which is detached first.
    bool refers_above(const Address &key, const Address &gone) const {
        const Address partition = relation_of(before_, before_.at(gone), gone);
        if (key.kind != "table constraint" || partition.kind != "table" || changes_.fate(partition) != Fate::removed) return false;
        const std::vector<std::string> all = ancestors_of(before_, before_.at(partition));
        const Object &constraint = before_.at(key);
        return std::any_of(all.begin(), all.end(), [&](const std::string &relation) {
            return relation == constraint.text("refers_to") || (relation == constraint.text("relation") && constraint.text("type") == "f"); });
    }

    // A column of a view that is made anew, without it.
    bool goes_with_view(const Address &column) const {
        if (column.kind != "view column" && column.kind != "materialized view column") return false;
        const auto needs = before_.depends.find(column);
        return needs != before_.depends.end() && std::any_of(needs->second.begin(), needs->second.end(), [&](const model::Dependency &need) {
            return need.type == 'o' && changes_.fate(need.on) == Fate::recreated; });
    }

    void drag(const Address &dependent) {
        changes_.dragged.insert(dependent);
        set(dependent, Fate::recreated);
    }

    // What a type that stands beside the old one for a while is made of does so, too.
    void swap_below() {
        std::vector<Address> open(changes_.swapped.begin(), changes_.swapped.end());
        while (!open.empty()) {
            const auto needs = before_.depends.find(open.back());
            open.pop_back();
            if (needs == before_.depends.end()) continue;
            for (const model::Dependency &need : needs->second)
                if (need.on.kind == "type" && changes_.fate(need.on) == Fate::recreated && changes_.swapped.insert(need.on).second) open.push_back(need.on);
        }
    }

    // The server takes no USING for a table that has foreign partitions.
    void set_partitions_aside() {
        for (const auto &[table, object] : of_kind(before_.objects, "foreign table")) {
            if (!object.has("partition_of") || after_.find(table) == nullptr || changes_.is_dropped(table) || !is_cast(object.text("partition_of"))) continue;
            changes_.aside.insert(table);
            changes_.fates.try_emplace(table, Fate::altered);
        }
    }

    // Whether a column of this table becomes of another type by an expression.
    bool is_cast(const std::string &relation) const {
        return std::ranges::any_of(of_table(before_.objects, "table column", relation), [&](const auto &entry) {
            const auto &[address, old] = entry;
            if (old.text("relation") != relation || changes_.fate(address) != Fate::altered) return false;
            return changes_.converted.contains(address) || changes_.parked.contains(address) || needs_using(old, after_.at(address), {before_, after_, address});
        });
    }

    // The server looks at no row of a table whose row type another table's column has, nor gives it other values.
    void park_rows_of(const Address &table) {
        std::set<Address> seen;
        park_rows_in(table, table, seen);
    }

    // Those in columns of its row type or of one that has it inside.
    void park_rows_in(const Address &whole, const Address &table, std::set<Address> &seen) {
        const std::vector<model::Dependency> all = dependents(whole);
        for (const auto &[type, column] : all) {
            if (type != 'o' && column.kind == "type" && changes_.fate(column) == Fate::same && seen.insert(column).second) park_rows_in(column, table, seen);
            if (type != 'o' && column.kind.ends_with("view column")) renew_views(column, seen);
            if (!is_table_column(column) || type == 'o') continue;
            const Address holder = table_of(before_, before_.at(column).text("relation"));
            if (holder == table) continue;
            if (after_.find(column) == nullptr || changes_.is_dropped(column) || !changes_.parked.emplace(column, table).second) continue;
            changes_.fates.try_emplace(column, Fate::altered);
            if (before_.at(holder).has("of_type")) changes_.fates.try_emplace(holder, Fate::altered);
            spread_type(column, true);
        }
    }

    // A view holds no rows, but may hand them on inside of its own.
    void renew_views(const Address &column, std::set<Address> &seen) {
        for (const auto &[type, view] : std::vector<model::Dependency>(before_.depends.at(column))) {
            if (type != 'o' || !seen.insert(view).second) continue;
            if (view.kind == "materialized view" && after_.find(view) != nullptr && !changes_.is_dropped(view)) drag(view);
            for (const auto &[used, user] : std::vector<model::Dependency>(dependents(view)))
                if (used != 'o' && user.kind.ends_with("view column")) renew_views(user, seen);
        }
    }

    // What is told to a trigger is told to those of the partitions, which may have been told otherwise.
    void tell_triggers_again(const Address &partition, const Object &object) {
        base::poll();
        for (const Object *table = &object; table != nullptr && table->has("partition_of"); table = after_.find(table_of(after_, table->text("partition_of"))))
            for (const std::string &state : object.list("trigger_states"))
                if (changes_.fate({"trigger", state.substr(state.find(" TRIGGER ") + 9) + " on " + table->text("partition_of")}) != Fate::same)
                    changes_.fates.try_emplace(partition, Fate::altered);
    }

    // Tables, sequences and columns hold data: they are taken off what goes, and never dropped with it. Nor is a publication with a table that it leaves out.
    void keep_or_recreate(const Address &dependent, const Address &gone_or_new, bool gone) {
        if (dependent.kind == "table" || dependent.kind == "sequence" || dependent.kind == "publication" || (dependent.kind == "foreign table" && gone_or_new.kind != "server")) {
            if (gone_or_new.kind == "schema") return set(dependent, Fate::recreated);
            changes_.relinked.insert(dependent);
            changes_.fates.try_emplace(dependent, Fate::altered);
        } else if (is_table_column(dependent) && gone_or_new.kind == "type" && !gone && after_.find(gone_or_new) != nullptr) {
            changes_.swapped.insert(gone_or_new);
            if (changes_.converted.insert(dependent).second) {
                changes_.fates.try_emplace(dependent, Fate::altered);
                spread_type(dependent, true);
            }
        } else if (changes_.fate(dependent) != Fate::recreated) {
            drag(dependent);
        }
    }

    // The type of what a table is partitioned by stays; but the table itself holds nothing, and can be made anew around its partitions.
    bool is_key_of(const Address &column, const Address &table) const {
        const auto found = before_.depends.find(column);
        return found != before_.depends.end() && changes_.fate(table) != Fate::recreated && after_.find(table) != nullptr && before_.at(table).has("partition_key") &&
               std::find(found->second.begin(), found->second.end(), model::Dependency{'i', table}) != found->second.end();
    }

    void spread_type(const Address &address, bool forced = false) {
        if (!forced && !changes_type(before_.at(address), after_.at(address))) return;
        const Address table = table_of(before_, before_.at(address).text("relation"));
        if (is_key_of(address, table)) set(table, Fate::recreated);
        park_rows_of(table);
        const std::vector<model::Dependency> all = dependents(address);
        for (const auto &[type, dependent] : all) {
            const Object *object = before_.find(dependent);
            if (object == nullptr || after_.find(dependent) == nullptr || changes_.is_dropped(dependent)) continue;
            const bool is_default = dependent.kind == "default value" && (forced || changes_.fate(dependent) == Fate::altered);
            const bool is_key = dependent.kind == "table constraint" && object->text("type") == "f" && !compares(before_.at(address).text("type"), after_.at(address).text("type"));
            const bool is_check = forced && (dependent.kind == "table constraint" || dependent.kind == "index");
            if (pins_type(dependent, *object) || is_default || is_check || is_key) drag(dependent);
            else if (object->has("statistics") || object->has("target") || object->has("depends_on_extensions")) changes_.fates.try_emplace(dependent, Fate::altered);
        }
    }

    const Schema &before_;
    const Schema &after_;
    const std::set<Address> &anew_;
    bool online_;
    Changes changes_{};
    std::vector<Address> work_{};
};

} // namespace

Changes changes_of(const Schema &before, const Schema &after, bool online, const std::set<Address> &anew) { return Finder(before, after, online, anew).find(); }

} // namespace confiture::diff
