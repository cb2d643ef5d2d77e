#include "confiture/diff/compare.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

#include "alike.hpp"
#include "bodies.hpp"
#include "confiture/base/poll.hpp"
#include "confiture/model/conditions.hpp"
#include "cycles.hpp"
#include "nodes.hpp"

namespace confiture::diff {
namespace {

[[noreturn]] void throw_cycle(const Work &work, const std::vector<std::size_t> &cycle) {
    std::string names;
    for (const std::size_t number : cycle)
        names += (names.empty() ? "" : ", ") + work.nodes[number].address.kind + " " + work.nodes[number].address.identity;
    throw Problem(condition::no_order, "there is no order in which these objects can be changed", "Each needs the next one first: " + names + ".",
                  "Change one of them by a migration of your own.");
}

// Bodies that are text may name what comes later, in ways that no word tells. The server looks into those in SQL, and at the types of variables of others.
void allow_any_order(const Work &work, const Schema &after, const graph::Order &order, std::vector<Step> &steps) {
    const bool any = std::any_of(work.nodes.begin(), work.nodes.end(), [&](const Node &node) {
        const Object *object = node.phase == Phase::create || node.phase == Phase::alter ? after.find(node.address) : nullptr;
        return object != nullptr && object->text("language") == "sql" && !object->has("atomic");
    });
    const bool types = std::any_of(order.left_wishes.begin(), order.left_wishes.end(), [&](const auto &wish) {
        return !is_routine(work.nodes[wish.first].address) && is_routine(work.nodes[wish.second].address);
    });
    if (any || types) steps.insert(steps.begin(), Step{.action = "set", .object = {"setting", "check_function_bodies"}, .statement = "SET check_function_bodies = off"});
}

std::vector<std::string> column_order(const Schema &schema, const Schema &other, const std::vector<const std::pair<const Address, Object> *> &columns) {
    std::vector<std::pair<int, std::string>> all;
    for (const auto *column : columns)
        if (schema.find(column->first) != nullptr && other.find(column->first) != nullptr)
            all.emplace_back(std::atoi(schema.at(column->first).text("position").c_str()), column->second.text("name"));
    std::sort(all.begin(), all.end());
    std::vector<std::string> names;
    for (auto &[position, name] : all) names.push_back(std::move(name));
    return names;
}

// Where the columns of a table are in another order, some are at another place.
void inform_of_order(const Schema &before, const Schema &after, const Changes &changes, std::vector<Step> &steps) {
    std::set<std::string> moved;
    for (const auto &[address, fate] : changes.fates)
        if (const Object *column = is_table_column(address) ? after.find(address) : nullptr; column != nullptr) moved.insert(column->text("relation"));
    if (moved.empty()) return;
    std::map<std::string, std::vector<const std::pair<const Address, Object> *>> tables;
    for (const auto &entry : after.objects) {
        base::poll();
        if (is_table_column(entry.first) && moved.contains(entry.second.text("relation"))) tables[entry.second.text("relation")].push_back(&entry);
    }
    for (const auto &[relation, columns] : tables) {
        base::poll();
        if (column_order(before, after, columns) != column_order(after, before, columns))
            steps.push_back({.action = "inform", .object = table_of(after, relation)});
    }
}

std::vector<Step> plan(const Schema &before, const Schema &after, bool online) {
    std::set<Address> anew, apart;
    Changes changes = changes_of(before, after, online);
    if (online && !changes.carried.empty()) return compare(before, after, false); // in one transaction
    for (;;) {
        const Work work = work_of(before, after, changes, apart, online);
        const graph::Order order = graph::order(work.graph);
        if (order.cycles.empty()) {
            std::vector<Step> steps = steps_of(work.nodes, order.nodes);
            allow_any_order(work, after, order, steps);
            for (const Address &address : changes.unknown) steps.push_back({.action = "inform", .object = address, .hazards = {"not_modelled"}});
            inform_of_order(before, after, changes, steps);
            return steps;
        }
        if (set_apart(work, order.cycles, before, after, changes, apart)) continue;
        if (make_anew(work, order.cycles, anew)) {
            changes = changes_of(before, after, online, anew);
            continue;
        }
        if (online) return compare(before, after, false);
        throw_cycle(work, order.cycles.front());
    }
}

} // namespace

// What is cut where a definition or a name should be is no snapshot.
std::vector<Step> compare(const Schema &before, const Schema &after, bool online) try {
    std::optional<Alike> alike = rename_alike(before, after);
    if (!alike) return plan(before, after, online);
    std::vector<Step> steps = std::move(alike->steps);
    for (Step &step : plan(alike->before, after, online)) steps.push_back(std::move(step));
    return steps;
} catch (const std::out_of_range &) {
    throw Problem(condition::invalid_snapshot, "this is no snapshot of confiture", "A text in it ends too early.", "SELECT confiture.snapshot()");
}

std::vector<Step> from_nothing(const Schema &schema) {
    Schema nothing;
    nothing.facts = schema.facts;
    // It is in every database.
    const Address everywhere{"schema", "public"};
    if (const Object *object = schema.find(everywhere)) nothing.objects.emplace(everywhere, *object);
    return compare(nothing, schema, false);
}

} // namespace confiture::diff
