#include "links.hpp"
#include "online.hpp"
#include "parts.hpp"

#include "confiture/text/quote.hpp"

namespace confiture::diff {
namespace {

std::string written_storage(const Object &object) {
    // That of an exclusion constraint says its options itself.
    const std::string sql = object.text("type") == "x" ? "" : with_options(object.list("options"));
    return object.has("tablespace") ? sql + " USING INDEX TABLESPACE " + object.text("tablespace") : sql;
}

bool checks_rows(const Object &object) { return !object.has("not_valid"); }

void comment_index(const Object &before, const Object &after, Pieces &pieces) {
    if (differs(before, after, "index_comment"))
        pieces.push_back(statement("COMMENT ON INDEX " + after.text("schema") + "." + after.text("name") + " IS " +
                                   (after.has("index_comment") ? text::quote_literal(after.text("index_comment")) : "NULL"), "ShareUpdateExclusiveLock"));
}

Pieces create(const Object &object, const Context &context) {
    Pieces online = add_not_valid(object, context);
    if (online.empty()) online = add_key_using_index(object, context);
    if (!online.empty()) {
        comment_index({}, object, online);
        return online;
    }
    const std::string &type = object.text("type");
    Piece piece = clause(object.text("relation"), "ADD " + written_constraint(object),
                         type == "f" ? "ShareRowExclusiveLock" : "AccessExclusiveLock");
    if (type == "f") piece.hazards = {"blocks_writes"};
    else if (type != "c") piece.hazards = {"builds_index", "blocks_reads", "blocks_writes"};
    else if (checks_rows(object)) piece.hazards = {"blocks_reads", "blocks_writes"};
    if (checks_rows(object)) piece.hazards.push_back("scans_table");
    if (is_made_alone(context.after, context.address)) piece = statement("ALTER TABLE ONLY " + object.text("relation") + " ADD " + written_constraint(object), "AccessExclusiveLock");
    if (context.made_here) piece.hazards.clear();
    Pieces pieces{piece};
    comment_index({}, object, pieces);
    return pieces;
}

Pieces drop(const Object &object, const Context &) { return {clause(object.text("relation"), "DROP CONSTRAINT " + object.text("name"))}; }

// What stands behind the definition of a foreign key, and can be told to one that is there.
struct Told {
    std::string definition; // without that
    bool is_deferrable, is_deferred, is_enforced;

    bool operator==(const Told &) const = default;
};

Told told_of(const Object &key) {
    Told told{key.text("definition"), false, false, true};
    const auto ends = [&](std::string_view words) {
        const bool does = told.definition.ends_with(words);
        if (does) told.definition.resize(told.definition.size() - words.size());
        return does;
    };
    ends(" NOT VALID");
    told.is_enforced = !ends(" NOT ENFORCED");
    told.is_deferred = ends(" INITIALLY DEFERRED");
    told.is_deferrable = ends(" DEFERRABLE");
    return told;
}

// Whether the key is what it is to be once it has been told so, and is validated where it is to be. The server looks at the rows of one that it is to enforce from
// then on; online that is done without a lock.
bool tell(const Object &before, const Object &after, const Context &context, Pieces &pieces) {
    const Told old = told_of(before), next = told_of(after);
    const bool comes_into_force = next.is_enforced && !old.is_enforced;
    if (old == next || old.definition != next.definition || !same_but(before, after, {"definition", "not_valid"})) return false;
    if (comes_into_force ? after.has("not_valid") || context.online : next.is_enforced && !before.has("not_valid") && after.has("not_valid")) return false;
    std::string text = "ALTER CONSTRAINT " + after.text("name");
    if (old.is_deferrable != next.is_deferrable || old.is_deferred != next.is_deferred)
        text += std::string(next.is_deferrable ? " DEFERRABLE" : " NOT DEFERRABLE") + (next.is_deferred ? " INITIALLY DEFERRED" : " INITIALLY IMMEDIATE");
    if (old.is_enforced != next.is_enforced) text += next.is_enforced ? " ENFORCED" : " NOT ENFORCED";
    pieces.push_back(clause(after.text("relation"), text));
    if (comes_into_force) pieces.back().hazards = {"blocks_reads", "blocks_writes", "scans_table"};
    return true;
}

void validate(const Object &after, Pieces &pieces) {
    pieces.push_back(clause(after.text("relation"), "VALIDATE CONSTRAINT " + after.text("name"), "ShareUpdateExclusiveLock"));
    pieces.back().hazards = {"scans_table"};
}

bool alter(const Object &before, const Object &after, const Context &context, Pieces &pieces) {
    if (gives_up(before, after, context) || (before.text("type") != "f" && goes_with_whole(before, after, context))) return false;
    comment_index(before, after, pieces);
    if (same_but(before, after, {"inherited", "partition_of", "index_of", "index_comment"})) return true;
    if (same_but(before, after, {"inherited", "partition_of", "index_of", "options", "definition", "index_comment"}) && without_options(before) == without_options(after)) {
        alter_options(before.list("options"), after.list("options"), [&](std::string text) {
            pieces.push_back(statement("ALTER INDEX " + after.text("schema") + "." + after.text("name") + " " + text, "ShareUpdateExclusiveLock"));
        });
        return true;
    }
    if (after.text("type") == "f" && tell(before, after, context, pieces)) {
        if (before.has("not_valid") && !after.has("not_valid") && told_of(before).is_enforced) validate(after, pieces);
        return true;
    }
    if (!before.has("not_valid") || after.has("not_valid") || before.text("definition") != after.text("definition") + " NOT VALID") return false;
    validate(after, pieces);
    return true;
}

} // namespace

std::size_t end_of_key(const std::string &definition) {
    int depth = 0;
    char quote = 0;
    for (std::size_t at = 0; at < definition.size(); at++) {
        const char c = definition[at];
        if (quote != 0) quote = c == quote ? 0 : quote;
        else if (c == '"' || c == '\'') quote = c;
        else if (c == '(' || c == ')') depth += c == '(' ? 1 : -1;
        else if (depth == 0 && (definition.compare(at, 7, " WHERE ") == 0 || definition.compare(at, 11, " DEFERRABLE") == 0)) return at;
    }
    return definition.size();
}

std::string written_constraint(const Object &constraint) {
    std::string definition = constraint.text("definition");
    if (const std::string storage = written_storage(constraint); !storage.empty()) definition.insert(end_of_key(definition), storage);
    return "CONSTRAINT " + constraint.text("name") + " " + definition;
}

constinit const Kind constraint_kind{"table constraint", "CONSTRAINT", nullptr, create, drop, alter};

} // namespace confiture::diff
