#include "nodes.hpp"

#include <algorithm>
#include <optional>

#include "confiture/text/quote.hpp"
#include "base_type.hpp"
#include "links.hpp"
#include "online.hpp"
#include "rows.hpp"

namespace confiture::diff {
namespace {

using Key = std::pair<Phase, Address>;

int number_of(const Object &column) { return std::atoi(column.text("position").c_str()); }

class Builder {
public:
    Builder(const Schema &before, const Schema &after, const Changes &changes, const std::set<Address> &apart, bool online)
        : before_(before), after_(after), changes_(changes), apart_(apart), online_(online) {}

    Work build() {
        for (const auto &[address, fate] : changes_.fates) {
            if (changes_.is_dropped(address)) home_drop(address);
            if (changes_.is_created(address)) home_create(address);
        }
        for (const auto &[address, fate] : changes_.fates) add_nodes(address, fate);
        add_edges_before();
        add_edges_after();
        add_edges_own();
        add_edges_slots();
        rank();
        return std::move(work_);
    }

private:
    Context context_of(const Address &address) const {
        const Object *object = after_.find(address) != nullptr ? after_.find(address) : before_.find(address);
        return {before_, after_, address, online_, changes_.is_created(relation_of(*object, address)) };
    }


    static bool goes_with(char type) { return type != 'n'; }

    // Functions of a type, which are dropped with it.
    static bool is_in_circle_with(const Schema &schema, const Address &type, const Address &function) {
        return type.kind == "type" && function.kind == "function" && depends(schema, type, function) && depends(schema, function, type);
    }

    void home_drop(const Address &address) {
        if (apart_.contains(address)) return;
        const auto found = before_.depends.find(address);
        if (found != before_.depends.end())
            for (const model::Dependency &dependency : found->second)
                if ((goes_with(dependency.type) || is_in_circle_with(before_, dependency.on, address)) && changes_.is_dropped(dependency.on) && dependency.on != address && !changes_.swapped.contains(dependency.on)) {
                    homes_.emplace(Key{Phase::drop, address}, Key{Phase::drop, dependency.on});
                    return;
                }
        if (const std::optional<Address> parent = inherited_from(before_, address); parent && changes_.is_dropped(*parent) && !is_unlinked(address))
            homes_.emplace(Key{Phase::drop, address}, Key{Phase::drop, *parent});
    }

    bool is_unlinked(const Address &address) const {
        const Object &object = *before_.find(address);
        const Address table{"table", object.text("relation")};
        return changes_.fate(table) == Fate::altered && !unlink(before_, after_, changes_, table, online_).empty();
    }

    void home_create(const Address &address) {
        const Object &object = *after_.find(address);
        const Address table{"table", object.text("relation")};
        const bool new_table = changes_.is_created(table);
        const bool is_default = address.kind == "default value", is_constraint = address.kind == "table constraint";
        if (new_table && (address.kind == "table column" || ((is_default || is_constraint) && !apart_.contains(address) && may_be_inline(object))))
            homes_.emplace(Key{Phase::create, address}, Key{Phase::create, table});
        else if (const std::optional<Address> parent = inherited_from(after_, address); parent && !new_table && changes_.is_created(*parent))
            homes_.emplace(Key{Phase::create, address}, Key{Phase::create, *parent});
        else if (is_default && changes_.is_created({"table column", object.text("of")}) && !apart_.contains(address))
            homes_.emplace(Key{Phase::create, address}, Key{Phase::create, {"table column", object.text("of")}});
    }

    static bool may_be_inline(const Object &object) { return object.text("type") != "f" && !object.has("not_valid"); }

    Key home(Key key) const {
        for (auto found = homes_.find(key); found != homes_.end(); found = homes_.find(key)) key = found->second;
        return key;
    }


    void add(Phase phase, const Address &address, Pieces pieces) {
        numbers_[{phase, address}] = work_.nodes.size();
        work_.nodes.push_back({phase, address, std::move(pieces)});
    }

    void add_nodes(const Address &address, Fate fate) {
        const Kind &kind = *find_kind(address.kind);
        const Context context = context_of(address);
        Pieces off = unlink(before_, after_, changes_, address, online_);
        if (!off.empty()) add(Phase::unlink, address, std::move(off));
        if (changes_.is_dropped(address) && !homes_.contains({Phase::drop, address})) add(Phase::drop, address, drop_pieces(kind, context));
        if (fate == Fate::altered) add_alter(kind, context);
        if (address.kind == "table constraint" && changes_.is_created(address) && !homes_.contains({Phase::create, address}))
            if (Pieces index = build_key_index(*after_.find(address), context); !index.empty()) add(Phase::prepare, address, std::move(index));
        if (changes_.is_created(address) && is_in_circle(after_, address)) add(Phase::declare, address, {statement("CREATE TYPE " + address.identity)});
        if (changes_.is_created(address) && !homes_.contains({Phase::create, address})) add(Phase::create, address, create_pieces(kind, context));
        Pieces on = link(before_, after_, changes_, address, online_);
        if (!on.empty()) add(Phase::link, address, std::move(on));
    }

    Pieces drop_pieces(const Kind &kind, const Context &context) const {
        if (!changes_.swapped.contains(context.address)) return told(kind.drop(*before_.find(context.address), context), context.address);
        return {statement(std::string("DROP ") + (before_.find(context.address)->text("form") == "domain" ? "DOMAIN " : "TYPE ") + old_name(*before_.find(context.address)))};
    }

    // What somebody may use by its name is gone for a moment; of defaults and indexes nobody knows.
    Pieces told(Pieces pieces, const Address &address) const {
        const bool is_seen = address.kind != "default value" && address.kind != "index" && address.kind != "statistics object";
        if (changes_.dragged.contains(address) && is_seen && !pieces.empty()) pieces[0].hazards.push_back("drops_dependents");
        return pieces;
    }

    void add_alter(const Kind &kind, const Context &context) {
        const Object &before = *before_.find(context.address), &after = *after_.find(context.address);
        if (changes_.beside.contains(context.address)) return add(Phase::alter, context.address, replace_index(before, after, context));
        Pieces pieces;
        if (changes_.converted.contains(context.address) && !differs(before, after, "type")) pieces.push_back(conversion(after));
        kind.alter(before, after, context, pieces);
        alter_common(&before, after, context, pieces);
        if (!pieces.empty()) return add(Phase::alter, context.address, std::move(pieces));
        if (const std::optional<Address> parent = inherited_from(after_, context.address))
            homes_.emplace(Key{Phase::alter, context.address}, Key{Phase::alter, *parent});
    }

    Pieces create_pieces(const Kind &kind, const Context &context) const {
        const Object &object = *after_.find(context.address);
        if (context.address.kind == "table") return table_pieces(object, context);
        Pieces pieces = kind.create(object, context);
        if (context.address.kind == "table column") add_default(pieces, context);
        alter_common(nullptr, object, context, pieces);
        return pieces;
    }

    // ADD COLUMN fills the rows that are there with its default, which SET DEFAULT would not.
    void add_default(Pieces &pieces, const Context &context) const {
        const Address address{"default value", "for " + context.address.identity};
        const Object *value = after_.find(address);
        if (value == nullptr || !homes_.contains({Phase::create, address})) return;
        const Object &column = *after_.find(context.address);
        pieces[0].hazards = hazards_of_new_column(column, value, after_);
        if (online_ && !column.has("not_null") && !pieces[0].hazards.empty() && hazards_of_new_column(column, nullptr, after_).empty()) {
            // To fill the rows that are there is left to the user, in batches.
            pieces[0].hazards = {"breaks_clients"};
            pieces.insert(pieces.begin() + 1, clause(column.text("relation"), "ALTER COLUMN " + column.text("name") + " SET DEFAULT " + value->text("expression")));
            return;
        }
        pieces[0].text = "ADD COLUMN " + written_column(column, value);
    }

    Pieces table_pieces(const Object &table, const Context &context) const {
        Members members;
        std::vector<Address> parts;
        collect(context.address, members, parts);
        Pieces pieces = create_table(table, members, context);
        alter_common(nullptr, table, context, pieces);
        for (const Address &part : parts) {
            const Context own = context_of(part);
            Pieces rest = find_kind(part.kind)->create(*after_.find(part), own);
            if (!rest.empty()) rest.erase(rest.begin());
            alter_common(nullptr, *after_.find(part), own, rest);
            pieces.insert(pieces.end(), rest.begin(), rest.end());
        }
        return pieces;
    }

    void collect(const Address &table, Members &members, std::vector<Address> &parts) const {
        const Key key{Phase::create, table};
        for (const auto &[part, whole] : homes_) {
            if (part.first != Phase::create || whole != key) continue;
            const Object &object = *after_.find(part.second);
            if (part.second.kind == "table column") members.columns.emplace_back(&object, default_in(part.second));
            if (part.second.kind == "table constraint" && (!object.has("inherited") || after_.find(table)->has("partition_of"))) members.constraints.push_back(&object);
            if (part.second.kind != "default value") parts.push_back(part.second);
        }
        std::sort(members.columns.begin(), members.columns.end(), [](const auto &a, const auto &b) { return number_of(*a.first) < number_of(*b.first); });
        std::stable_sort(members.constraints.begin(), members.constraints.end(), [](const Object *a, const Object *b) { return a->text("type") == "p" && b->text("type") != "p"; });
    }

    const Object *default_in(const Address &column) const {
        const Address address{"default value", "for " + column.identity};
        return homes_.contains({Phase::create, address}) ? after_.find(address) : nullptr;
    }


    std::optional<std::size_t> node(Phase phase, const Address &address) const {
        const auto found = numbers_.find(home({phase, address}));
        return found == numbers_.end() ? std::nullopt : std::optional(found->second);
    }

    void edge(Phase first_phase, const Address &first, Phase second_phase, const Address &second) {
        const std::optional<std::size_t> from = node(first_phase, first), to = node(second_phase, second);
        if (from && to && *from != *to) work_.graph.edges.emplace_back(*from, *to);
    }

    void add_edges_before() {
        for (const auto &[address, dependencies] : before_.depends)
            for (const model::Dependency &dependency : dependencies) {
                edge(Phase::drop, address, Phase::drop, dependency.on);
                edge(Phase::drop, address, Phase::alter, dependency.on);
                if (dependency.on.kind == "type") edge(Phase::drop, address, Phase::unlink, dependency.on); // which takes its name away
                if (dependency.type == 'o') edge(Phase::unlink, dependency.on, Phase::drop, address);       // by itself, no more with its whole's
                edge(Phase::unlink, address, Phase::drop, dependency.on);
                if (changes_.converted.contains(address) || !depends(after_, address, dependency.on)) edge(Phase::alter, address, Phase::drop, dependency.on);
            }
    }

    // What becomes a part later, by a statement of its own, can be there before its whole is.
    static bool is_linked(const Address &address, const model::Dependency &dependency) {
        if (dependency.type == 'P' || dependency.type == 'S') return true;
        return dependency.type == 'a' && (address.kind == "sequence" || address.kind == "table");
    }

    void add_edges_after() {
        for (const auto &[address, dependencies] : after_.depends)
            for (const model::Dependency &dependency : dependencies)
                for (const Phase needed : {Phase::declare, Phase::create, Phase::alter}) {
                    edge(needed, dependency.on, Phase::link, address);
                    if (dependency.on.kind == "schema") edge(needed, dependency.on, Phase::declare, address);
                    if (needed == Phase::create && is_in_circle_with(after_, dependency.on, address)) continue;
                    // The index of a whole is made last, and adopts those of its partitions, which have their names then.
                    if (dependency.type == 'P' && needed == Phase::create) edge(Phase::create, address, Phase::create, dependency.on);
                    if (is_linked(address, dependency)) continue;
                    edge(needed, dependency.on, Phase::prepare, address);
                    edge(needed, dependency.on, Phase::create, address);
                    edge(needed, dependency.on, Phase::alter, address);
                }
    }

    // What a table becomes a part of must have its columns and checks, and so must the table.
    void add_edges_own() {
        for (const Node &one : std::vector<Node>(work_.nodes)) {
            if (one.phase == Phase::drop && !changes_.swapped.contains(one.address)) edge(Phase::drop, one.address, Phase::create, one.address);
            if (one.phase == Phase::drop && !changes_.swapped.contains(one.address)) edge(Phase::drop, one.address, Phase::declare, one.address);
            // The new one takes the old one's place at once, unless what it needs is there only without the old one.
            if (one.phase == Phase::prepare && apart_.contains(one.address)) edge(Phase::drop, one.address, Phase::prepare, one.address);
            else if (one.phase == Phase::prepare) edge(Phase::prepare, one.address, Phase::drop, one.address);
            edge(Phase::prepare, one.address, Phase::create, one.address);
            edge(Phase::unlink, one.address, Phase::declare, one.address);
            edge(Phase::declare, one.address, Phase::create, one.address);
            edge(Phase::unlink, one.address, Phase::create, one.address);
            edge(Phase::unlink, one.address, Phase::alter, one.address);
            if (one.phase == Phase::drop && one.address.kind == "table column") edge(Phase::drop, one.address, Phase::create, one.address);
        }
        for (const auto &[address, dependencies] : after_.depends)
            for (const model::Dependency &dependency : dependencies)
                if (dependency.type == 'o') add_edges_link(address, dependency.on);
    }

    void add_edges_link(const Address &part, const Address &whole) {
        for (const Phase phase : {Phase::create, Phase::alter}) {
            edge(phase, part, Phase::link, whole);
            if (part.kind != "table column" && part.kind != "table constraint") continue;
            const auto heirs = children_.find(whole.identity);
            if (heirs == children_.end()) continue;
            for (const Address &child : heirs->second) edge(phase, part, Phase::link, child);
        }
    }

    // The sequence of an identity column has a name, too, which its column takes and leaves when it is altered.
    void add_edges_slots() {
        std::map<std::string, std::vector<Key>> leaving;
        for (const auto &[address, object] : before_.objects)
            if (changes_.fate(address) != Fate::same)
                for (const std::string &slot : slots_of(address, object)) leaving[slot].push_back({changes_.is_dropped(address) ? Phase::drop : Phase::alter, address});
        for (const auto &[address, object] : after_.objects) {
            if (changes_.fate(address) == Fate::same) continue;
            for (const std::string &slot : slots_of(address, object))
                for (const auto &[phase, old] : leaving[slot]) {
                    if (old == address) continue;
                    edge(phase, old, Phase::declare, address);
                    if (before_.find(address) == nullptr) edge(phase, old, Phase::prepare, address);
                    edge(phase, old, changes_.is_created(address) ? Phase::create : Phase::alter, address);
                }
        }
    }

    void rank() {
        std::vector<std::pair<std::pair<std::size_t, std::string>, std::size_t>> all;
        std::map<std::string, std::size_t> groups;
        for (std::size_t i = 0; i < work_.nodes.size(); i++) {
            const Node &one = work_.nodes[i];
            const std::size_t phase = one.phase == Phase::unlink || one.phase == Phase::prepare ? 0 : one.phase == Phase::drop ? 1 : one.phase == Phase::link ? 3 : 2;
            all.push_back({{phase * 100 + rank_of(one.address.kind), one.address.identity}, i});
            const std::string table = one.pieces.empty() ? "" : one.pieces[0].table;
            work_.graph.groups.push_back(table.empty() ? 0 : groups.try_emplace(table, groups.size() + 1).first->second);
        }
        std::sort(all.begin(), all.end());
        work_.graph.ranks.resize(all.size());
        for (std::size_t i = 0; i < all.size(); i++) work_.graph.ranks[all[i].second] = i;
    }

    const Schema &before_;
    const Schema &after_;
    const Changes &changes_;
    const std::set<Address> &apart_;
    bool online_;
    std::map<Key, Key> homes_{};
    std::map<Key, std::size_t> numbers_{};
    std::map<std::string, std::vector<Address>> children_ = children_of(after_);
    Work work_{};
};

} // namespace

Work work_of(const Schema &before, const Schema &after, const Changes &changes, const std::set<Address> &apart, bool online) {
    return Builder(before, after, changes, apart, online).build();
}

} // namespace confiture::diff
