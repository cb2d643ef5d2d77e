#include "row_types.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "links.hpp"

namespace confiture::diff {
namespace {

class RowTypes {
public:
    RowTypes(const Schema &before, const Schema &after, const Changes &changes) : before_(before), after_(after), changes_(changes) {}

    std::vector<std::pair<Key, Key>> order() {
        if (!changes_.parked.empty()) children_ = children_of(after_);
        for (const auto &[column, table] : changes_.parked) order_parked(column, table);
        for (const Schema *schema : {&before_, &after_})
            for (const char *kind : {"table column", "foreign table column", "materialized view column"})
                for (auto at = schema->depends.lower_bound({kind, ""}); at != schema->depends.end() && at->first.kind == kind; ++at) {
                    const auto whole = std::find_if(at->second.begin(), at->second.end(), [](const model::Dependency &need) { return need.type == 'o'; });
                    std::set<Address> seen;
                    if (whole != at->second.end()) order_holder(*schema, at->first, is_table_column(at->first) ? at->first : whole->on, whole->on, seen);
                }
        return std::move(orders_);
    }

private:
    void first_then(Phase first_phase, const Address &first, Phase then_phase, const Address &then) { orders_.push_back({{first_phase, first}, {then_phase, then}}); }

    // The server changes no table while others have its rows: what has them no more comes before that, what comes to have them, after it.
    void order_holder(const Schema &schema, const Address &column, const Address &holder, const Address &whole, std::set<Address> &seen) {
        for (const model::Dependency &need : schema.depends.at(column)) {
            if (need.on == whole || !seen.insert(need.on).second) continue;
            if (is_table(need.on)) order_rows(schema, column, holder, need.on);
            else if (need.on.kind == "view") // which may hand on such rows inside of its own
                for (auto at = schema.depends.lower_bound({"view column", need.on.identity + "."}); at != schema.depends.end() && at->first.identity.starts_with(need.on.identity + "."); ++at)
                    order_holder(schema, at->first, holder, need.on, seen);
        }
    }

    void order_rows(const Schema &schema, const Address &column, const Address &holder, const Address &table) {
        const bool had = &schema == &before_;
        if (had && changes_.is_dropped(holder)) order_rows(table, Phase::drop, holder);
        if (!had && changes_.is_created(holder)) order_rows(table, Phase::create, holder);
        else if (!had && !depends(before_, column, table)) order_rows(table, Phase::alter, holder);
    }

    // What its heirs' rows change with is their parents'.
    void order_rows(const Address &table, Phase phase, const Address &holder) {
        std::vector<Key> all{{Phase::alter, table}};
        for (const Schema *schema : {&before_, &after_})
            for (const auto &[column, object] : of_table(schema->objects, "table column", table.identity)) {
                all.push_back({Phase::create, column});
                for (const Address &one : with_parents(column)) all.push_back({Phase::alter, one});
                if (schema == &before_ && changes_.parked.contains(column)) all.push_back({Phase::unlink, parked_with(column)});
            }
        for (const auto &[change, one] : all)
            if (phase == Phase::drop) first_then(phase, holder, change, one);
            else first_then(change, one, phase, holder);
    }

    // The column with which this one becomes text: the first of its parents.
    Address parked_with(Address column) const {
        std::size_t left = changes_.parked.size(); // no more than there are, whatever a snapshot says
        if (changes_.aside.contains(table_of(before_, before_.at(column).text("relation")))) return column;
        for (std::optional<Address> parent = above(before_, column); parent && changes_.parked.contains(*parent) && left-- > 0; parent = above(before_, column)) column = *parent;
        return column;
    }

    // A part of a table, and those that are altered above it, with which it changes.
    std::vector<Address> with_parents(const Address &part) const {
        std::vector<Address> all{part};
        for (std::optional<Address> parent = above(after_, part); parent && changes_.fate(*parent) == Fate::altered; parent = above(after_, *parent)) {
            if (std::find(all.begin(), all.end(), *parent) != all.end()) break; // no more than there are, whatever a snapshot says
            all.push_back(*parent);
        }
        return all;
    }

    // A row's text can be read as one again once there are all columns, those of an array only while there are as many.
    void order_parked(const Address &column, const Address &table) {
        const bool is_array = before_.at(column).text("type").ends_with("[]");
        const auto users = changes_.dependents.find(column), parts = changes_.dependents.find(table);
        if (users != changes_.dependents.end())
            for (const model::Dependency &user : users->second) first_then(Phase::drop, user.on, Phase::unlink, parked_with(column));
        for (const model::Dependency &part : parts->second) {
            if (part.type != 'o') continue;
            first_then(Phase::drop, part.on, Phase::unlink, column);
            if (changes_.parked.contains(part.on)) first_then(Phase::unlink, parked_with(column), Phase::unlink, parked_with(part.on)); // rows within rows
            for (const Address &one : with_parents(part.on)) {
                first_then(Phase::unlink, column, Phase::alter, one);
                first_then(Phase::alter, one, Phase::alter, column);
            }
        }
        const std::string &relation = before_.at(column).text("relation");
        first_then(Phase::unlink, table_of(before_, relation), Phase::unlink, column); // off its type
        if (const auto heirs = children_.find(relation); heirs != children_.end())
            for (const Address &child : heirs->second) first_then(Phase::unlink, child, Phase::unlink, column);
        first_then(Phase::unlink, column, Phase::alter, table);
        first_then(Phase::alter, table, Phase::alter, column);
        for (const auto &[address, fate] : changes_.fates) {
            if (!changes_.is_created(address) || !is_table_column(address) || after_.at(address).text("relation") != table.identity) continue;
            if (is_array) first_then(Phase::alter, column, Phase::create, address);
            else first_then(Phase::create, address, Phase::alter, column);
            first_then(Phase::unlink, column, Phase::create, address);
        }
    }

    const Schema &before_;
    const Schema &after_;
    const Changes &changes_;
    std::map<std::string, std::vector<Address>> children_{};
    std::vector<std::pair<Key, Key>> orders_{};
};

} // namespace

std::vector<std::pair<Key, Key>> order_of_row_types(const Schema &before, const Schema &after, const Changes &changes) { return RowTypes(before, after, changes).order(); }

} // namespace confiture::diff
