#include "confiture/diff/rename.hpp"

#include <algorithm>
#include <set>

#include "confiture/model/conditions.hpp"
#include "confiture/text/comments.hpp"
#include "confiture/text/quote.hpp"
#include "kind.hpp"

namespace confiture::diff {
namespace {

using model::RenameHint;

// An object, or what it has of its own: a value of an enum and a field of a composite type stand in its attributes.
struct Found {
    Address address;
    const Object *object = nullptr;
    std::string part{}; // `name` or `value` as a statement takes it; empty: the object itself
};

bool is_kind(const std::vector<std::string> &kinds, const std::string &kind) { return std::find(kinds.begin(), kinds.end(), kind) != kinds.end(); }

// The arguments of a routine, by which others of its name differ.
std::string arguments_of(const Address &address, const Object &object) {
    const std::size_t length = object.text("schema").size() + 1 + object.text("name").size();
    return address.kind == "schema" || address.identity.size() <= length ? std::string() : address.identity.substr(length);
}

class Names {
public:
    Names(const Schema &schema, const std::vector<std::string> &search_path) : schema_(schema), search_path_(search_path) {}

    // Objects of one of these kinds and this name; in the first schema of the search path that has one, where none is named.
    std::vector<Found> objects(const std::vector<std::string> &kinds, const std::string &schema, const std::string &name) const {
        std::map<std::string, std::vector<Found>> by_schema;
        for (const auto &[address, object] : schema_.objects)
            if (is_kind(kinds, address.kind) && text::unquoted(object_name(address, object)) == name)
                by_schema[text::unquoted(object.text("schema"))].push_back({address, &object});
        if (is_kind(kinds, "schema")) return by_schema.empty() ? std::vector<Found>() : by_schema.begin()->second;
        if (!schema.empty()) return by_schema[schema];
        for (const std::string &first : search_path_)
            if (by_schema.contains(first)) return by_schema[first];
        return by_schema.size() == 1 ? by_schema.begin()->second : std::vector<Found>();
    }

    // The part of that name of an object.
    std::vector<Found> parts(const Address &whole, const std::string &kind, const std::string &name) const {
        const Object *object = schema_.find(whole);
        if (object == nullptr) return {};
        if (kind == "enum value") return of_list(whole, *object, object->list("labels_in_order"), name, text::quote_literal(name));
        if (kind == "attribute") return of_list(whole, *object, field_names(*object), name, text::quote_identifier(name));
        for (const auto &[address, part] : schema_.objects)
            if (part.text("relation") == whole.identity && (kind == "column" ? address.kind.ends_with(" column") : address.kind == kind) &&
                text::unquoted(part.text("name")) == name)
                return {{address, &part, part.text("name")}};
        return {};
    }

private:
    static std::string object_name(const Address &address, const Object &object) {
        return address.kind == "schema" ? address.identity : object.text("name");
    }

    static std::vector<Found> of_list(const Address &whole, const Object &object, const std::vector<std::string> &names, const std::string &name, std::string written) {
        if (std::find(names.begin(), names.end(), name) == names.end()) return {};
        return {{whole, &object, std::move(written)}};
    }

    // Of a composite type, whose fields are written as `name type`.
    static std::vector<std::string> field_names(const Object &object) {
        std::vector<std::string> names;
        for (const std::string &field : object.list("fields")) {
            std::string_view rest = field;
            names.push_back(text::read_name(rest));
        }
        return names;
    }

    const Schema &schema_;
    const std::vector<std::string> &search_path_;
};

[[noreturn]] void refuse(const RenameHint &hint, const std::string &message, const std::string &detail, const std::string &remedy) {
    Problem problem(condition::contradictory_rename, message, detail, remedy);
    problem.context = hint.place;
    throw problem;
}

std::string said(const RenameHint &hint) {
    return "\"renamed from " + (hint.old_schema.empty() ? "" : hint.old_schema + ".") + hint.old_name + "\"";
}

// The object whose name, or whose part's, the statement changes.
std::string statement_head(const Found &found, const std::string &part_kind) {
    if (part_kind == "enum value") return "ALTER TYPE " + found.address.identity + " RENAME VALUE ";
    if (part_kind == "attribute") return "ALTER TYPE " + found.address.identity + " RENAME ATTRIBUTE ";
    const std::string &relation = found.object->text("relation");
    if (part_kind == "column") return "ALTER TABLE " + relation + " RENAME COLUMN ";
    return "ALTER TABLE " + relation + " RENAME CONSTRAINT ";
}

Step step_of(const Found &found, std::string text) {
    return {.action = "alter", .object = found.address, .statement = std::move(text), .lock = "AccessExclusiveLock", .hazards = {"breaks_clients"}};
}

class Renamer {
public:
    Renamer(const Schema &before, const Schema &after, const std::vector<std::string> &search_path)
        : before_(before, search_path), after_(after, search_path) {}

    std::vector<Rename> objects(const RenameHint &hint, std::vector<std::string> &new_ones) {
        const std::vector<Found> now = after_.objects(hint.kinds, hint.schema, hint.name);
        if (now.empty()) refuse_unknown(hint);
        std::vector<Rename> result;
        bool known = false;
        for (const Found &found : now) {
            const std::string schema = text::unquoted(found.object->text("schema"));
            const Found *old = nullptr;
            const std::vector<Found> there = same(before_.objects({found.address.kind}, hint.old_schema.empty() ? schema : hint.old_schema, hint.old_name), found);
            const bool is_here = !same(before_.objects({found.address.kind}, schema, hint.name), found).empty();
            if (!there.empty()) old = &there[0];
            const bool remains = !same(after_.objects({found.address.kind}, hint.old_schema.empty() ? schema : hint.old_schema, hint.old_name), found).empty();
            known = judge(hint, old, is_here, remains) || known;
            if (old != nullptr && !is_here) result.push_back(rename_of(*old, found));
        }
        if (!known) new_ones.push_back(line_of(hint));
        return result;
    }

    std::vector<Rename> parts(const RenameHint &hint, std::vector<std::string> &new_ones) {
        const std::vector<Found> wholes = after_.objects(hint.kinds, hint.schema, hint.name);
        if (wholes.empty()) refuse_unknown(hint);
        const Address &whole = wholes[0].address;
        const std::vector<Found> now = after_.parts(whole, hint.part_kind, hint.part);
        if (now.empty()) refuse_unknown(hint);
        const std::vector<Found> there = before_.parts(whole, hint.part_kind, hint.old_name);
        const bool is_here = !before_.parts(whole, hint.part_kind, hint.part).empty();
        const bool known = judge(hint, there.empty() ? nullptr : &there[0], is_here, !after_.parts(whole, hint.part_kind, hint.old_name).empty());
        if (!known) new_ones.push_back(line_of(hint));
        if (there.empty() || is_here) return {};
        return {part_rename(there[0], now[0], hint.part_kind)};
    }

private:
    static std::vector<Found> same(const std::vector<Found> &all, const Found &as) {
        std::vector<Found> found;
        for (const Found &one : all)
            if (arguments_of(one.address, *one.object) == arguments_of(as.address, *as.object)) found.push_back(one);
        return found;
    }

    // Whether either name is known before.
    bool judge(const RenameHint &hint, const Found *old, bool is_here, bool remains) {
        if (remains) refuse(hint, "the old name of " + said(hint) + " is still in the source", {}, "Remove the comment, or what has the old name.");
        if (old != nullptr && is_here)
            refuse(hint, "both names of " + said(hint) + " are in the database", {}, "Remove the comment: then the old one is dropped, and its data with it.");
        if (old != nullptr && !claimed_.insert({old->address, old->part}).second)
            refuse(hint, "two comments claim the name of " + said(hint), {}, "Remove one of them.");
        return old != nullptr || is_here;
    }

    [[noreturn]] static void refuse_unknown(const RenameHint &hint) {
        refuse(hint, "what stands below " + said(hint) + " is not in the schema that the source makes", {}, "Put the comment right above what has its new name.");
    }

    static std::string line_of(const RenameHint &hint) { return said(hint) + " has neither name in this database (" + hint.place + "): it will be new"; }

    Rename rename_of(const Found &old, const Found &now) const {
        return {old.address, now.address, steps_between(old, now), steps_between(now, old)};
    }

    // An index moves with its table.
    static std::vector<Step> steps_between(const Found &from, const Found &to) {
        if (from.address.kind == "schema") return {step_of(to, "ALTER SCHEMA " + from.address.identity + " RENAME TO " + to.address.identity)};
        std::vector<Step> steps;
        const std::string &was = from.object->text("schema"), &schema = to.object->text("schema");
        std::string current = find_kind(from.address.kind) == nullptr ? "TABLE " + from.address.identity : noun_of(from.address, *from.object);
        if (schema != was && from.address.kind != "index") {
            steps.push_back(step_of(to, "ALTER " + current + " SET SCHEMA " + schema));
            current.replace(current.rfind(from.address.identity), was.size(), schema);
        }
        if (to.object->text("name") != from.object->text("name")) steps.push_back(step_of(to, "ALTER " + current + " RENAME TO " + to.object->text("name")));
        return steps;
    }

    static Rename part_rename(const Found &old, const Found &now, const std::string &kind) {
        static const std::set<std::string> within{"column", "attribute", "enum value", "table constraint"};
        const auto between = [&](const Found &from, const Found &to) {
            return step_of(to, (within.contains(kind) ? statement_head(from, kind) + from.part + " TO " : "ALTER " + noun_of(from.address, *from.object) + " RENAME TO ") + to.part);
        };
        return {old.address, now.address, {between(old, now)}, {between(now, old)}};
    }

    Names before_;
    Names after_;
    std::set<std::pair<Address, std::string>> claimed_{};
};

RenameRound round_of(const RenameHint &hint) {
    if (!hint.part_kind.empty()) return RenameRound::parts;
    return is_kind(hint.kinds, "schema") ? RenameRound::schemas : RenameRound::objects;
}

void replace_front(std::string &text, const std::string &front, const std::string &by) {
    if (text.starts_with(front)) text.replace(0, front.size(), by);
}

} // namespace

std::vector<Rename> renames(const Schema &before, const Schema &after, const std::vector<RenameHint> &hints, const std::vector<std::string> &search_path,
                            RenameRound round, std::vector<std::string> &new_ones) {
    Renamer renamer(before, after, search_path);
    std::vector<Rename> all;
    for (const RenameHint &hint : hints) {
        if (round_of(hint) != round) continue;
        std::vector<Rename> some = round == RenameRound::parts ? renamer.parts(hint, new_ones) : renamer.objects(hint, new_ones);
        all.insert(all.end(), some.begin(), some.end());
    }
    return all;
}

Address before_renames(Address address, const std::vector<Rename> &renames) {
    for (auto rename = renames.rbegin(); rename != renames.rend(); ++rename) {
        if (address == rename->now) address = rename->old;
        else replace_front(address.identity, rename->now.identity + ".", rename->old.identity + ".");
    }
    return address;
}

} // namespace confiture::diff
