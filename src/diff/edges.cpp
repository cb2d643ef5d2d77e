#include "edges.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "bodies.hpp"
#include "carry.hpp"
#include "confiture/base/poll.hpp"
#include "links.hpp"
#include "not_null.hpp"
#include "online.hpp"
#include "parts.hpp"
#include "parts_of_tables.hpp"
#include "rank.hpp"
#include "row_types.hpp"
#include "slots.hpp"
#include "typed.hpp"

namespace confiture::diff {
namespace {

class Edges {
public:
    Edges(const Schema &before, const Schema &after, const Changes &changes, const Places &places, Work &work)
        : before_(before), after_(after), changes_(changes), apart_(places.apart), homes_(places.homes), numbers_(places.numbers), work_(work) {
        for (const auto &[key, number] : numbers_) concern(key.second);
        for (const auto &[key, home] : homes_) concern(key.second);
        for (const auto &[address, fate] : changes_.fates) concern(address);
    }

    void add() {
        add_edges_before();
        add_edges_after();
        add_edges_own();
        for (const auto &order : {order_of_slots(before_, after_, changes_), order_of_gone(before_, after_, changes_), order_of_row_types(before_, after_, changes_)})
            for (const auto &[first, second] : order) edge(first.first, first.second, second.first, second.second);
        for (const auto &[key, parts] : awaited_)
            for (const Address &part : parts) edge(Phase::link, part, Phase::create, key);
        add_wishes();
        keep_rows_in_one_transaction();
        rank(after_, work_);
    }

private:
    Key home(Key key) const {
        std::size_t left = homes_.size(); // no more than there are, whatever a snapshot says
        for (auto found = homes_.find(key); found != homes_.end() && left-- > 0; found = homes_.find(key)) key = found->second;
        return key;
    }

    std::optional<std::size_t> node(Phase phase, const Address &address) const {
        const auto found = numbers_.find(home({phase, address}));
        return found == numbers_.end() ? std::nullopt : std::optional(found->second);
    }

    void edge(Phase first_phase, const Address &first, Phase second_phase, const Address &second) {
        const std::optional<std::size_t> from = node(first_phase, first), to = node(second_phase, second);
        if (from && to && *from != *to) work_.graph.edges.emplace_back(*from, *to);
    }

    // Edges are of objects to which something is done, which are few of all: no other is looked up for each of its dependencies.
    void concern(const Address &address) {
        base::poll();
        concerned_.insert(address);
    }

    // What commits comes before rows are put by, what can't be in a transaction when they are back.
    void keep_rows_in_one_transaction() {
        for (const Address &table : changes_.carried)
            for (std::size_t i = 0; i < work_.nodes.size(); i++)
                for (const Piece &piece : work_.nodes[i].pieces) {
                    if (piece.ends_transaction) work_.graph.edges.emplace_back(i, numbers_.at({Phase::drop, table}));
                    else if (!piece.transactional) work_.graph.edges.emplace_back(numbers_.at({Phase::link, table}), i);
                }
    }

    void add_wishes() {
        for (const auto &[first, second] : wishes_of_bodies(before_, after_, changes_)) wish(first.first, first.second, second.first, second.second);
        // A new domain has its checks before it stands within others, where the server would look for values in vain.
        std::map<std::string, std::vector<Address>> checks;
        for (const auto &[check, object] : of_kind(after_.objects, "domain constraint"))
            if (changes_.is_created(check) && changes_.is_created({"type", object.text("domain")})) checks[object.text("domain")].push_back(check);
        for (const auto &[address, dependencies] : entries_of(after_.depends, concerned_)) {
            if (checks.empty() || address.kind != "type") continue;
            for (const model::Dependency &dependency : dependencies)
                if (const auto found = checks.find(dependency.on.identity); found != checks.end() && dependency.on.kind == "type")
                    for (const Address &check : found->second)
                        for (const Phase phase : {Phase::create, Phase::alter}) wish(Phase::create, check, phase, address);
        }
    }

    void wish(Phase first_phase, const Address &first, Phase second_phase, const Address &second) {
        const std::optional<std::size_t> from = node(first_phase, first), to = node(second_phase, second);
        if (from && to && *from != *to) work_.graph.wishes.emplace_back(*from, *to);
    }

    void add_edges_before() {
        for (const auto &[address, dependencies] : entries_of(before_.depends, concerned_)) {
            base::poll();
            for (const model::Dependency &dependency : dependencies) {
                edge(Phase::drop, address, Phase::drop, dependency.on);
                const bool late = goes_late(address, dependency.on);
                if (!late && dependency.on.kind == "schema") wish(Phase::drop, address, Phase::alter, dependency.on); // whose owner is told so before, if need be
                else if (!late) edge(Phase::drop, address, Phase::alter, dependency.on);
                if (dependency.on.kind == "type" && !changes_.swapped.contains(address)) edge(Phase::drop, address, Phase::unlink, dependency.on); // which takes its name away
                if (dependency.type == 'o' && !is_own_foreign_key(address, before_.at(address))) edge(Phase::unlink, dependency.on, Phase::drop, address); // by itself, no more with its whole's
                edge(Phase::unlink, address, Phase::drop, dependency.on);
                if (dependency.on.kind == "type" && address.kind == "table") edge(Phase::unlink, address, Phase::alter, dependency.on); // which would change its columns
                if (dependency.type == 'o' && children_.contains(dependency.on.identity)) // a table that becomes an heir has all that its parent has
                    for (const Address &child : children_.at(dependency.on.identity)) edge(Phase::drop, address, Phase::link, child);
                if (dependency.type == 'o' && heirs_before_.contains(dependency.on.identity) && is_handed_down(address))
                    for (const Address &child : heirs_before_.at(dependency.on.identity)) {
                        edge(Phase::unlink, child, Phase::drop, address);
                        if (!apart_.contains(address) && address.kind != "index") edge(Phase::drop, child, Phase::drop, address);
                    }
                if (changes_.converted.contains(address) || !depends(after_, address, dependency.on)) edge(Phase::alter, address, Phase::drop, dependency.on);
            }
        }
    }

    // Whether the heirs and partitions of its table have it, too.
    bool is_handed_down(const Address &part) const {
        static const std::set<std::string> own{"policy", "rule", "statistics object", "publication relation"};
        return !own.contains(part.kind) && before_.at(part).text("type") != "f";
    }

    // Whether it goes behind what is altered of what it needs: a sequence after the default that used it, which is altered after its column; a type after the
    // columns that leave it; an attribute with the change of its type, which needs the other from now on, too.
    bool goes_late(const Address &address, const Address &on) const {
        if (changes_.heirs.contains(address) || address.kind == "sequence" || changes_.swapped.contains(address)) return true;
        const Key place = home({Phase::drop, address});
        return place.first == Phase::alter && depends(after_, place.second, on);
    }

    // What becomes a part later, by a statement of its own, can be there before its whole is.
    static bool is_linked(const Address &address, const model::Dependency &dependency) {
        if (dependency.type == 'P' || dependency.type == 'S') return true;
        return dependency.type == 'a' && (address.kind == "sequence" || is_table(address));
    }

    // A view looks at nothing else of a column that is there before and after.
    bool keeps_type(const Address &column) const {
        const Object *old = before_.find(column), *next = after_.find(column);
        return is_table_column(column) && old != nullptr && next != nullptr && !differs(*old, *next, "type") && !differs(*old, *next, "collation") &&
               !changes_.converted.contains(column) && !changes_.parked.contains(column);
    }

    bool comes_with_type(const Address &column) const {
        const auto home = homes_.find({Phase::create, column});
        return home != homes_.end() && home->second.second.kind == "type";
    }

    void add_edges_after() {
        for (const auto &[address, dependencies] : entries_of(after_.depends, concerned_)) {
            base::poll();
            for (const model::Dependency &dependency : dependencies) {
                // It is NOT NULL by its own name before a primary key makes it so by another.
                if (address.kind == "table constraint" && is_table_column(dependency.on) && after_.at(address).text("type") == "p") edge(Phase::link, dependency.on, Phase::create, address);
                for (const Phase needed : {Phase::declare, Phase::create, Phase::alter}) {
                    edge(needed, dependency.on, Phase::link, address);
                    if (dependency.on.kind == "schema") edge(needed, dependency.on, Phase::declare, address);
                    if (needed != Phase::declare && is_in_circle_with(after_, dependency.on, address)) continue;
                    // The index of a whole is made last, and adopts those of its partitions, which have their names then.
                    if (dependency.type == 'P' && needed == Phase::create) edge(Phase::create, address, Phase::create, dependency.on);
                    if (is_linked(address, dependency) || (needed == Phase::alter && dependency.type == 'o' && comes_with_type(address))) continue;
                    if (needed == Phase::alter && address.kind == "view" && keeps_type(dependency.on)) continue;
                    edge(needed, dependency.on, Phase::prepare, address);
                    edge(needed, dependency.on, Phase::create, address);
                    edge(needed, dependency.on, Phase::alter, address);
                }
            }
        }
    }

    // What a table becomes a part of must have its columns and checks, and so must the table.
    void add_edges_own() {
        for (const Node &one : work_.nodes) {
            base::poll();
            if ((one.phase == Phase::drop || one.phase == Phase::create) && !changes_.swapped.contains(one.address)) edge(Phase::drop, one.address, Phase::create, one.address);
            if (one.phase == Phase::drop && !changes_.swapped.contains(one.address)) edge(Phase::drop, one.address, Phase::declare, one.address);
            // The new one takes the old one's place at once, unless what it needs is there only without the old one.
            if (one.phase == Phase::prepare && apart_.contains(one.address)) edge(Phase::drop, one.address, Phase::prepare, one.address);
            else if (one.phase == Phase::prepare) edge(Phase::prepare, one.address, Phase::drop, one.address);
            edge(Phase::prepare, one.address, Phase::create, one.address);
            if (is_table_column(one.address) || one.address.kind == "table constraint") edge(Phase::create, one.address, Phase::link, one.address);
            if (one.phase == Phase::alter && is_table_column(one.address) && server_of(after_) >= 18) add_edges_not_null(one.address);
            edge(Phase::unlink, one.address, Phase::declare, one.address);
            edge(Phase::declare, one.address, Phase::create, one.address);
            edge(Phase::unlink, one.address, Phase::create, one.address);
            edge(Phase::unlink, one.address, Phase::alter, one.address);
            if (one.phase == Phase::drop && is_table_column(one.address)) edge(Phase::drop, one.address, Phase::create, one.address);
        }
        for (const auto &[key, wholes] : doubled_) {
            edge(Phase::link, {"table", after_.at(key).text("relation")}, Phase::create, key);
            for (const Address &whole : wholes) edge(Phase::create, whole, Phase::create, key);
        }
        for (const auto &[part, needs] : entries_of(after_.depends, concerned_))
            for (const model::Dependency &need : needs)
                if (need.type == 'o') add_edges_link(part, need.on);
        add_edges_merged(before_, Phase::drop);
        add_edges_merged(after_, Phase::create);
        for (const Address &table : changes_.carried) {
            base::poll();
            add_edges_carried(table);
        }
        for (const auto &[key, columns] : keys_under_lost_not_null(before_, after_))
            for (const Address &column : columns) {
                edge(Phase::drop, key, Phase::alter, column);
                edge(Phase::alter, column, Phase::create, key);
            }
        for (const auto &[address, object] : entries_of(before_.objects, concerned_)) {
            base::poll();
            if (object.has("partition_of") && node(Phase::unlink, address) && after_.find(address) != nullptr) add_edges_leaving(address);
        }
        for (const auto &[old, heir] : changes_.heirs) {
            edge(Phase::unlink, old, changes_.is_created(heir) ? Phase::create : Phase::alter, heir);
            edge(changes_.is_created(heir) ? Phase::create : Phase::alter, heir, changes_.is_dropped(old) ? Phase::drop : Phase::alter, old);
        }
        for (const auto &[key, object] : of_kind(after_.objects, "table constraint"))
            if (object.text("type") == "f") add_edges_persistence(key, object);
        for (const auto &[address, object] : entries_of(after_.objects, concerned_)) {
            base::poll();
            if (object.has("not_valid") && object.has("inherited")) edge(Phase::create, table_of(after_, object.text("relation")), Phase::create, address);
            else if (object.has("inherited") && address.kind == "table constraint") add_edges_validated(address, object);
            if (is_table_column(address) && (object.has("inherited") || object.has("merged"))) add_edges_following(address, object);
            if (address.kind == "trigger") add_edges_triggers(address, object);
            if (const std::optional<Address> whole = whole_of(after_, address)) add_edges_joining(address, object, *whole);
            if (!changes_.is_created(address) || !children_.contains(object.text("relation"))) continue;
            const bool alone = address.kind == "index" ? object.text("of") == "p" && (object.has("invalid") || is_mistakable(after_, address)) : is_made_alone(after_, address);
            if (alone) // its partitions get no index by becoming that
                for (const Address &child : children_.at(object.text("relation"))) edge(Phase::link, child, Phase::create, address);
        }
    }

    // A column that is a table's own and its parents', too, goes when the server has left it to the table alone, and is made before they hand theirs down.
    void add_edges_merged(const Schema &schema, Phase phase) {
        for (const auto &[column, object] : entries_of(schema.objects, concerned_)) {
            if (column.kind != "table column" || !object.has("merged")) continue;
            const Address table{"table", object.text("relation")};
            if (changes_.is_dropped(table) || changes_.is_created(table)) continue;
            for (const std::string &parent : schema.at(table).list("inherits")) {
                const Address above{"table column", parent + "." + object.text("name")};
                if (phase == Phase::drop) edge(phase, above, phase, column);
                else edge(phase, column, phase, above);
            }
        }
    }

    // The rows of a partition that leaves must not be referred to, and a foreign key that goes must not be left to it. What its tables become then is not for it.
    void add_edges_leaving(const Address &partition) {
        std::set<std::string> all{partition.identity};
        for (const Schema *schema : {&before_, &after_})
            for (const std::string &above : ancestors_of(*schema, *schema->find(partition))) all.insert(above);
        for (PartsOfTables *parts : {&parts_before_, &parts_after_})
            for (const PartsOfTables::Entry *entry : parts->of(all)) {
                const auto &[address, object] = *entry;
                const bool is_part = all.contains(object.text("relation"));
                if (object.text("relation") == partition.identity && parts == &parts_before_) add_edges_own_index(address, partition);
                const bool is_key = address.kind == "table constraint" && object.text("type") == "f";
                if (is_key && (object.text("relation") != partition.identity || is_own_foreign_key(address, object)) && (is_part || all.contains(object.text("refers_to")))) edge(Phase::drop, address, Phase::unlink, partition);
                if (is_key && all.contains(object.text("refers_to"))) edge(Phase::link, partition, Phase::create, address);
                if (!is_part || (!is_table_column(address) && address.kind != "table constraint")) continue;
                for (const Phase phase : {Phase::create, Phase::alter}) edge(Phase::unlink, partition, phase, address);
            }
    }

    // Rows are put back when all partitions are there, and before what looks at them or refers to them.
    void add_edges_carried(const Address &table) {
        for (const PartsOfTables::Entry *entry : parts_after_.of({table.identity})) {
            const auto &[address, object] = *entry;
            if (is_behind_rows(address, object) || object.text("refers_to") == table.identity) edge(Phase::link, table, Phase::create, address);
        }
        for (const auto &[address, object] : of_kind(after_.objects, "materialized view")) edge(Phase::link, table, Phase::create, address);
        add_edges_below(table, table.identity);
    }

    void add_edges_below(const Address &table, const std::string &whole) {
        const auto children = children_.find(whole);
        if (children == children_.end()) return;
        for (const Address &child : children->second) {
            if (after_.at(child).text("partition_of") != whole) continue;
            for (const Phase phase : {Phase::create, Phase::alter, Phase::link}) edge(phase, child, Phase::link, table);
            add_edges_below(table, child.identity);
        }
    }

    // It has its index for its own before that of the whole goes.
    void add_edges_own_index(const Address &part, const Address &partition) {
        const auto needs = before_.depends.find(part);
        if (needs == before_.depends.end() || before_.at(part).text("type") == "f") return;
        for (const model::Dependency &need : needs->second)
            if (need.type == 'P') edge(Phase::unlink, partition, Phase::drop, need.on);
    }

    // A table that is made as an heir has no rows yet, and its checks are valid though the parent's are not.
    void add_edges_validated(const Address &check, const Object &object) {
        const std::optional<Address> above = inherited_from(after_, check);
        if (above && after_.at(*above).has("not_valid")) edge(Phase::create, *above, Phase::create, table_of(after_, object.text("relation")));
    }

    // Of a partition; and only one that is valid, with those of all partitions, is taken for the parent's when its own table becomes a partition.
    void add_edges_joining(const Address &index, const Object &object, const Address &whole) {
        edge(Phase::link, {"table", object.text("relation")}, Phase::link, index);
        edge(Phase::link, index, Phase::link, {"table", after_.at(whole).text("relation")});
    }

    // What is logged can't refer to what is not.
    void add_edges_persistence(const Address &key, const Object &object) {
        const Address own{"table", object.text("relation")}, other{"table", object.text("refers_to")};
        edge(Phase::drop, key, Phase::alter, other);
        edge(Phase::alter, other, Phase::create, key);
        const Object *old = before_.find(other), *next = after_.find(other);
        if (own == other || old == nullptr || next == nullptr || !differs(*old, *next, "persistence")) return;
        if (next->has("persistence")) edge(Phase::alter, own, Phase::alter, other);
        else edge(Phase::alter, other, Phase::alter, own);
    }

    // With the type of its parent's column, one forgets what it has been told; a new heir's is there with its parent's.
    void add_edges_following(const Address &column, const Object &object) {
        const std::optional<Address> parent = above(after_, column);
        const Object *old = before_.find(column);
        const Address table = table_of(after_, object.text("relation"));
        if (parent && changes_.is_created(table) && after_.at(table).has("inherits"))
            for (const Phase phase : {Phase::create, Phase::alter}) edge(phase, *parent, Phase::create, column);
        if (!parent || old == nullptr || moves(before_, after_, changes_, table)) return;
        if (differs(*old, object, "type") || differs(*old, object, "collation")) edge(Phase::alter, *parent, Phase::alter, column);
    }

    // Those of partitions follow their parent's, until they are told otherwise.
    void add_edges_triggers(const Address &trigger, const Object &object) {
        for (const Phase phase : {Phase::create, Phase::alter}) add_edges_triggers(phase, trigger, object.text("relation"));
    }

    void add_edges_triggers(Phase phase, const Address &trigger, const std::string &relation) {
        const auto heirs = children_.find(relation);
        if (heirs == children_.end() || changes_.carried.contains({"table", relation})) return;
        for (const Address &child : heirs->second) {
            if (after_.at(child).has("partition_of")) edge(phase, trigger, Phase::link, child);
            add_edges_triggers(phase, trigger, child.identity);
        }
    }

    // From 18 on what an heir says itself it says before its parent does; what it loses or changes, only its parent may have let go.
    void add_edges_not_null(const Address &column) {
        const Object &next = after_.at(column), *old = before_.find(column), *table = after_.find(table_of(after_, next.text("relation")));
        if (table == nullptr || old == nullptr || !(old->has("not_null") || next.has("not_null"))) return;
        std::vector<std::string> parents = table->list("inherits");
        if (table->has("partition_of")) parents.push_back(table->text("partition_of"));
        for (const std::string &parent : parents) {
            const Address above = column_of(after_, parent, parent + "." + next.text("name"));
            if (is_not_null_before_parent(before_, after_, column)) edge(Phase::alter, column, Phase::alter, above);
            else edge(Phase::alter, above, Phase::alter, column);
        }
    }

    void add_edges_link(const Address &part, const Address &whole) {
        if (refers_above_itself(after_, part, whole) || doubled_.contains(part) || (changes_.carried.contains(whole) && is_behind_rows(part, after_.at(part)))) return;
        for (const Phase phase : {Phase::create, Phase::alter}) {
            edge(phase, part, Phase::link, whole);
            if (!is_table_column(part) && part.kind != "table constraint") continue;
            if (after_.at(part).text("refers_to") == whole.identity || awaited_.contains(part) || is_made_alone(after_, part)) continue; // a key that is made when all is there
            const auto heirs = children_.find(whole.identity);
            if (heirs == children_.end()) continue;
            for (const Address &child : heirs->second) edge(phase, part, Phase::link, child);
        }
    }

    const Schema &before_;
    const Schema &after_;
    const Changes &changes_;
    const std::set<Address> &apart_;
    const std::map<Key, Key> &homes_;
    const std::map<Key, std::size_t> &numbers_;
    std::set<Address> concerned_{};
    const std::map<Address, std::vector<Address>> doubled_ = doubled_keys(after_), awaited_ = parts_awaited(after_, changes_);
    std::map<std::string, std::vector<Address>> children_ = children_of(after_), heirs_before_ = children_of(before_);
    PartsOfTables parts_before_{before_}, parts_after_{after_};
    Work &work_;
};

} // namespace

bool is_in_circle_with(const Schema &schema, const Address &type, const Address &function) {
    return type.kind == "type" && function.kind == "function" && depends(schema, type, function) && depends(schema, function, type);
}

void add_edges(const Schema &before, const Schema &after, const Changes &changes, const Places &places, Work &work) {
    Edges(before, after, changes, places, work).add();
}

} // namespace confiture::diff
