#include "changes.hpp"
#include "online.hpp"

#include <algorithm>

namespace confiture::diff {
namespace {

// Those that the server does not rebuild by itself when the type of a column under them changes.
bool pins_type(const Address &address, const Object &object) {
    static const std::set<std::string> kinds{"view", "materialized view", "rule", "policy", "trigger", "function", "procedure", "publication relation"};
    return kinds.contains(address.kind) || (address.kind == "table column" && object.has("generated"));
}

bool changes_type(const Object &before, const Object &after) { return differs(before, after, "type") || differs(before, after, "collation"); }

class Finder {
public:
    Finder(const Schema &before, const Schema &after, bool online) : before_(before), after_(after), online_(online) {}

    Changes find() {
        for (const auto &[address, dependencies] : before_.depends)
            for (const model::Dependency &dependency : dependencies) changes_.dependents[dependency.on].push_back({dependency.type, address});
        for (const auto &[address, object] : before_.objects) judge(address, object);
        for (const auto &[address, object] : after_.objects)
            if (before_.find(address) == nullptr) set(address, Fate::added);
        while (!work_.empty()) {
            const Address address = work_.back();
            work_.pop_back();
            spread(address);
        }
        return std::move(changes_);
    }

private:
    void set(const Address &address, Fate fate) {
        if (find_kind(address.kind) == nullptr) {
            changes_.unknown.push_back(address);
            return;
        }
        changes_.fates[address] = fate;
        work_.push_back(address);
        if (fate == Fate::recreated && (address.kind == "index" || address.kind == "table constraint")) link_again(address);
    }

    // The index that a table is clustered on, or known by to subscribers, is forgotten with the index.
    void link_again(const Address &index) {
        for (const char *kind : {"table", "materialized view"}) {
            const Address relation{kind, after_.find(index)->text("relation")};
            const Object *object = after_.find(relation);
            if (object != nullptr && before_.find(relation) != nullptr && (object->has("clustered_on") || object->has("replica_identity")))
                changes_.fates.try_emplace(relation, Fate::altered);
        }
    }

    void judge(const Address &address, const Object &object) {
        const Object *next = after_.find(address);
        if (next == nullptr) return set(address, Fate::removed);
        if (same_but(object, *next, {"position"}) && object.attributes == next->attributes) return;
        const Kind *kind = find_kind(address.kind);
        Pieces pieces;
        const Context context{before_, after_, address, online_};
        const bool possible = kind == nullptr || kind->alter(object, *next, context, pieces);
        if (!possible && online_ && address.kind == "index" && may_stand_beside(object, *next) && dependents(address).empty()) {
            changes_.beside.insert(address);
            return set(address, Fate::altered);
        }
        set(address, possible ? Fate::altered : Fate::recreated);
        if (possible && differs(object, *next, "privileges")) grant_columns_again(address);
    }

    // What is revoked on a table is revoked on its columns, too.
    void grant_columns_again(const Address &address) {
        for (const auto &[type, part] : dependents(address)) {
            const Object *column = after_.find(part);
            if (type == 'o' && part.kind.ends_with("column") && column != nullptr && column->has("privileges") && before_.find(part) != nullptr)
                changes_.fates.try_emplace(part, Fate::altered);
        }
    }

    void spread(const Address &address) {
        if (changes_.is_dropped(address)) spread_drop(address);
        else if (address.kind == "table column" && changes_.fate(address) == Fate::altered) spread_type(address);
    }

    const std::vector<model::Dependency> &dependents(const Address &address) {
        static const std::vector<model::Dependency> none;
        const auto found = changes_.dependents.find(address);
        return found == changes_.dependents.end() ? none : found->second;
    }

    void spread_drop(const Address &address) {
        const bool gone = changes_.fate(address) == Fate::removed;
        const std::vector<model::Dependency> all = dependents(address);
        for (const auto &[type, dependent] : all) {
            if (after_.find(dependent) == nullptr || changes_.is_dropped(dependent)) continue;
            if (gone && changes_.fate(dependent) == Fate::altered && !depends(after_, dependent, address)) continue;
            keep_or_recreate(dependent, address, gone);
        }
    }

    void drag(const Address &dependent) {
        changes_.dragged.insert(dependent);
        set(dependent, Fate::recreated);
    }

    // Tables, sequences and columns hold data: they are taken off what goes, and never dropped with it.
    void keep_or_recreate(const Address &dependent, const Address &gone_or_new, bool gone) {
        if (dependent.kind == "table" || dependent.kind == "sequence") {
            if (gone_or_new.kind == "schema") return set(dependent, Fate::recreated);
            changes_.relinked.insert(dependent);
            changes_.fates.try_emplace(dependent, Fate::altered);
        } else if (dependent.kind == "table column" && gone_or_new.kind == "type" && !gone && after_.find(gone_or_new) != nullptr) {
            changes_.swapped.insert(gone_or_new);
            if (changes_.converted.insert(dependent).second) {
                changes_.fates.try_emplace(dependent, Fate::altered);
                spread_type(dependent, true);
            }
        } else if (changes_.fate(dependent) != Fate::recreated) {
            drag(dependent);
        }
    }

    void spread_type(const Address &address, bool forced = false) {
        if (!forced && !changes_type(*before_.find(address), *after_.find(address))) return;
        const std::vector<model::Dependency> all = dependents(address);
        for (const auto &[type, dependent] : all) {
            const Object *object = before_.find(dependent);
            if (object == nullptr || after_.find(dependent) == nullptr || changes_.is_dropped(dependent)) continue;
            const bool is_default = dependent.kind == "default value" && (forced || changes_.fate(dependent) == Fate::altered);
            const bool is_check = forced && (dependent.kind == "table constraint" || dependent.kind == "index");
            if (pins_type(dependent, *object) || is_default || is_check) drag(dependent);
        }
    }

    const Schema &before_;
    const Schema &after_;
    bool online_;
    Changes changes_{};
    std::vector<Address> work_{};
};

} // namespace

bool depends(const Schema &schema, const Address &address, const Address &on) {
    const auto found = schema.depends.find(address);
    return found != schema.depends.end() &&
           std::any_of(found->second.begin(), found->second.end(), [&](const model::Dependency &dependency) { return dependency.on == on; });
}

Address relation_of(const Object &object, const Address &address) {
    return object.has("relation") ? Address{"table", object.text("relation")} : address;
}

Changes changes_of(const Schema &before, const Schema &after, bool online) { return Finder(before, after, online).find(); }

} // namespace confiture::diff
