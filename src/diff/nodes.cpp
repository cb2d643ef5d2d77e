#include "nodes.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "confiture/base/poll.hpp"
#include "confiture/text/quote.hpp"
#include "base_type.hpp"
#include "carry.hpp"
#include "edges.hpp"
#include "fields.hpp"
#include "handover.hpp"
#include "inheritance.hpp"
#include "links.hpp"
#include "not_null.hpp"
#include "online.hpp"
#include "parts.hpp"
#include "rows.hpp"
#include "typed.hpp"

namespace confiture::diff {
namespace {

class Builder {
public:
    Builder(const Schema &before, const Schema &after, const Changes &changes, const std::set<Address> &apart, bool online)
        : before_(before), after_(after), changes_(changes), apart_(apart), online_(online) {}

    Work build() {
        find_keys();
        for (const auto &[address, fate] : changes_.fates) {
            base::poll();
            if (changes_.is_dropped(address)) home_drop(address);
            if (changes_.is_created(address) && address.kind != "default value") home_create(address);
        }
        for (auto at = changes_.fates.lower_bound({"default value", ""}); at != changes_.fates.end() && at->first.kind == "default value"; ++at)
            if (changes_.is_created(at->first)) home_create(at->first); // with a column that has its home
        for (const auto &[part, whole] : homes_)
            if (part.first == Phase::create && whole.first == Phase::create) made_with_[whole.second].push_back(part.second);
        for (const auto &[address, fate] : changes_.fates) {
            base::poll();
            add_nodes(address, fate);
        }
        add_edges(before_, after_, changes_, {numbers_, homes_, apart_}, work_);
        return std::move(work_);
    }

private:
    Context context_of(const Address &address) const {
        const Object *object = after_.find(address) != nullptr ? after_.find(address) : before_.find(address);
        const Schema &schema = after_.find(address) != nullptr ? after_ : before_;
        const Address whole = address.kind == "domain constraint" ? Address{"type", object->text("domain")} : relation_of(schema, *object, address);
        return {before_, after_, address, online_, changes_.is_created(whole), follows(address), changes_.aside.contains(whole), &names_};
    }

    // Whether it is changed by changing the column that it was inherited from.
    bool follows(const Address &column) const {
        if (!is_table_column(column) || before_.find(column) == nullptr) return false;
        if (is_typed(table_of(before_, before_.at(column).text("relation")))) return true;
        const std::optional<Address> parent = above(after_, column);
        if (!parent || changes_.fate(*parent) != Fate::altered || above(before_, column) != parent) return false;
        return !leaves(column, *parent);
    }

    // Whether its table is no more an heir of the parent's, or its partition, while that changes.
    bool leaves(const Address &part, const Address &of_parent) const {
        const Address table = table_of(before_, before_.at(part).text("relation"));
        if (!before_.at(table).has("inherits")) return is_unlinked(part);
        const std::vector<std::string> all = inheritance_of(before_, after_, changes_, table).leaves;
        return std::find(all.begin(), all.end(), before_.at(of_parent).text("relation")) != all.end();
    }

    Address type_above(const Address &table) const { return {"type", before_.at(table).text("of_type")}; }

    // Whether a table keeps a type that changes, and its columns with it.
    bool is_typed(const Address &table) const {
        const Object *old = before_.find(table), *next = after_.find(table);
        if (old == nullptr || next == nullptr || !old->has("of_type") || differs(*old, *next, "of_type") || is_off_type(before_, after_, changes_, table)) return false;
        return changes_.fate(type_above(table)) == Fate::altered;
    }

    static bool goes_with(char type) { return type != 'n'; }

    void home_drop(const Address &address) {
        if (apart_.contains(address) || changes_.carried.contains(address)) return;
        if (const std::optional<Address> whole = whole_index_among(before_, apart_, address)) {
            homes_.emplace(Key{Phase::drop, address}, Key{Phase::drop, *whole});
            return;
        }
        const Address table = relation_of(before_, before_.at(address), address);
        if (table != address && changes_.is_dropped(table) && !changes_.swapped.contains(table)) {
            homes_.emplace(Key{Phase::drop, address}, Key{Phase::drop, table});
            return;
        }
        if (is_table_column(address) && is_typed(table)) {
            homes_.emplace(Key{Phase::drop, address}, Key{Phase::alter, type_above(table)});
            return;
        }
        const auto found = before_.depends.find(address);
        // The server drops no exclusion with a column of its condition, which its index alone knows of.
        const bool is_exclusion = address.kind == "table constraint" && before_.at(address).text("type") == "x";
        if (found != before_.depends.end() && !is_exclusion)
            for (const model::Dependency &dependency : found->second) {
                if (dependency.on == address || !changes_.is_dropped(dependency.on) || changes_.swapped.contains(dependency.on)) continue;
                if (is_table(address) && changes_.fate(dependency.on) == Fate::recreated && !goes_with_carried(address, dependency.on)) continue; // a partition's rows are its own
                if (is_of_partition(address, dependency.on) || goes_with_another(found->second, dependency.on)) continue;
                if (!goes_with(dependency.type) && !is_in_circle_with(before_, dependency.on, address)) continue;
                if ((dependency.type == 'P' || dependency.type == 'S') && !changes_.is_dropped(table) && is_unlinked(address)) continue;
                homes_.emplace(Key{Phase::drop, address}, Key{Phase::drop, dependency.on});
                return;
            }
        if (const std::optional<Address> parent = inherited_from(before_, address); parent && changes_.is_dropped(*parent) && !leaves(address, *parent))
            homes_.emplace(Key{Phase::drop, address}, Key{Phase::drop, *parent});
    }

    // Whether another one that goes takes it along before that: a column that is generated from this one.
    bool goes_with_another(const std::vector<model::Dependency> &needs, const Address &on) const {
        return std::any_of(needs.begin(), needs.end(), [&](const model::Dependency &other) { return is_table_column(other.on) && changes_.is_dropped(other.on) && depends(before_, other.on, on); });
    }

    // Whether the rows of a partition that goes are put by with those of its table, for as long as that is there.
    bool goes_with_carried(const Address &partition, const Address &whole) const {
        return changes_.carried.contains(whole) && changes_.fate(partition) == Fate::removed && before_.at(partition).text("partition_of") == whole.identity;
    }

    // A foreign key of a partitioned table stands for those of its partitions, and outlives them.
    bool is_of_partition(const Address &constraint, const Address &on) const {
        if (constraint.kind != "table constraint" || (!is_table(on) && !is_table_column(on))) return false;
        return relation_of(before_, before_.at(on), on).identity != before_.at(constraint).text("relation");
    }

    bool is_unlinked(const Address &address) const {
        const Object &object = before_.at(address);
        const Address table = table_of(before_, object.text("relation"));
        return changes_.fate(table) == Fate::altered && before_.at(table).has("partition_of") && moves(before_, after_, changes_, table);
    }

    void home_create(const Address &address) {
        const Object &object = after_.at(address);
        const Address table = table_of(after_, object.text("relation"));
        const bool new_table = changes_.is_created(table), is_default = address.kind == "default value", is_constraint = address.kind == "table constraint";
        if (is_default && new_table && differs_from_parents(object, table)) return;
        if (new_table && (is_table_column(address) || ((is_default || is_constraint) && !apart_.contains(address) && may_be_inline(address, object))))
            homes_.emplace(Key{Phase::create, address}, Key{Phase::create, table});
        else if (const std::optional<Address> above = inherited_from(after_, address); new_table && is_constraint && above && object.has("not_valid") && !after_.at(table).has("partition_of") && changes_.is_created(*above))
            homes_.emplace(Key{Phase::create, address}, Key{Phase::create, *above});
        else if (is_table_column(address) && is_typed(table)) homes_.emplace(Key{Phase::create, address}, Key{Phase::alter, type_above(table)});
        else if (!is_default && !new_table && comes_later(address, table)) return;
        else if (const std::optional<Address> parent = inherited_from(after_, address); parent && !new_table && changes_.is_created(*parent))
            homes_.emplace(Key{Phase::create, address}, Key{Phase::create, *parent});
        else if (const Address column{table.kind + " column", object.text("of")}; is_default && changes_.is_created(column) && !apart_.contains(address) && is_parents(object, column))
            homes_.emplace(Key{Phase::create, address}, Key{Phase::create, column});
    }

    // A column that comes from a parent comes with the parent's default.
    bool differs_from_parents(const Object &value, const Address &table) const {
        const Object *column = after_.find({table.kind + " column", value.text("of")}), *heir = after_.find(table);
        if (column == nullptr || heir == nullptr || !column->has("inherited") || heir->has("partition_of")) return false;
        const std::vector<std::string> &parents = heir->list("inherits");
        return std::none_of(parents.begin(), parents.end(), [&](const std::string &parent) {
            const Object *above = after_.find({"default value", "for " + parent + "." + column->text("name")});
            const Address holder{"table", parent};
            return above != nullptr && above->text("expression") == value.text("expression") && !(changes_.is_created(holder) && differs_from_parents(*above, holder));
        });
    }

    // Whether its table becomes an heir or a partition only when it has got this.
    bool comes_later(const Address &address, const Address &table) const {
        const Object *object = after_.find(table);
        if (object != nullptr && object->has("partition_of")) return moves(before_, after_, changes_, table);
        return comes_by_holder(before_, after_, changes_, address);
    }

    // The server makes one index, and one constraint, of two that say the same in one CREATE TABLE.
    bool may_be_inline(const Address &address, const Object &object) const {
        const bool is_key = object.text("type") == "u" || object.text("type") == "p" || object.text("type") == "x";
        return object.text("type") != "f" && !object.has("not_valid") && (!is_key || (keys_.at(key_of(object)) == address && !is_made_alone(after_, address)));
    }

    static std::pair<std::string, std::string> key_of(const Object &object) {
        const std::string &definition = object.text("definition");
        return {object.text("relation"), object.text("type") == "x" ? definition : definition.substr(std::min(definition.find('('), definition.size()))};
    }

    void find_keys() {
        for (const char *type : {"p", "u", "x"})
            for (auto at = after_.objects.lower_bound({"table constraint", ""}); at != after_.objects.end() && at->first.kind == "table constraint"; ++at)
                if (at->second.text("type") == type) keys_.try_emplace(key_of(at->second), at->first);
    }

    void add(Phase phase, const Address &address, Pieces pieces) {
        numbers_[{phase, address}] = work_.nodes.size();
        work_.nodes.push_back({phase, address, std::move(pieces)});
    }

    void add_nodes(const Address &address, Fate fate) {
        const Kind &kind = kind_of(address.kind);
        const Context context = context_of(address);
        Pieces off = unlink(before_, after_, changes_, address, online_);
        if (!off.empty()) add(Phase::unlink, address, std::move(off));
        if (changes_.is_dropped(address) && !homes_.contains({Phase::drop, address})) add(Phase::drop, address, drop_pieces(kind, context));
        if (fate == Fate::altered) add_alter(kind, context);
        if (address.kind == "table constraint" && changes_.is_created(address) && !homes_.contains({Phase::create, address}))
            if (Pieces index = build_key_index(after_.at(address), context); !index.empty()) add(Phase::prepare, address, std::move(index));
        if (changes_.is_created(address) && is_in_circle(after_, address)) add(Phase::declare, address, {statement("CREATE TYPE " + address.identity)});
        if (changes_.is_created(address) && !homes_.contains({Phase::create, address})) add(Phase::create, address, create_pieces(kind, context));
        if (changes_.is_created(address) && is_table_column(address)) add_to_inherited(address, kind, context);
        if (changes_.is_created(address) && address.kind == "table constraint") add_to_inherited_constraint(address, kind, context);
        Pieces on = link(before_, after_, changes_, address, online_);
        if (changes_.carried.contains(address)) put_rows_back(before_, after_, changes_, address, on);
        if (!on.empty()) add(Phase::link, address, std::move(on));
    }

    // A column that comes with its parent's is like that, but for what it says itself.
    void add_to_inherited(const Address &address, const Kind &kind, const Context &context) {
        const auto home = homes_.find({Phase::create, address});
        const std::optional<Address> parent = inherited_from(after_, address);
        if (home == homes_.end() || is_table(home->second.second)) return;
        if (!parent) return add_to_typed(address, context);
        const Object &column = after_.at(address);
        Object like = after_.at(*parent);
        for (const char *own : {"identity", "sequence", "sequence_persistence", "sequence_type", "options", "inherited", "merged"}) {
            like.attributes.erase(own);
            if (column.has(own)) like.attributes[own] = column.attributes.at(own);
        }
        like.attributes.erase("options");
        inherit_not_null(after_.at(*parent), column, context, like);
        Pieces pieces;
        kind.alter(like, column, context, pieces);
        alter_common(nullptr, column, context, pieces);
        if (!pieces.empty()) add(Phase::link, address, std::move(pieces));
    }

    // A constraint that comes with its parent's brings no comments, and is as valid as that.
    void add_to_inherited_constraint(const Address &address, const Kind &kind, const Context &context) {
        const auto home = homes_.find({Phase::create, address});
        if (home == homes_.end() || is_table(home->second.second)) return;
        const Object &constraint = after_.at(address);
        Object like = constraint;
        like.attributes.erase("index_comment");
        if (const Object &above = after_.at(home->second.second); above.has("not_valid") && !constraint.has("not_valid")) {
            like.attributes["not_valid"] = above.attributes.at("not_valid");
            like.attributes["definition"].text += " NOT VALID";
        }
        Pieces pieces;
        kind.alter(like, constraint, context, pieces);
        alter_common(nullptr, constraint, context, pieces);
        if (!pieces.empty()) add(Phase::link, address, std::move(pieces));
    }

    // Whether it comes with a column that comes with a parent's, and is the same there.
    bool is_parents(const Object &value, const Address &column) const {
        const auto home = homes_.find({Phase::create, column});
        if (home == homes_.end() || is_table(home->second.second)) return true;
        const std::optional<Address> parent = inherited_from(after_, column);
        const Object *above = parent ? after_.find({"default value", "for " + parent->identity}) : nullptr;
        return above != nullptr && above->text("expression") == value.text("expression");
    }

    // A column that comes with its type brings nothing that is the table's own.
    void add_to_typed(const Address &address, const Context &context) {
        const Object &column = after_.at(address);
        Pieces pieces;
        Object bare = column;
        bare.attributes.erase("not_null");
        alter_not_null(bare, column, context, pieces);
        const Pieces rest = kind_of(address.kind).create(column, context);
        pieces.insert(pieces.end(), rest.begin() + 1, rest.end());
        alter_common(nullptr, column, context, pieces);
        if (!pieces.empty()) add(Phase::link, address, std::move(pieces));
    }

    Pieces drop_pieces(const Kind &kind, const Context &context) const {
        if (changes_.carried.contains(context.address)) return told(put_rows_by(before_, after_, changes_, context.address), context.address);
        if (changes_.heirs.contains(context.address)) return {statement("DROP SEQUENCE " + old_sequence(context.address.identity), "AccessExclusiveLock")};
        if (context.address.kind == "table" && is_referred_to_above(before_.at(context.address))) {
            Pieces pieces = kind.drop(before_.at(context.address), context);
            pieces.insert(pieces.begin(), detach(before_.at(context.address)));
            pieces[0].hazards.clear();
            return pieces;
        }
        if (!changes_.swapped.contains(context.address)) return told(kind.drop(before_.at(context.address), context), context.address);
        return {statement(std::string("DROP ") + (before_.at(context.address).text("form") == "domain" ? "DOMAIN " : "TYPE ") + old_name(before_.at(context.address)))};
    }

    // The server drops no partition of a table that foreign keys refer to.
    bool is_referred_to_above(const Object &partition) const {
        const std::vector<std::string> all = ancestors_of(before_, partition);
        return !all.empty() && after_.find({"table", all[0]}) != nullptr && std::any_of(before_.objects.begin(), before_.objects.end(), [&](const auto &entry) {
            return entry.first.kind == "table constraint" && std::find(all.begin(), all.end(), entry.second.text("refers_to")) != all.end() && !changes_.is_dropped(entry.first);
        });
    }

    // What somebody may use by its name is gone for a moment; of defaults and indexes nobody knows.
    Pieces told(Pieces pieces, const Address &address) const {
        const bool is_seen = address.kind != "default value" && address.kind != "index" && address.kind != "statistics object";
        if (changes_.dragged.contains(address) && is_seen && !pieces.empty()) pieces[0].hazards.push_back("drops_dependents");
        return pieces;
    }

    void add_alter(const Kind &kind, const Context &context) {
        const Object &before = before_.at(context.address), &after = after_.at(context.address);
        if (changes_.beside.contains(context.address)) return add(Phase::alter, context.address, replace_index(before, after, context));
        Pieces pieces;
        const bool parked = changes_.parked.contains(context.address), is_foreign = context.address.kind == "foreign table column";
        if ((changes_.converted.contains(context.address) || parked) && !differs(before, after, "type") && !context.follows)
            pieces.push_back(is_foreign ? clause(after.text("relation"), "ALTER COLUMN " + after.text("name") + " TYPE " + after.text("type")) : conversion(before_, after_, changes_, after, parked));
        kind.alter(before, after, context, pieces);
        take_values_over(before_, changes_, context.address, after, pieces);
        alter_common(&before, after, context, pieces);
        if (!pieces.empty()) return add(Phase::alter, context.address, std::move(pieces));
        if (const std::optional<Address> parent = above(after_, context.address))
            homes_.emplace(Key{Phase::alter, context.address}, Key{Phase::alter, *parent});
    }

    Pieces create_pieces(const Kind &kind, const Context &context) const {
        const Object &object = after_.at(context.address);
        if (is_table(context.address)) return table_pieces(object, context);
        Pieces pieces = kind.create(object, context);
        take_values_over(before_, changes_, context.address, object, pieces);
        if (comes_by_holder(before_, after_, changes_, context.address)) pieces[0].table = "ALTER TABLE " + holder_of(after_.at(table_of(after_, object.text("relation"))));
        if (is_table_column(context.address)) add_default(pieces, context);
        alter_common(nullptr, object, context, pieces);
        return pieces;
    }

    // ADD COLUMN fills the rows that are there with its default, which SET DEFAULT would not.
    void add_default(Pieces &pieces, const Context &context) const {
        const Address address{"default value", "for " + context.address.identity};
        const Object *value = after_.find(address);
        if (value == nullptr || !homes_.contains({Phase::create, address})) return;
        const Object &column = after_.at(context.address);
        pieces[0].hazards = hazards_of_new_column(column, value, after_);
        if (online_ && !column.has("not_null") && !pieces[0].hazards.empty() && hazards_of_new_column(column, nullptr, after_).empty()) {
            // To fill the rows that are there is left to the user, in batches.
            pieces[0].hazards = {"breaks_clients"};
            pieces.insert(pieces.begin() + 1, clause(column.text("relation"), "ALTER COLUMN " + column.text("name") + " SET DEFAULT " + value->text("expression")));
            return;
        }
        pieces[0].text = "ADD COLUMN " + written_column(column, value, context);
    }

    Pieces table_pieces(const Object &table, const Context &context) const {
        Members members;
        std::vector<Address> parts;
        collect(context.address, members, parts);
        Pieces pieces = create_table(table, members, context);
        alter_common(nullptr, table, context, pieces);
        for (const Address &part : parts) {
            const Context own = context_of(part);
            Pieces rest = kind_of(part.kind).create(after_.at(part), own);
            if (!rest.empty()) rest.erase(rest.begin());
            alter_common(nullptr, after_.at(part), own, rest);
            pieces.insert(pieces.end(), rest.begin(), rest.end());
        }
        return pieces;
    }

    void collect(const Address &table, Members &members, std::vector<Address> &parts) const {
        const auto made = made_with_.find(table);
        if (made == made_with_.end()) return;
        for (const Address &part : made->second) {
            const Object &object = after_.at(part);
            if (is_table_column(part)) members.columns.emplace_back(&object, default_in(part));
            if (part.kind == "table constraint" && (!object.has("inherited") || after_.at(table).has("partition_of"))) members.constraints.push_back(&object);
            if (part.kind != "default value") parts.push_back(part);
        }
        std::sort(members.columns.begin(), members.columns.end(), [](const auto &a, const auto &b) { return number_of(*a.first) < number_of(*b.first); });
        std::stable_sort(members.constraints.begin(), members.constraints.end(), [](const Object *a, const Object *b) { return a->text("type") == "p" && b->text("type") != "p"; });
    }

    const Object *default_in(const Address &column) const {
        const Address address{"default value", "for " + column.identity};
        return homes_.contains({Phase::create, address}) ? after_.find(address) : nullptr;
    }

    const Schema &before_;
    const Schema &after_;
    const Changes &changes_;
    const std::set<Address> &apart_;
    bool online_;
    std::map<Key, Key> homes_{};
    std::map<Address, std::vector<Address>> made_with_{}; // by their tables
    std::map<Key, std::size_t> numbers_{};
    std::map<std::pair<std::string, std::string>, Address> keys_{};
    const std::set<std::string> names_ = names_not_to_be_given(before_, after_);
    Work work_{};
};

} // namespace

Work work_of(const Schema &before, const Schema &after, const Changes &changes, const std::set<Address> &apart, bool online) {
    return Builder(before, after, changes, apart, online).build();
}

} // namespace confiture::diff
