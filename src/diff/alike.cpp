#include "alike.hpp"

#include <algorithm>
#include <set>

#include "confiture/base/poll.hpp"
#include "links.hpp"
#include "slots.hpp"

namespace confiture::diff {
namespace {

using Entry = std::pair<const Address, Object>;

struct Pair {
    Address old;
    Address now;
};

// An index prints its own name.
std::string definition_of(const Object &object) {
    std::string definition = object.text("definition");
    const std::string named = " INDEX " + object.text("name") + " ON ";
    if (const std::size_t at = definition.find(named); at != std::string::npos) definition.replace(at, named.size(), " INDEX ON ");
    return definition;
}

// Of the kinds that may be alike, what one schema has and the other has not. Side by side, since both are in order.
std::vector<const Entry *> only_in(const Schema &schema, const Schema &other) {
    std::vector<const Entry *> some;
    for (const char *kind : {"index", "sequence", "table constraint"}) {
        const auto others = of_kind(other.objects, kind);
        auto at = others.begin();
        for (const Entry &entry : of_kind(schema.objects, kind)) {
            base::poll();
            while (at != others.end() && at->first < entry.first) ++at;
            if (at == others.end() || at->first != entry.first) some.push_back(&entry);
        }
    }
    return some;
}

// What is the same of two that are alike; empty for what has to keep its name: a part of a tree, whose other parts have names of their own.
std::string essence_of(const Address &address, const Object &object, const std::set<std::string> &trees) {
    if (address.kind == "sequence" && !object.has("owned_by")) return {};
    if (object.has("inherited") || object.has("partition_of") || object.has("invalid") || trees.contains(object.text("relation"))) return {};
    static const std::set<std::string> own{"name", "definition", "owner", "comment", "privileges", "labels"};
    std::string essence = address.kind + '\n' + definition_of(object);
    for (const auto &[name, value] : object.attributes) {
        if (own.contains(name)) continue;
        essence += '\n' + name + '=' + value.text;
        for (const std::string &item : value.items) essence += '\n' + item;
    }
    return essence;
}

std::vector<Pair> pairs_of(const Schema &before, const Schema &after) {
    const std::vector<const Entry *> leaving = only_in(before, after), coming = leaving.empty() ? leaving : only_in(after, before);
    if (coming.empty()) return {};
    std::set<std::string> trees, taken;
    for (const Schema *schema : {&before, &after})
        for (const auto &[parent, children] : children_of(*schema)) trees.insert(parent);
    std::map<std::string, std::vector<Address>> gone;
    for (const auto &[address, object] : pointed_to(leaving)) {
        base::poll();
        if (std::string essence = essence_of(address, object, trees); !essence.empty()) gone[essence].push_back(address);
    }
    if (gone.empty()) return {};
    for (const auto &[address, object] : before.objects) {
        base::poll();
        for (std::string &slot : slots_of(address, object)) taken.insert(std::move(slot));
    }
    std::vector<Pair> pairs;
    for (const auto &[address, object] : pointed_to(coming)) {
        base::poll();
        const auto found = gone.find(essence_of(address, object, trees));
        if (found == gone.end() || found->second.empty()) continue;
        const std::vector<std::string> slots = slots_of(address, object), own = slots_of(found->second.front(), before.at(found->second.front()));
        if (std::any_of(slots.begin(), slots.end(), [&](const std::string &slot) { return taken.contains(slot) && std::find(own.begin(), own.end(), slot) == own.end(); })) continue;
        pairs.push_back({found->second.front(), address});
        found->second.erase(found->second.begin());
    }
    return pairs;
}

void replace_all(std::string &text, const std::string &old, const std::string &by) {
    for (std::size_t at = text.find(old); at != std::string::npos; at = text.find(old, at + by.size())) text.replace(at, old.size(), by);
}

class Renaming {
public:
    Renaming(const Schema &before, const Schema &after) : after_(after), result_{before, {}} {}

    Alike run(const std::vector<Pair> &pairs) {
        for (const Pair &pair : pairs) rename(pair);
        rename_dependencies();
        return std::move(result_);
    }

private:
    void rename(const Pair &pair) {
        base::poll();
        Schema &schema = result_.before;
        Object object = schema.objects.at(pair.old);
        const std::string was = object.text("name"), now = after_.at(pair.now).text("name");
        const std::string relation = object.text("relation");
        result_.steps.push_back(step_of(pair, relation, was, now));
        object.attributes["name"].text = now;
        if (pair.old.kind == "index") object.attributes["definition"] = after_.at(pair.now).attributes.at("definition");
        schema.objects.erase(pair.old);
        schema.objects.emplace(pair.now, std::move(object));
        renamed_[pair.old] = pair.now;
        if (pair.old.kind == "sequence") return rename_defaults(pair);
        for (const char *kind : {"table", "materialized view"})
            if (const auto table = schema.objects.find({kind, relation}); table != schema.objects.end()) rename_mentions(table->second, was, now);
    }

    static Step step_of(const Pair &pair, const std::string &relation, const std::string &was, const std::string &now) {
        Step step{.action = "alter", .object = pair.now};
        if (pair.old.kind == "table constraint") step.statement = "ALTER TABLE " + relation + " RENAME CONSTRAINT " + was + " TO " + now, step.lock = "AccessExclusiveLock";
        else if (pair.old.kind == "index") step.statement = "ALTER INDEX " + pair.old.identity + " RENAME TO " + now, step.lock = "ShareUpdateExclusiveLock";
        else step.statement = "ALTER SEQUENCE " + pair.old.identity + " RENAME TO " + now, step.lock = "AccessExclusiveLock";
        return step;
    }

    // A table names the indexes that it is clustered on, and known by.
    static void rename_mentions(Object &table, const std::string &was, const std::string &now) {
        if (table.text("clustered_on") == was) table.attributes["clustered_on"].text = now;
        if (table.text("replica_identity") == "USING INDEX " + was) table.attributes["replica_identity"].text = "USING INDEX " + now;
    }

    // They are printed with the name of the sequence, and follow it.
    void rename_defaults(const Pair &pair) {
        for (auto &[address, object] : of_kind(result_.before.objects, "default value"))
            replace_all(object.attributes.at("expression").text, "'" + pair.old.identity + "'::regclass", "'" + pair.now.identity + "'::regclass");
    }

    void rename_dependencies() {
        std::map<Address, std::vector<model::Dependency>> depends;
        for (auto &[address, dependencies] : result_.before.depends) {
            for (model::Dependency &dependency : dependencies)
                if (const auto found = renamed_.find(dependency.on); found != renamed_.end()) dependency.on = found->second;
            const auto found = renamed_.find(address);
            depends[found == renamed_.end() ? address : found->second] = std::move(dependencies);
        }
        result_.before.depends = std::move(depends);
    }

    const Schema &after_;
    Alike result_;
    std::map<Address, Address> renamed_{};
};

} // namespace

std::optional<Alike> rename_alike(const Schema &before, const Schema &after) {
    const std::vector<Pair> pairs = pairs_of(before, after);
    if (pairs.empty()) return std::nullopt;
    return Renaming(before, after).run(pairs);
}

} // namespace confiture::diff
