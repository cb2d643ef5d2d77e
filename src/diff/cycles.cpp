#include "cycles.hpp"

#include <map>

#include "bodies.hpp"
#include "confiture/base/poll.hpp"

namespace confiture::diff {
namespace {

using ByTable = std::map<std::string, std::vector<Address>>;

// What a table can lose before it goes.
bool may_go_before(const Address &address, const Object &object) {
    static const std::set<std::string> kinds{"policy", "rule", "trigger", "default value"};
    return kinds.contains(address.kind) || (address.kind == "table constraint" && !object.has("inherited") && (object.text("type") == "f" || object.text("type") == "c"));
}

// What an heir has from its parent it has at once; a partition, once it is attached.
bool may_come_later(const Schema &after, const Address &address, const Object &object) {
    if (address.kind != "table constraint" || !object.has("inherited")) return address.kind == "default value" || address.kind == "table constraint";
    const Object *table = after.find(table_of(after, object.text("relation")));
    return table != nullptr && table->has("partition_of");
}

// The table that stands there, or that the column is one of.
const std::string &table_of_node(const Schema &schema, const Address &address) { return is_table_column(address) ? schema.at(address).text("relation") : address.identity; }

// What there is of tables that go, and of new ones, by their names.
class Parts {
public:
    Parts(const Schema &before, const Schema &after, const Changes &changes) {
        for (const auto &[address, object] : before.objects) {
            base::poll();
            if (address.kind == "table" && object.has("partition_of")) partitions_[object.text("partition_of")].push_back(address);
            if (may_go_before(address, object) && changes.is_dropped(address)) going_[object.text("relation")].push_back(address);
        }
        for (const auto &[address, object] : after.objects)
            if (may_come_later(after, address, object) && changes.is_created(address)) coming_[object.text("relation")].push_back(address);
    }

    // Its partitions go with it.
    void add_going(const std::string &relation, std::set<Address> &apart) const {
        add(going_, relation, apart);
        if (const auto partitions = partitions_.find(relation); partitions != partitions_.end())
            for (const Address &partition : partitions->second) add_going(partition.identity, apart);
    }

    void add_coming(const std::string &relation, std::set<Address> &apart) const { add(coming_, relation, apart); }

private:
    static void add(const ByTable &parts, const std::string &relation, std::set<Address> &apart) {
        if (const auto found = parts.find(relation); found != parts.end()) apart.insert(found->second.begin(), found->second.end());
    }

    ByTable going_{}, coming_{}, partitions_{};
};

// An index or an exclusion goes before its table where it needs what goes before that, too: a function of the table's rows. That of a partition goes with the whole's.
bool set_indexes_apart(const Work &work, const std::vector<std::size_t> &cycle, const Schema &before, const Changes &changes, std::set<Address> &apart) {
    const std::size_t had = apart.size();
    for (const std::size_t number : cycle) {
        const Node &gone = work.nodes[number];
        const auto users = changes.dependents.find(gone.address);
        if (gone.phase != Phase::drop || !is_routine(gone.address) || users == changes.dependents.end()) continue;
        for (const model::Dependency &user : users->second) {
            const Object &object = before.at(user.on);
            const bool is_exclusion = user.on.kind == "table constraint" && object.text("type") == "x";
            if ((is_exclusion || user.on.kind == "index") && !object.has("partition_of") && changes.is_dropped(user.on)) apart.insert(user.on);
        }
    }
    return apart.size() > had;
}

// A new table can be there before its defaults and constraints, and lose its foreign keys before it or a column of them goes.
bool set_parts_apart(const Work &work, const std::vector<std::size_t> &cycle, const Schema &before, const Schema &after, const Parts &parts, std::set<Address> &apart) {
    const std::size_t had = apart.size();
    for (const std::size_t number : cycle) {
        const Node &node = work.nodes[number];
        if (node.phase == Phase::prepare) apart.insert(node.address);
        if (node.phase == Phase::drop) parts.add_going(table_of_node(before, node.address), apart);
        if (node.phase == Phase::create && (is_table(node.address) || is_table_column(node.address))) parts.add_coming(table_of_node(after, node.address), apart);
    }
    return apart.size() > had;
}

} // namespace

bool set_apart(const Work &work, const Cycles &cycles, const Schema &before, const Schema &after, const Changes &changes, std::set<Address> &apart) {
    const Parts parts(before, after, changes);
    bool any = false;
    for (const std::vector<std::size_t> &cycle : cycles) {
        base::poll();
        any = set_indexes_apart(work, cycle, before, changes, apart) || set_parts_apart(work, cycle, before, after, parts, apart) || any;
    }
    return any;
}

bool make_anew(const Work &work, const Cycles &cycles, std::set<Address> &anew) {
    const std::size_t had = anew.size();
    for (const std::vector<std::size_t> &cycle : cycles)
        for (const std::size_t number : cycle)
            if (const Node &one = work.nodes[number]; one.phase == Phase::alter && (one.address.kind == "view" || one.address.kind == "policy")) anew.insert(one.address);
    return anew.size() > had;
}

} // namespace confiture::diff
